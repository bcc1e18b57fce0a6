import type { EventDraft, HealthChanged } from '../domain/event/event.ts';
import type { Observation, Standing, Thresholds, Turn } from '../domain/health/standing.ts';
import { assess, expire } from '../domain/health/standing.ts';
import type { Service } from '../domain/service/service.ts';
import type { Inventory } from './inventory.ts';
import type { Lanes } from './lanes.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly lanes: Lanes;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly thresholds: Thresholds;
}

/** Folds an observation into a service's standing; a turn of its health is recorded together with it. */
export const judgeService =
  ({ inventory, lanes, log, clock, thresholds }: Deps) =>
  (serviceId: string, seen: Observation): Promise<void> =>
    lanes.run(serviceId, async () => {
      const service = inventory.service(serviceId);
      if (!service || service.removedAt !== null) return;
      const [standing, turn] = assess(inventory.standing(serviceId), seen, thresholds);
      if (turn) await log.append([healthChanged(service, turn, clock.now())], [saved(serviceId, standing)]);
      else inventory.keep(serviceId, standing);
    });

/** Turns a service UNKNOWN whose evidence has grown old, or wrote down that it was old all along. */
export const expireService =
  ({ inventory, lanes, log, clock }: Deps) =>
  (
    serviceId: string,
    bounds: { readonly staleAfterMs: number; readonly watchedSince: Date },
  ): Promise<void> =>
    lanes.run(serviceId, async () => {
      const service = inventory.service(serviceId);
      const before = inventory.standing(serviceId);
      const [standing, turn] = expire(before, clock.now(), bounds);
      if (!service || standing === before) return;
      if (turn) await log.append([healthChanged(service, turn, clock.now())], [saved(serviceId, standing)]);
      else inventory.keep(serviceId, standing);
    });

const saved = (serviceId: string, standing: Standing) =>
  ({ kind: 'standing-saved', serviceId, standing }) as const;

function healthChanged(service: Service, turn: Turn, at: Date): EventDraft<HealthChanged> {
  return {
    at,
    summary: `${service.displayName} went from ${turn.from} to ${turn.to}: ${turn.summary}`,
    actor: null,
    subject: service.id,
    stackId: service.stackId,
    services: [service.id],
    audit: false,
    detail: { type: 'HEALTH_CHANGED', serviceId: service.id, from: turn.from, to: turn.to },
  };
}
