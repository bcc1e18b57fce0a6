import type { Service } from '../domain/service/service.ts';
import type { FeedKey, Feeds } from './feeds.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Journal } from './ports/journal.ts';
import type { Recurrence, Scheduler } from './ports/scheduler.ts';
import type { TargetSource } from './ports/target-source.ts';
import type { RecordTargets } from './record-targets.ts';
import { listingIntervalMs } from './targets.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly log: Pick<EventLog, 'onCommit'>;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly feeds: Pick<Feeds, 'seen' | 'failed' | 'forget'>;
  readonly source: TargetSource;
  readonly record: RecordTargets;
}

const prometheusKind = 'prometheus';
/** A listing that failed so many times in a row is lost: one may be lost, two may be slow. */
const toleratedFailures = 3;

/**
 * Lists the targets of every watched Prometheus, each at its own interval, for as long as it is watched and not
 * DOWN; what a Prometheus that is no longer watched scraped goes with it.
 */
export const watchTargets = (deps: Deps): { readonly stop: () => Promise<void> } => {
  const listings = new Listings(deps);
  listings.align();
  const forgetCommits = deps.log.onCommit((_events, changes) => {
    if (changes.some((change) => change.kind === 'service-saved')) queueMicrotask(() => listings.align());
  });
  return {
    stop: async () => {
      forgetCommits();
      await listings.stop();
    },
  };
};

interface Running {
  readonly key: FeedKey;
  readonly turns: Recurrence;
}

/** One recurring listing for each watched Prometheus. */
class Listings {
  readonly #deps: Deps;
  readonly #running = new Map<string, Running>();
  readonly #endings = new Set<Promise<void>>();
  #watched: readonly Service[] = [];
  readonly #ending = new AbortController();

  constructor(deps: Deps) {
    this.#deps = deps;
    const scraping = deps.inventory.targets().map(({ scrapedById }) => scrapedById);
    for (const id of new Set(scraping)) if (!isWatched(deps.inventory.service(id))) this.#leave(id);
  }

  /** Begins to list what is watched since, ends what is not any more, and takes over other intervals. */
  align(): void {
    const services = this.#deps.inventory.services();
    if (this.#ending.signal.aborted || services === this.#watched) return;
    this.#watched = services;
    const watched = new Map(services.filter(isWatched).map((service) => [service.id, service]));
    for (const [id, { key, turns }] of this.#running) {
      const service = watched.get(id);
      if (service && listingIntervalMs(service) === key.everyMs) continue;
      this.#running.delete(id);
      const ended = turns.stop();
      if (service) this.#await(ended);
      else this.#leave(id, ended, key);
    }
    for (const service of watched.values()) if (!this.#running.has(service.id)) this.#begin(service);
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await Promise.all([...this.#running.values()].map(({ turns }) => turns.stop()));
    this.#running.clear();
    await Promise.all(this.#endings);
  }

  #begin(service: Service): void {
    const { id: serviceId, stackId } = service;
    const everyMs = listingIntervalMs(service);
    const key: FeedKey = { kind: 'PROMETHEUS_LISTING', stackId, serviceId, everyMs };
    const listing = new TargetListing(this.#deps, key, serviceId);
    const turns = this.#deps.scheduler.every({
      name: `listing of the targets of ${service.name}`,
      intervalMs: everyMs,
      firstAfterMs: 0,
      run: (signal) => listing.run(signal),
    });
    this.#running.set(serviceId, { key, turns });
  }

  /** It is not watched any more: neither is what it scrapes. */
  #leave(serviceId: string, ended: Promise<void> = Promise.resolve(), key: FeedKey | null = null): void {
    this.#await(
      ended.then(() => {
        if (key) this.#deps.feeds.forget(key);
        return this.#deps.record.gone(serviceId, this.#ending.signal);
      }),
    );
  }

  #await(ending: Promise<void>): void {
    const settled = ending
      .catch((error: unknown) => {
        this.#deps.journal.error('That targets are gone could not be recorded.', { error });
      })
      .then(() => {
        this.#endings.delete(settled);
      });
    this.#endings.add(settled);
  }
}

const isWatched = (service: Service | null): boolean =>
  service?.kind === prometheusKind && service.removedAt === null;

/** The listing of one Prometheus, turn by turn. */
class TargetListing {
  readonly #deps: Deps;
  readonly #key: FeedKey;
  readonly #serviceId: string;
  #failures = 0;
  /** Since when one listing followed the other; null: the last one failed, or there was none. */
  #since: Date | null = null;

  constructor(deps: Deps, key: FeedKey, serviceId: string) {
    this.#deps = deps;
    this.#key = key;
    this.#serviceId = serviceId;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { inventory, source, clock, feeds, record } = this.#deps;
    const service = inventory.service(this.#serviceId);
    if (!service) return;
    // That it is DOWN is known already, and said; the probes find out when it is back.
    if (inventory.standing(service.id).status === 'DOWN') {
      this.#fail(`${service.displayName} is DOWN.`, toleratedFailures);
      return;
    }
    const { targets, failure } = await source.listTargets(service, inventory.credential(service.id), signal);
    if (signal.aborted) return;
    if (targets === null) {
      this.#fail(failure, 1);
      return;
    }
    const at = clock.now();
    this.#failures = 0;
    this.#since ??= at;
    feeds.seen(this.#key, at);
    await record.listed(service, targets, { at, since: this.#since, signal });
  }

  #fail(failure: string, weight: number): void {
    this.#since = null;
    this.#failures += weight;
    if (this.#failures >= toleratedFailures) this.#deps.feeds.failed(this.#key, failure);
  }
}
