import type { Clock } from './application/ports/clock.ts';

/** Does something once, however often it is asked to. */
export function once(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => (stopped ??= stop());
}

/** Waits for something, but no longer than so many milliseconds; then nothing is left that waits. */
export async function atMost(ms: number, done: Promise<unknown>, clock: Clock): Promise<void> {
  const over = new AbortController();
  await Promise.race([done, clock.sleep(ms, over.signal)]);
  over.abort();
}
