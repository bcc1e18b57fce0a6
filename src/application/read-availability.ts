import type { Event } from '../domain/event/event.ts';
import type { Availability, Beginning, Step } from '../domain/health/availability.ts';
import { availability } from '../domain/health/availability.ts';
import type { HealthStatus } from '../domain/health/health.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Service } from '../domain/service/service.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly log: EventLog;
  readonly clock: Clock;
}

/** A time with more changes than these is counted from where they begin. */
const mostSteps = 5000;
const types = ['HEALTH_CHANGED', 'SERVICE_PAUSED', 'SERVICE_RESUMED'] as const;

/**
 * How much of a time a service was there, as the log tells: two readings of it, however long the time. It begins
 * with the first observation that the log still has, where that is later than the time asked for.
 * @throws Refusal INVALID_ARGUMENT when the time would end before it begins.
 */
export const readAvailability =
  ({ inventory, log, clock }: Deps) =>
  async (service: Service, since: Date, end: Date | null): Promise<Availability> => {
    const now = clock.now();
    const until = end && end < now ? end : now;
    if (since >= until) {
      const message = `The time from ${since.toISOString()} to ${until.toISOString()} has no length: give an earlier beginning.`;
      throw new Refusal('INVALID_ARGUMENT', message, { path: ['since'] });
    }
    const filter = { types, serviceIds: [service.id] };
    const [earlier, events] = await Promise.all([
      log.read({ filter: { ...filter, until: since }, limit: 50, keep: 'newest' }),
      log.read({ filter: { ...filter, since, until }, limit: mostSteps, keep: 'newest' }),
    ]);
    const standing = inventory.standing(service.id);
    const beginning = begin({ since, earlier, events, standing });
    const turns = events.flatMap(turnsOf);
    const maintenance = pausesOf([...earlier, ...events].filter(isPause));
    return availability(beginning, [...maintenance, ...turns].sort(byTime), until);
  };

interface Known {
  readonly since: Date;
  /** What the log says from before, the oldest first. */
  readonly earlier: readonly Event[];
  readonly events: readonly Event[];
  readonly standing: { readonly status: HealthStatus; readonly since: Date };
}

/** How it was at the beginning: as it turned last before, or from what it turned first since. */
function begin({ since, earlier, events, standing }: Known): Beginning {
  const before = earlier.map(turnOf).findLast((turn) => turn !== null);
  const first = events.find((event) => turnOf(event) !== null);
  const turn = first ? turnOf(first) : null;
  if (before) return { since, status: before.to, paused: false };
  if (first && turn) {
    // Nobody had looked before, or the log does not reach back so far: then it was what it turned from.
    const unseen = turn.from === 'UNKNOWN' || events.length >= mostSteps;
    return { since: unseen ? first.at : since, status: turn.from, paused: false };
  }
  const known = standing.since <= since ? since : standing.since;
  return { since: known, status: standing.status, paused: false };
}

function turnOf({ detail }: Event) {
  return detail.type === 'HEALTH_CHANGED' ? detail : null;
}

function isPause({ detail }: Event): boolean {
  return detail.type === 'SERVICE_PAUSED' || detail.type === 'SERVICE_RESUMED';
}

function turnsOf({ at, detail }: Event): readonly Step[] {
  return detail.type === 'HEALTH_CHANGED' ? [{ at, status: detail.to }] : [];
}

/** A maintenance runs out by itself, without an entry, unless somebody gave it another end before. */
function pausesOf(events: readonly Event[]): readonly Step[] {
  return events.flatMap(({ at, detail }, index): readonly Step[] => {
    if (detail.type !== 'SERVICE_PAUSED') return [{ at, paused: false }];
    const end = untilOf(detail.after);
    const next = events[index + 1];
    const runsOut = end !== null && (!next || next.at > end);
    return [{ at, paused: true }, ...(runsOut ? [{ at: end, paused: false }] : [])];
  });
}

function untilOf(after: unknown): Date | null {
  const until = typeof after === 'object' && after !== null && 'until' in after ? after.until : null;
  return typeof until === 'string' ? new Date(until) : null;
}

const byTime = (a: Step, b: Step): number => a.at.getTime() - b.at.getTime();
