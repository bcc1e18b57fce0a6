import type { Clock } from '../../src/application/ports/clock.ts';

/** A clock that stands until it is told to go on; sleepers wake in the order of their times. */
export class ManualClock implements Clock {
  #ms: number;
  readonly #sleepers = new Set<{ readonly at: number; readonly wake: () => void }>();

  constructor(start = Date.UTC(2026, 10, 23, 12)) {
    this.#ms = start;
  }

  now(): Date {
    return new Date(this.#ms);
  }

  monotonicMs(): number {
    return this.#ms;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { at: this.#ms + ms, wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  /** How many wait: a test that advances must know that somebody does. */
  sleepers(): number {
    return this.#sleepers.size;
  }

  /** Lets time pass, waking each sleeper at its own time and letting it act before the next one wakes. */
  async advance(ms: number): Promise<void> {
    await settled();
    const end = this.#ms + ms;
    for (;;) {
      const next = [...this.#sleepers].sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      this.#ms = Math.max(this.#ms, next.at);
      next.wake();
      await settled();
    }
    this.#ms = end;
    await settled();
  }
}

/** Lets everything that is ready to run do so. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}
