import type { EventDraft } from '../domain/event/event.ts';
import type { EventLog } from './ports/event-log.ts';

/** Entries that nobody waits for one by one, written in their order, as many at once as have come meanwhile. */
export class BatchedLog {
  readonly #log: Pick<EventLog, 'append'>;
  #waiting: EventDraft[] = [];
  #writing: Promise<void> | null = null;

  constructor(log: Pick<EventLog, 'append'>) {
    this.#log = log;
  }

  add(...drafts: readonly EventDraft[]): void {
    this.#waiting.push(...drafts);
    this.#writing ??= this.#write();
    // Whoever flushes hears of a failure.
    this.#writing.catch(() => undefined);
  }

  /** Resolves when all that was added is written. @throws Refusal when it could not be */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    try {
      // What comes in the same breath is written together.
      await Promise.resolve();
      while (this.#waiting.length > 0) await this.#log.append(this.#waiting.splice(0, 50));
    } finally {
      this.#writing = null;
    }
  }
}
