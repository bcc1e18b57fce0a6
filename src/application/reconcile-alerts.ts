import type { AlertChange } from '../domain/alert/alert.ts';
import type { AlertListing, Round } from '../domain/alert/fold-listing.ts';
import { foldListing } from '../domain/alert/fold-listing.ts';
import type { Service } from '../domain/service/service.ts';
import type { Alerts } from './alerts.ts';
import type { Feeds } from './feeds.ts';
import type { Inventory } from './inventory.ts';
import type { Lanes } from './lanes.ts';
import type { AlertSource } from './ports/alert-source.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Ids } from './ports/ids.ts';
import { alertsPerCommit, laneOf, recordAlerts } from './record-alerts.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly alerts: Alerts;
  readonly source: Pick<AlertSource, 'listAlerts'>;
  readonly feeds: Pick<Feeds, 'seen' | 'failed' | 'forget' | 'of'>;
  readonly lanes: Lanes;
  readonly log: Pick<EventLog, 'append'>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** How often everything is listed. */
  readonly everyMs: number;
}

const sources = { alertmanager: 'ALERTMANAGER', prometheus: 'PROMETHEUS' } as const;

/** Whether a service lists alerts. */
export const listsAlerts = ({ kind, removedAt }: Service): boolean => kind in sources && removedAt === null;

/** Alerts that are compared before everything else has its turn: about a millisecond. */
const slice = 100;

/** A listing that failed so many times in a row is lost: one may be. */
const toleratedFailures = 2;

/** How often in a row a service failed to answer, by its id. */
type Failures = Map<string, number>;

/** Asks everything in a stack that lists alerts, and records how what they say differs from what was known. */
export const reconcileAlerts = (deps: Deps) => {
  const failures: Failures = new Map();
  return async (stackId: string, signal: AbortSignal): Promise<void> => {
    const { inventory, lanes, clock } = deps;
    const beganAt = clock.now();
    const services = inventory.services().filter((one) => one.stackId === stackId && listsAlerts(one));
    const answers = await Promise.all(services.map((service) => ask(deps, { service, failures }, signal)));
    forgetFeeds(deps, stackId, services);
    if (signal.aborted) return;
    const listings = answers.filter((listing) => listing !== null);
    const complete = (source: AlertListing['source']): boolean => {
      const asked = services.filter(({ kind }) => sources[kind as keyof typeof sources] === source);
      return asked.length > 0 && asked.length === listings.filter((one) => one.source === source).length;
    };
    const round: Round = {
      listings,
      complete: { ALERTMANAGER: complete('ALERTMANAGER'), PROMETHEUS: complete('PROMETHEUS') },
      beganAt,
      at: clock.now(),
    };
    await lanes.run(laneOf(stackId), () => compare(deps, { ...round, stackId }, signal));
  };
};

/** What is not watched any more has no feed. */
function forgetFeeds({ feeds, everyMs }: Deps, stackId: string, services: readonly Service[]): void {
  for (const { kind, serviceId } of feeds.of(stackId)) {
    if (kind !== 'ALERTMANAGER_LISTING' || services.some(({ id }) => id === serviceId)) continue;
    feeds.forget({ kind, stackId, serviceId, everyMs });
  }
}

async function compare(
  deps: Deps,
  { stackId, ...round }: Round & { readonly stackId: string },
  signal: AbortSignal,
): Promise<void> {
  const { alerts, ids, clock } = deps;
  const fingerprints = new Set([
    ...round.listings.flatMap(({ reports }) => [...reports.keys()]),
    ...alerts.openOf(stackId).map(({ fingerprint }) => fingerprint),
  ]);
  const listed = [...fingerprints].map((fingerprint) => ({
    fingerprint,
    id: ids.of('alt', stackId, fingerprint),
  }));
  const known = await alerts.find(listed.map(({ id }) => id));
  const place = alerts.places(stackId);
  let news: AlertChange[] = [];
  for (const [index, { id, fingerprint }] of listed.entries()) {
    if (index % slice === slice - 1) await clock.sleep(0, signal);
    if (signal.aborted) return;
    const before = known.get(id) ?? null;
    const labels = before?.labels ?? labelsIn(round, fingerprint);
    const change = foldListing(before, round, { id, fingerprint, stackId, serviceId: place(labels) });
    if (!change) continue;
    if (before && change.alert.updatedAt === before.updatedAt) alerts.keep(change.alert);
    else news.push(change);
    if (news.length < alertsPerCommit) continue;
    await recordAlerts(deps, news);
    news = [];
  }
  await recordAlerts(deps, news);
}

function labelsIn({ listings }: Round, fingerprint: string): Readonly<Record<string, string>> {
  return listings.map(({ reports }) => reports.get(fingerprint)?.labels).find((found) => found) ?? {};
}

/** What a service lists; null when it does not answer, which the feed of an Alertmanager tells. */
async function ask(
  deps: Deps,
  { service, failures }: { readonly service: Service; readonly failures: Failures },
  signal: AbortSignal,
): Promise<AlertListing | null> {
  const { inventory, source, clock, feeds, everyMs } = deps;
  const { id: serviceId, stackId } = service;
  const key = { kind: 'ALERTMANAGER_LISTING', stackId, serviceId, everyMs } as const;
  const isDown = inventory.standing(serviceId).status === 'DOWN';
  const { listing, failure } = isDown
    ? { listing: null, failure: `${service.displayName} is DOWN.` }
    : await source.listAlerts(service, inventory.credential(serviceId), signal);
  if (signal.aborted) return null;
  const count = listing ? 0 : (failures.get(serviceId) ?? 0) + (isDown ? toleratedFailures : 1);
  failures.set(serviceId, count);
  // That of a Prometheus tells of its targets.
  if (service.kind !== 'alertmanager') return listing;
  if (listing) feeds.seen(key, clock.now());
  else if (count >= toleratedFailures) feeds.failed(key, failure);
  return listing;
}
