import type { Clock } from '../../application/ports/clock.ts';
import type { Journal } from '../../application/ports/journal.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import { failureOf, refusalOf } from './write-failure.ts';

/** Statements that are committed together or not at all. */
export interface Transaction {
  /** Since when somebody waits for it, in the clock's monotonic milliseconds. */
  readonly since: number;
  /** Called for each attempt. */
  statements(client: PrismaClient): readonly Prisma.PrismaPromise<unknown>[];
  /** Whether the database holds what the transaction would have put there: asked after a failed attempt. */
  landed(client: PrismaClient): Promise<boolean>;
}

interface Deps {
  readonly writer: PrismaClient;
  readonly clock: Clock;
  readonly journal: Journal;
}

/** Refused after this long, so that a caller who may not act unrecorded hears of it within a second. */
const patienceMs = 800;
const firstPauseMs = 50;

/**
 * The one way to write: one transaction at a time, in the order asked.
 *
 * Transactions are arrays of statements. Prisma's interactive ones share their connection with whatever else
 * is written meanwhile.
 */
export class WriterLane {
  readonly #writer: PrismaClient;
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #closing = new AbortController();
  #last: Promise<unknown> = Promise.resolve();
  #writable = true;
  /** A transaction of which it is not known whether it was committed. */
  #doubtful: Transaction | null = null;

  constructor({ writer, clock, journal }: Deps) {
    this.#writer = writer;
    this.#clock = clock;
    this.#journal = journal;
  }

  /** Whether the last write succeeded. */
  get writable(): boolean {
    return this.#writable;
  }

  /** Does some work when all that was asked for before is done. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => {
      if (this.#closing.signal.aborted) throw closed();
      return work();
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /**
   * Commits a transaction; to be called inside `run`. Waits for another process's lock without holding up the
   * event loop, but not for ever.
   * @throws Refusal STORAGE_FULL or LOG_UNWRITABLE; then nothing was committed.
   */
  async commit(transaction: Transaction): Promise<void> {
    for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
      try {
        await this.#attempt(transaction);
        this.#writable = true;
        return;
      } catch (error) {
        const failure = failureOf(error);
        if (failure === 'fault') throw error;
        if (failure !== 'busy' || !this.#mayWait(transaction.since, pauseMs)) {
          this.#writable = false;
          if (error instanceof Refusal) throw error;
          this.#journal.error('The log could not be written.', { error });
          throw refusalOf(failure, error, this.#clock.now());
        }
      }
      await this.#clock.sleep(pauseMs, this.#closing.signal);
    }
  }

  /** Lets the work in progress end and refuses the rest. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#last;
  }

  async #attempt(transaction: Transaction): Promise<void> {
    if (this.#doubtful) await this.#settle(this.#doubtful);
    try {
      await this.#writer.$transaction([...transaction.statements(this.#writer)]);
    } catch (error) {
      this.#doubtful = transaction;
      if (!(await this.#landed(transaction))) throw error;
    }
  }

  /**
   * Finds out what became of a failed attempt, through a new connection: a COMMIT that failed leaves the old one
   * inside its transaction, where everything seems to succeed and nothing is kept (prisma/prisma#29933).
   */
  async #landed(transaction: Transaction): Promise<boolean> {
    // SQLite may have kept the event loop waiting for a lock: others come first.
    await this.#clock.sleep(0, this.#closing.signal);
    await this.#writer.$disconnect();
    const landed = await transaction.landed(this.#writer);
    this.#doubtful = null;
    return landed;
  }

  /** What was refused in doubt and is there after all cannot be taken back: only a restart loads it. */
  async #settle(doubtful: Transaction): Promise<void> {
    if (!(await this.#landed(doubtful))) return;
    this.#doubtful = doubtful;
    throw new Refusal(
      'LOG_UNWRITABLE',
      'The disk kept an entry that it had reported as lost, so what Custos knows is behind its log. Restart Custos.',
    );
  }

  #mayWait(since: number, pauseMs: number): boolean {
    const waitedMs = this.#clock.monotonicMs() - since;
    return !this.#closing.signal.aborted && waitedMs + pauseMs <= patienceMs;
  }
}

function closed(): Refusal {
  return new Refusal(
    'LOG_UNWRITABLE',
    'Nothing was recorded, because the log is closed: Custos is stopping.',
  );
}
