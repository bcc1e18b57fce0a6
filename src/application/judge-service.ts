import type { EventDraft, HealthChanged } from '../domain/event/event.ts';
import type { Observation, Standing, Thresholds, Turn } from '../domain/health/standing.ts';
import { assess, expire } from '../domain/health/standing.ts';
import type { Service } from '../domain/service/service.ts';
import type { Causes } from './find-causes.ts';
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
  readonly causes: Pick<Causes, 'causesWhen'>;
}

/** Folds an observation into a service's standing; a turn of its health is recorded together with it. */
export const judgeService =
  (deps: Deps) =>
  (serviceId: string, seen: Observation): Promise<void> =>
    deps.lanes.run(serviceId, async () => {
      const { inventory } = deps;
      const service = inventory.service(serviceId);
      if (!service || service.removedAt !== null) return;
      const [standing, turn] = assess(inventory.standing(serviceId), seen, deps.thresholds);
      await settle(deps, service, { standing, turn });
    });

/** Turns a service UNKNOWN whose evidence has grown old, or wrote down that it was old all along. */
export const expireService =
  (deps: Deps) =>
  (
    serviceId: string,
    bounds: { readonly staleAfterMs: number; readonly watchedSince: Date },
  ): Promise<void> =>
    deps.lanes.run(serviceId, async () => {
      const { inventory, clock } = deps;
      const service = inventory.service(serviceId);
      const before = inventory.standing(serviceId);
      const [standing, turn] = expire(before, clock.now(), bounds);
      if (!service || standing === before) return;
      await settle(deps, service, { standing, turn });
    });

interface Judged {
  readonly standing: Standing;
  readonly turn: Turn | null;
}

/** A turn is recorded with the standing and what explains it; what turned nothing is written later, in a batch. */
async function settle(deps: Deps, service: Service, { standing, turn }: Judged): Promise<void> {
  const { inventory, log, clock, causes } = deps;
  if (!turn) {
    inventory.keep(service.id, standing);
    return;
  }
  const causedBy = causes.causesWhen(service, turn.to);
  const draft = healthChanged(service, { ...turn, causedBy }, clock.now());
  await log.append([draft], [{ kind: 'standing-saved', serviceId: service.id, standing }]);
}

function healthChanged(
  service: Service,
  turn: Turn & { readonly causedBy: readonly string[] },
  at: Date,
): EventDraft<HealthChanged> {
  return {
    at,
    summary: `${service.displayName} went from ${turn.from} to ${turn.to}: ${turn.summary}`,
    actor: null,
    subject: service.id,
    stackId: service.stackId,
    services: [service.id],
    audit: false,
    detail: {
      type: 'HEALTH_CHANGED',
      serviceId: service.id,
      from: turn.from,
      to: turn.to,
      causedBy: turn.causedBy,
    },
  };
}
