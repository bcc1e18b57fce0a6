import type { Clock } from '../../application/ports/clock.ts';
import { Unanswered } from './failure.ts';

/** How long something may take, and what ends it sooner. */
export interface Limit {
  readonly clock: Clock;
  readonly ms: number;
  readonly signal: AbortSignal;
}

/**
 * Runs something under a deadline. The signal that it gets aborts with the deadline, with the outer signal,
 * and when the answer is there; whether the callee heeds it or not, this settles by then: an answer cut off
 * half-way leaves the client of Docker waiting for ever.
 *
 * @throws Unanswered when the time is over, and whatever `run` throws.
 */
export async function within<T>(limit: Limit, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { clock, ms, signal } = limit;
  const attempt = new AbortController();
  const stop = (): void => attempt.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const late = clock.sleep(ms, attempt.signal).then(() => {
      throw new Unanswered(ms);
    });
    return await Promise.race([run(attempt.signal), late]);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** For what nobody can interrupt. */
export const uninterrupted: AbortSignal = new AbortController().signal;
