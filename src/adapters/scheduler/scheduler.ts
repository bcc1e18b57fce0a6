import type { Clock } from '../../application/ports/clock.ts';
import type { Journal } from '../../application/ports/journal.ts';
import type { Recurrence, RecurringTask, Scheduler } from '../../application/ports/scheduler.ts';

interface Deps {
  readonly clock: Clock;
  readonly journal: Journal;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Turns are moved by up to this share of the interval either way, so that tasks do not march in step. */
const jitter = 0.1;

/** Does things by the clock, each in a loop of its own. */
export const createScheduler = (deps: Deps): Scheduler => ({
  every: (task) => {
    const ending = new AbortController();
    const turns = new Turns(deps, task, ending.signal);
    const ended = turns.run();
    return {
      hasten: (delayMs) => {
        turns.hasten(delayMs);
      },
      stop: async () => {
        ending.abort();
        await ended;
      },
    } satisfies Recurrence;
  },
});

class Turns {
  readonly #deps: Deps;
  readonly #task: RecurringTask;
  readonly #signal: AbortSignal;
  #dueMs = 0;
  #wake = new AbortController();

  constructor(deps: Deps, task: RecurringTask, signal: AbortSignal) {
    this.#deps = deps;
    this.#task = task;
    this.#signal = signal;
    signal.addEventListener('abort', () => {
      this.#wake.abort();
    });
  }

  /** Waits for a turn and takes it, until the signal aborts. */
  async run(): Promise<void> {
    const { clock, random } = this.#deps;
    const { intervalMs, firstAfterMs } = this.#task;
    this.#dueMs = clock.monotonicMs() + (firstAfterMs ?? random() * intervalMs);
    while (!this.#signal.aborted) {
      await this.#untilDue();
      if (this.#signal.aborted) return;
      this.#dueMs = Infinity;
      await this.#turn();
      const next = intervalMs * (1 + jitter * (2 * random() - 1));
      this.#dueMs = Math.min(this.#dueMs, clock.monotonicMs() + next);
    }
  }

  /** During a turn this sets the beginning of the next one. */
  hasten(delayMs: number): void {
    const dueMs = this.#deps.clock.monotonicMs() + delayMs;
    if (dueMs >= this.#dueMs) return;
    this.#dueMs = dueMs;
    this.#wake.abort();
  }

  async #untilDue(): Promise<void> {
    for (;;) {
      const waitMs = this.#dueMs - this.#deps.clock.monotonicMs();
      if (waitMs <= 0 || this.#signal.aborted) return;
      this.#wake = new AbortController();
      await this.#deps.clock.sleep(waitMs, this.#wake.signal);
    }
  }

  async #turn(): Promise<void> {
    try {
      await this.#task.run(this.#signal);
    } catch (error) {
      this.#deps.journal.error(`The ${this.#task.name} failed and is tried again at its next turn.`, {
        error,
      });
    }
  }
}
