import type { Journal } from './application/ports/journal.ts';

/** What was opened, to be closed in reverse: registered the moment that it exists. */
export class Teardown {
  readonly #steps: { readonly name: string; readonly close: () => Promise<void> | void }[] = [];
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  onStop(name: string, close: () => Promise<void> | void): void {
    this.#steps.push({ name, close });
  }

  /** Closes everything, each once; one that fails is journalled and the rest is closed all the same. */
  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step; step = this.#steps.pop()) {
      try {
        await step.close();
      } catch (error) {
        this.#journal.error(`${step.name} could not be closed.`, { error });
      }
    }
  }
}
