import { system } from '../domain/access/actor.ts';
import type { Event } from '../domain/event/event.ts';
import type { Service } from '../domain/service/service.ts';
import { isPaused } from '../domain/service/service.ts';
import type { Begun, Wish } from './diagnose-service.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Journal } from './ports/journal.ts';

interface Deps {
  readonly log: Pick<EventLog, 'onCommit'>;
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly diagnose: (service: Service, wish: Wish) => Promise<Begun>;
  readonly timeoutMs: number;
}

/** A service that falls again and again is not looked at each time: once in so long. */
const restMs = 10 * 60_000;
/** Where much falls at once, the first of it tells enough: so many in so long, one after the other. */
const mostInARow = 6;
const rowMs = 10 * 60_000;

/**
 * Diagnoses by itself what goes DOWN, unless another service explains it or it is in maintenance; one at a time, not
 * too often. Answers how to stop.
 */
export function diagnoseAutomatically(deps: Deps): { stop(): Promise<void> } {
  const { log, inventory, clock, journal } = deps;
  const lastOf = new Map<string, number>();
  let recent: readonly number[] = [];
  let line: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const consider = (event: Event): void => {
    const fallen = fallenService(event, inventory);
    const now = clock.monotonicMs();
    recent = recent.filter((time) => time > now - rowMs);
    if (!fallen || stopped || recent.length >= mostInARow || isPaused(fallen, clock.now())) return;
    if ((lastOf.get(fallen.id) ?? -Infinity) > now - restMs) return;
    lastOf.set(fallen.id, now);
    recent = [...recent, now];
    line = line.then(() => look(fallen));
  };
  const look = async (service: Service): Promise<void> => {
    if (stopped) return;
    try {
      const wish = { actor: system, problem: null, timeoutMs: deps.timeoutMs };
      await (
        await deps.diagnose(service, wish)
      ).ended;
    } catch (error) {
      journal.warn(`${service.name} is DOWN and could not be diagnosed.`, { error });
    }
  };
  const forget = log.onCommit((events) => events.forEach(consider));
  return {
    stop: async () => {
      stopped = true;
      forget();
      await line;
    },
  };
}

/** The service that an event says went DOWN of itself; null when it says no such thing. */
function fallenService({ detail }: Event, inventory: Inventory): Service | null {
  if (detail.type !== 'HEALTH_CHANGED' || detail.to !== 'DOWN' || (detail.causedBy ?? []).length > 0)
    return null;
  const service = inventory.service(detail.serviceId);
  return service?.removedAt === null ? service : null;
}
