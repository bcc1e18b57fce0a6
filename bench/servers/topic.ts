/** Publish and subscribe in memory, the simplest way: a queue for each follower. */
export class Topic<T> {
  readonly #followers = new Set<(item: T) => void>();

  publish(item: T): void {
    for (const give of this.#followers) give(item);
  }

  follow(): AsyncIterableIterator<T> {
    const items: T[] = [];
    let waiting: ((result: IteratorResult<T>) => void) | null = null;
    const give = (item: T) => {
      if (waiting) waiting({ done: false, value: item });
      else items.push(item);
      waiting = null;
    };
    const leave = (): Promise<IteratorResult<T>> => {
      this.#followers.delete(give);
      const end = { done: true, value: undefined } as const;
      waiting?.(end);
      return Promise.resolve(end);
    };
    this.#followers.add(give);
    return {
      next: () => {
        const value = items.shift();
        if (value !== undefined) return Promise.resolve({ done: false, value });
        return new Promise((resolve) => (waiting = resolve));
      },
      return: leave,
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}
