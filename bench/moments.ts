import { now } from './answer.ts';

/** How long something may take that is waited for, in milliseconds. */
const patienceMs = 20_000;

/** When things happened that are told by a word, in order. */
export class Moments {
  readonly #told: { readonly word: string; readonly at: number }[] = [];
  #wake: () => void = () => undefined;

  /** Notes that it happened now. */
  tell(word: string): void {
    this.#told.push({ word, at: now() });
    this.#wake();
  }

  /** When this happened for the first time after what was asked for before; waits until it has. */
  async next(word: string): Promise<number> {
    const late = now() + patienceMs;
    while (now() < late) {
      const moment = this.#told.shift();
      if (moment?.word === word) return moment.at;
      if (!moment) await this.#more(late - now());
    }
    throw new Error(`${word} did not happen in ${patienceMs / 1000} s.`);
  }

  #more(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
