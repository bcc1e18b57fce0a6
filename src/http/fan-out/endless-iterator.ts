/** Ends an iteration: with an error, or, given null, as if it had run out. */
export type End = (error: Error | null) => void;

/**
 * An iterator that never yields. `begin` is called with the first `next`, and what it answers with the end,
 * once, whoever ends it: the consumer by `return`, or the source by calling what `begin` was given.
 *
 * A generator cannot do this: its `return` waits behind a `next` that nothing ever resolves.
 */
export function endlessIterator(begin: (end: End) => () => void): AsyncIterableIterator<never> {
  const done: IteratorResult<never, undefined> = { done: true, value: undefined };
  let leave: (() => void) | null = null;
  let settle: End | null = null;
  let over = false;
  const hasEnded = (): boolean => over;
  const end: End = (error) => {
    if (over) return;
    over = true;
    leave?.();
    settle?.(error);
  };
  return {
    next: () => {
      if (over) return Promise.resolve(done);
      const pending = new Promise<typeof done>((resolve, reject) => {
        settle = (error) => {
          if (error) reject(error);
          else resolve(done);
        };
      });
      leave = begin(end);
      // The source may have ended while it began.
      if (hasEnded()) leave();
      return pending;
    },
    return: () => {
      end(null);
      return Promise.resolve(done);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
