import type { EventDraft, FeedChanged } from '../domain/event/event.ts';
import type { Feed } from '../domain/stack/feed.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Journal } from './ports/journal.ts';

/** Which feed: what it brings and how, to which stack, from which service; and how often it should. */
export type FeedKey = Pick<Feed, 'kind' | 'stackId' | 'serviceId' | 'everyMs'>;

interface Deps {
  readonly inventory: Inventory;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly journal: Journal;
}

/** A feed that missed so many of its turns is overdue: one may be lost, two may be slow. */
const missedTurns = 3;

/**
 * The ways by which Custos learns about its stacks, as whoever listens to them tells. One that falls silent is
 * recorded, once, and so is its return.
 */
export class Feeds {
  readonly #deps: Deps;
  readonly #feeds = new Map<string, Feed>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** It brought something, or said that it lives. */
  seen(key: FeedKey, at: Date): void {
    const before = this.#feeds.get(idOf(key));
    const feed: Feed = { ...key, lastSeenAt: at, stale: false, failure: null };
    this.#feeds.set(idOf(key), feed);
    if (before?.stale) this.#record(feed, 'FEED_RETURNED');
  }

  /** It is silent, for a reason. */
  failed(key: FeedKey, failure: string): void {
    const before = this.#feeds.get(idOf(key));
    const feed: Feed = { ...key, lastSeenAt: before?.lastSeenAt ?? null, stale: true, failure };
    this.#feeds.set(idOf(key), feed);
    if (!before?.stale) this.#record(feed, 'FEED_LOST');
  }

  /** Finds out which feeds are overdue without having said why. */
  age(): void {
    const nowMs = this.#deps.clock.now().getTime();
    for (const feed of this.#feeds.values()) {
      const { everyMs, lastSeenAt, stale } = feed;
      if (stale || everyMs === null || lastSeenAt === null) continue;
      if (nowMs - lastSeenAt.getTime() < missedTurns * everyMs) continue;
      this.#feeds.set(idOf(feed), { ...feed, stale: true });
      this.#record({ ...feed, stale: true }, 'FEED_LOST');
    }
  }

  /** The feed is not listened to any more. */
  forget(key: FeedKey): void {
    this.#feeds.delete(idOf(key));
  }

  /** The feeds of a stack, by kind. */
  of(stackId: string): readonly Feed[] {
    return [...this.#feeds.values()]
      .filter((feed) => feed.stackId === stackId)
      .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  }

  /** A feed as it is now. */
  find(key: Pick<FeedKey, 'kind' | 'stackId' | 'serviceId'>): Feed | null {
    return this.#feeds.get(idOf(key)) ?? null;
  }

  #record(feed: Feed, type: FeedChanged['type']): void {
    const { log, clock, journal } = this.#deps;
    log.append([this.#draft(feed, type, clock.now())]).catch((error: unknown) => {
      journal.error('That a feed fell silent or returned could not be recorded.', { error, type });
    });
  }

  #draft(feed: Feed, type: FeedChanged['type'], at: Date): EventDraft<FeedChanged> {
    const { stackId, serviceId, kind, failure } = feed;
    const service = serviceId === null ? null : this.#deps.inventory.service(serviceId);
    const name = `${words[kind]}${service ? ` of ${service.displayName}` : ''}`;
    return {
      at,
      summary:
        type === 'FEED_RETURNED'
          ? `${name} is back.`
          : `${name} fell silent${failure === null ? '.' : `: ${failure}`}`,
      actor: null,
      subject: serviceId ?? stackId,
      stackId,
      services: serviceId === null ? [] : [serviceId],
      audit: false,
      detail: { type, feedKind: kind, serviceId, failure },
    };
  }
}

const words: Readonly<Record<Feed['kind'], string>> = {
  DOCKER_EVENTS: "Docker's event stream",
  DOCKER_LISTING: "The listing of Docker's containers",
  PROMETHEUS_LISTING: 'The listing of targets',
  ALERTMANAGER_LISTING: 'The listing of alerts',
  ALERTMANAGER_WEBHOOK: "Alertmanager's webhook",
};

function idOf({ kind, stackId, serviceId }: Pick<FeedKey, 'kind' | 'stackId' | 'serviceId'>): string {
  return `${stackId} ${kind} ${serviceId ?? ''}`;
}
