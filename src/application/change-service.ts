import type { Actor } from '../domain/access/actor.ts';
import type { EventDraft, ServiceChanged } from '../domain/event/event.ts';
import type { Json } from '../domain/health/check.ts';
import type { Service } from '../domain/service/service.ts';
import type { Inventory } from './inventory.ts';
import type { Lanes } from './lanes.ts';
import type { EventLog } from './ports/event-log.ts';

interface Change {
  readonly at: Date;
  readonly summary: string;
  readonly actor?: Actor;
  readonly reason?: string | null;
  readonly before?: Json;
  readonly after?: Json;
}

/** The entry that says what became of a service; asked for by an actor, it is part of the audit. */
export function serviceChanged(
  service: Service,
  type: ServiceChanged['type'],
  change: Change,
): EventDraft<ServiceChanged> {
  return {
    at: change.at,
    summary: change.summary,
    actor: change.actor ?? null,
    subject: service.id,
    stackId: service.stackId,
    services: [service.id],
    audit: change.actor !== undefined,
    detail: {
      type,
      serviceId: service.id,
      reason: change.reason ?? null,
      before: change.before ?? null,
      after: change.after ?? null,
    },
  };
}

interface Deps {
  readonly inventory: Inventory;
  readonly lanes: Lanes;
  readonly log: EventLog;
}

/** A service as it is to be, with what is to be said about it. */
export interface Changed {
  readonly service: Service;
  readonly drafts: readonly EventDraft[];
}

/**
 * Changes a service from how it is when its turn comes: nobody's change is lost under another's. Answers the
 * service as it is then; null when there is none of this id. A change of null changes nothing.
 */
export const changeService =
  ({ inventory, lanes, log }: Deps) =>
  (serviceId: string, change: (before: Service) => Changed | null): Promise<Service | null> =>
    lanes.run(serviceId, async () => {
      const before = inventory.service(serviceId);
      const changed = before ? change(before) : null;
      if (!changed) return before;
      await log.append(changed.drafts, [{ kind: 'service-saved', service: changed.service }]);
      return changed.service;
    });
