/** Something that is done again and again. */
export interface Recurrence {
  /** Does it again after `delayMs` if that is sooner than its next turn. */
  hasten(delayMs: number): void;
  /** Ends it: its signal aborts, and the promise resolves when a turn in progress has ended. */
  stop(): Promise<void>;
}

export interface RecurringTask {
  /** For the journal. */
  readonly name: string;
  /** From the end of one turn to the beginning of the next, give or take a tenth. */
  readonly intervalMs: number;
  /** How long until the first turn; by default a random part of the interval. */
  readonly firstAfterMs?: number;
  run(signal: AbortSignal): Promise<void>;
}

/**
 * Does things by the clock. Turns of one task never overlap; one that throws is journalled and comes again;
 * after a suspend there is one late turn, not a burst.
 */
export interface Scheduler {
  every(task: RecurringTask): Recurrence;
}
