import type { EventDraft, TargetChanged } from '../domain/event/event.ts';
import type { Service } from '../domain/service/service.ts';
import type { ListingTime, TargetTurn } from '../domain/target/compare-listing.ts';
import { compareListing } from '../domain/target/compare-listing.ts';
import type { ScrapedTarget, Target } from '../domain/target/target.ts';
import type { Inventory } from './inventory.ts';
import type { Lanes } from './lanes.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Ids } from './ports/ids.ts';
import type { Targets } from './targets.ts';
import { believedMs } from './targets.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly lanes: Lanes;
  readonly log: Pick<EventLog, 'append'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly targets: Pick<Targets, 'place'>;
}

/** Takes over what is learnt of targets. */
export interface RecordTargets {
  /** A Prometheus listed these: what came, went or changed health is recorded. */
  listed(
    prometheus: Service,
    targets: readonly ScrapedTarget[],
    time: Omit<ListingTime, 'patienceMs'> & { readonly signal: AbortSignal },
  ): Promise<void>;
  /** A Prometheus is no longer watched: what it scraped is recorded as gone. */
  gone(prometheusId: string, signal: AbortSignal): Promise<void>;
}

/** Records how targets change; what changes no health stays in memory. */
export const recordTargets = (deps: Deps): RecordTargets => ({
  listed: (prometheus, scraped, { signal, ...time }) =>
    deps.lanes.run(laneOf(prometheus.id), async () => {
      const listed = identified(deps, prometheus, { scraped, at: time.at });
      const known = new Map(knownOf(deps, prometheus.id).map((target) => [target.id, target]));
      const patienceMs = believedMs(prometheus);
      const { turns, kept } = compareListing(known, listed, { ...time, patienceMs });
      for (const target of kept) deps.inventory.keepTarget(target);
      await save(deps, prometheus, { turns, at: time.at, signal });
    }),
  gone: (prometheusId, signal) =>
    deps.lanes.run(laneOf(prometheusId), async () => {
      const at = deps.clock.now();
      const turns = knownOf(deps, prometheusId).map((target) => ({
        target: { ...target, removedAt: at },
        from: target.health,
        to: null,
      }));
      await save(deps, deps.inventory.service(prometheusId), { turns, at, signal });
    }),
});

/**
 * Events to a commit, after which everything else has its turn: the event loop stands still for about 0.2 ms for
 * each. A listing need not be recorded whole: what fails, or is cut short, is found by the next one.
 */
const batch = 50;

const laneOf = (prometheusId: string): string => `targets ${prometheusId}`;

function knownOf({ inventory }: Deps, prometheusId: string): readonly Target[] {
  return inventory.targets().filter(({ scrapedById }) => scrapedById === prometheusId);
}

/** Of what is listed twice (it differs in other labels), what is DOWN counts. */
function identified(
  { ids }: Deps,
  { id: scrapedById, stackId }: Service,
  { scraped, at }: { readonly scraped: readonly ScrapedTarget[]; readonly at: Date },
): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  for (const one of scraped) {
    const id = ids.of('tgt', scrapedById, one.job, one.instance, one.scrapeUrl);
    if (targets.get(id)?.health === 'DOWN') continue;
    targets.set(id, { ...one, id, stackId, scrapedById, observedAt: at, removedAt: null });
  }
  return targets;
}

interface Turned {
  readonly turns: readonly TargetTurn[];
  readonly at: Date;
  readonly signal: AbortSignal;
}

async function save(deps: Deps, prometheus: Service | null, { turns, at, signal }: Turned): Promise<void> {
  const [first] = turns;
  if (!first) return;
  if (turns.length > batch) await deps.clock.sleep(0, signal);
  const places = deps.targets.place(
    first.target.stackId,
    turns.map(({ target }) => target),
  );
  for (let begin = 0; begin < turns.length; begin += batch) {
    if (turns.length > batch) await deps.clock.sleep(0, signal);
    if (signal.aborted) return;
    const some = turns.slice(begin, begin + batch);
    await deps.log.append(
      some.map((turn) => targetChanged(turn, { at, prometheus, places })),
      some.map(({ target }) => ({ kind: 'target-saved', target })),
    );
  }
}

interface Circumstances {
  readonly at: Date;
  readonly prometheus: Service | null;
  readonly places: ReadonlyMap<string, string>;
}

function targetChanged(
  { target, from, to }: TargetTurn,
  { at, prometheus, places }: Circumstances,
): EventDraft<TargetChanged> {
  const service = places.get(target.id);
  const name = `The target ${target.instance} of the job ${target.job}`;
  return {
    at,
    summary: `${name} ${happened({ target, from, to }, prometheus?.displayName ?? 'Prometheus')}`,
    actor: null,
    subject: target.id,
    stackId: target.stackId,
    services: service === undefined ? [] : [service],
    audit: false,
    detail: { type: 'TARGET_CHANGED', targetId: target.id, from, to },
  };
}

function happened({ target, from, to }: TargetTurn, prometheus: string): string {
  if (to === null) return `is no longer scraped by ${prometheus}.`;
  const reason = target.lastError === null ? '.' : `: ${target.lastError}`;
  if (from === null) return `is scraped by ${prometheus}, and is ${to}${reason}`;
  return `went from ${from} to ${to}${reason}`;
}
