import type { AlertReport } from '../domain/alert/alert.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AlertStore } from './ports/alert-store.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Journal } from './ports/journal.ts';
import { alertsPerCommit } from './record-alerts.ts';
import type { TakingInDeps } from './take-in-webhooks.ts';
import { takeInWebhooks } from './take-in-webhooks.ts';

interface Deps extends TakingInDeps {
  readonly store: AlertStore;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly journal: Journal;
}

/** Webhooks that may wait: what comes beyond is to be sent again. A storm of minutes, in tens of megabytes. */
const mostWaiting = 5000;
/** Alerts in them. */
const mostAlerts = 100_000;
/** Webhooks that are read at a time, those of an earlier server too, of which nobody knows how large they are. */
const mostTogether = 20;
/** While webhooks come, they are acknowledged first: what waits is taken in for a third of the time. */
const busyMs = 100;
const restMs = 60;
/** How long until it is tried again when the log could not be written. */
const againMs = 1000;

/** What waits, by its sequence, and how many alerts it tells of. */
interface Waiting {
  readonly sequence: number;
  readonly alerts: number;
}

/** Webhooks, from when they are acknowledged until they are taken in: one after the other, in the order they came. */
export class Inbox {
  readonly #deps: Deps;
  readonly #waiting: Waiting[];
  readonly #ending = new AbortController();
  #next: number;
  #alerts: number;
  #work: Promise<void> | null = null;
  /** When the last one came, and how long after the one before. */
  #lastCameMs = -Infinity;
  #gapMs = Infinity;

  private constructor(deps: Deps, waiting: readonly Waiting[]) {
    this.#deps = deps;
    this.#waiting = [...waiting];
    this.#next = (waiting.at(-1)?.sequence ?? 0) + 1;
    this.#alerts = 0;
  }

  /** Goes on with what an earlier server acknowledged. */
  static async open(deps: Deps): Promise<Inbox> {
    const left = await deps.store.hooks();
    const inbox = new Inbox(
      deps,
      left.map((sequence) => ({ sequence, alerts: 0 })),
    );
    inbox.#begin();
    return inbox;
  }

  /**
   * Keeps what a webhook said; when it resolves, it is on disk.
   * @throws Refusal STORAGE_FULL, LOG_UNWRITABLE or SERVER_STOPPING, each of which says: send it again later
   */
  async receive(stackId: string, reports: readonly AlertReport[]): Promise<void> {
    const { log, clock } = this.#deps;
    if (this.#ending.signal.aborted) throw new Refusal('SERVER_STOPPING', 'The server is stopping.');
    if (this.#isFull(reports.length)) {
      throw new Refusal('STORAGE_FULL', 'Too many webhooks wait to be taken in: send it again later.');
    }
    const sequence = this.#next++;
    const nowMs = clock.monotonicMs();
    this.#gapMs = nowMs - this.#lastCameMs;
    this.#lastCameMs = nowMs;
    this.#alerts += reports.length;
    const hook = { sequence, stackId, source: 'WEBHOOK' as const, receivedAt: clock.now(), reports };
    try {
      await log.append([], [{ kind: 'hook-received', hook }]);
    } catch (error) {
      this.#alerts -= reports.length;
      throw error;
    }
    this.#waiting.push({ sequence, alerts: reports.length });
    this.#begin();
  }

  /** Lets the part in progress end; what waits is taken in by the next server. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#work;
  }

  /** One alone is always taken, however large it is. */
  #isFull(alerts: number): boolean {
    if (this.#waiting.length === 0) return false;
    return this.#waiting.length >= mostWaiting || this.#alerts + alerts > mostAlerts;
  }

  #begin(): void {
    this.#work ??= this.#takeIn().finally(() => {
      this.#work = null;
      if (this.#waiting.length > 0 && !this.#ending.signal.aborted) this.#begin();
    });
  }

  async #takeIn(): Promise<void> {
    const { store, clock, journal } = this.#deps;
    const { signal } = this.#ending;
    while (this.#waiting.length > 0 && !signal.aborted) {
      try {
        // So that many come to be taken in together.
        await this.#rest();
        const asked = this.#together();
        const [first, ...rest] = await store.readHooks(asked);
        const others = rest.findIndex(({ stackId }) => stackId !== first?.stackId);
        const hooks = [...(first ? [first] : []), ...rest.slice(0, others === -1 ? rest.length : others)];
        await takeInWebhooks(this.#deps, hooks, { signal, rest: () => this.#rest() });
        if (signal.aborted) return;
        this.#forget(hooks.at(-1)?.sequence ?? asked.at(-1) ?? 0);
      } catch (error) {
        journal.error('Webhooks could not be taken in; they are tried again.', { error });
        await clock.sleep(againMs, signal);
      }
    }
  }

  #rest(): Promise<void> {
    const { clock } = this.#deps;
    const isBusy = this.#gapMs < busyMs && clock.monotonicMs() - this.#lastCameMs < busyMs;
    return clock.sleep(isBusy ? restMs : 0, this.#ending.signal);
  }

  /** As many as one commit takes, by their sequences: one at least. */
  #together(): readonly number[] {
    let alerts = 0;
    const end = this.#waiting.findIndex((one, index) => {
      alerts += one.alerts;
      return index > 0 && alerts > alertsPerCommit;
    });
    return this.#waiting
      .slice(0, end === -1 ? mostTogether : Math.min(end, mostTogether))
      .map(({ sequence }) => sequence);
  }

  /** What came up to this one is taken in. */
  #forget(sequence: number): void {
    while ((this.#waiting[0]?.sequence ?? Infinity) <= sequence) {
      this.#alerts -= this.#waiting.shift()?.alerts ?? 0;
    }
  }
}
