/** Waits until everything there is to look at was looked at once. */
export class FirstLook {
  readonly #awaited: Set<string>;
  #finish: () => void = () => undefined;
  /** Resolves when all of it was seen, or found to be silent. */
  readonly done: Promise<void>;

  constructor(places: Iterable<string>) {
    this.#awaited = new Set(places);
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
    if (this.#awaited.size === 0) this.#finish();
  }

  /** One of the places was looked at. */
  saw(place: string): void {
    this.#awaited.delete(place);
    if (this.#awaited.size === 0) this.#finish();
  }
}
