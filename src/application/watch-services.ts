import type { Service } from '../domain/service/service.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Recurrence, Scheduler } from './ports/scheduler.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly observe: (serviceId: string, signal: AbortSignal) => Promise<void>;
  readonly expire: (
    serviceId: string,
    bounds: { readonly staleAfterMs: number; readonly watchedSince: Date },
  ) => Promise<void>;
  readonly timeoutMs: number;
}

export interface Watch {
  /** Probes a service soon: something happened to it. */
  readonly hasten: (serviceId: string, delayMs: number) => void;
  readonly stop: () => Promise<void>;
}

/** A status in doubt is settled at this pace rather than at the service's own, which may be slow. */
const doubtfulMs = 500;
/** Evidence is old after so many missed turns: one may be lost, two may be slow. */
const missedTurns = 3;
/** How often evidence is examined for its age, and standings are written in batches. */
const roundMs = 1000;
const flushMs = 5000;

/**
 * Probes every watched service at its own interval, for as long as it is watched; marks as UNKNOWN what has not
 * been observed for three turns; and writes what changed no status in batches.
 */
export const watchServices = (deps: Deps): Watch => {
  const { inventory, log, scheduler } = deps;
  const probes = new Probes(deps);
  const flush = async (): Promise<void> => {
    const unwritten = inventory.unwritten();
    if (unwritten.length > 0) await log.append([], unwritten);
  };
  probes.align();
  const forgetCommits = log.onCommit((_events, changes) => {
    if (changes.some((change) => change.kind === 'service-saved')) queueMicrotask(() => probes.align());
  });
  const watchedSince = deps.clock.now();
  const ageing = scheduler.every({
    name: 'age of evidence',
    intervalMs: roundMs,
    run: async () => {
      for (const service of inventory.services()) {
        const staleAfterMs = missedTurns * service.probeIntervalMs + deps.timeoutMs;
        await deps.expire(service.id, { staleAfterMs, watchedSince });
      }
    },
  });
  const flushing = scheduler.every({ name: 'writing of standings', intervalMs: flushMs, run: flush });
  return {
    hasten: (serviceId, delayMs) => probes.hasten(serviceId, delayMs),
    stop: async () => {
      forgetCommits();
      await Promise.all([ageing.stop(), flushing.stop(), probes.stop()]);
      await flush();
    },
  };
};

/** One recurring probe for each watched service. */
class Probes {
  readonly #deps: Deps;
  readonly #running = new Map<string, { readonly intervalMs: number; readonly turns: Recurrence }>();
  #stopped = false;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Begins to probe what is watched since, ends what is not any more, and takes over other intervals. */
  align(): void {
    if (this.#stopped) return;
    const watched = new Map(this.#deps.inventory.services().map((service) => [service.id, service]));
    for (const [id, { intervalMs, turns }] of this.#running) {
      if (watched.get(id)?.probeIntervalMs === intervalMs) continue;
      void turns.stop();
      this.#running.delete(id);
    }
    for (const service of watched.values()) if (!this.#running.has(service.id)) this.#begin(service);
  }

  hasten(serviceId: string, delayMs: number): void {
    this.#running.get(serviceId)?.turns.hasten(delayMs);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#running.values()].map(({ turns }) => turns.stop()));
    this.#running.clear();
  }

  #begin(service: Service): void {
    const { scheduler, observe, inventory } = this.#deps;
    const turns = scheduler.every({
      name: `probe of ${service.name}`,
      intervalMs: service.probeIntervalMs,
      firstAfterMs: 0,
      run: async (signal) => {
        await observe(service.id, signal);
        if (inventory.standing(service.id).contender) turns.hasten(doubtfulMs);
      },
    });
    this.#running.set(service.id, { intervalMs: service.probeIntervalMs, turns });
  }
}
