/** Time. Everything that asks what time it is, or waits, asks here, so that a test owns time. */
export interface Clock {
  /** The time of day: for what people read and what is stored. */
  now(): Date;
  /** Milliseconds that only ever grow: for spans and deadlines. */
  monotonicMs(): number;
  /** Resolves after a span, or at once when the signal aborts; it never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
