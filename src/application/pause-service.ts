import type { Actor } from '../domain/access/actor.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Pause, Service } from '../domain/service/service.ts';
import { isPaused } from '../domain/service/service.ts';
import type { Changed } from './change-service.ts';
import { serviceChanged } from './change-service.ts';
import type { Clock } from './ports/clock.ts';

interface Deps {
  readonly clock: Clock;
  readonly change: (
    serviceId: string,
    change: (before: Service) => Changed | null,
  ) => Promise<Service | null>;
}

interface Maintenance {
  readonly until: Date | null;
  readonly reason: string | null;
}

/** Puts a service into maintenance, or gives its maintenance another end: it is watched on, without alarm. */
export const pauseService =
  ({ clock, change }: Deps) =>
  async (by: Actor, service: Service, { until, reason }: Maintenance): Promise<Service> => {
    const at = clock.now();
    if (until && until <= at) {
      throw new Refusal(
        'INVALID_ARGUMENT',
        `The maintenance would have ended at ${until.toISOString()}, before it began; give a time to come.`,
        { path: ['input', 'until'] },
      );
    }
    const paused = await change(service.id, (before) => {
      const since = isPaused(before, at) && before.pause ? before.pause.since : at;
      const after: Service = { ...before, pause: { since, until, reason, by } };
      const end = until ? `until ${until.toISOString()}` : 'until it is resumed';
      const draft = serviceChanged(after, 'SERVICE_PAUSED', {
        at,
        actor: by,
        summary: `${by.name} put ${after.displayName} into maintenance ${end}${reason ? `: ${reason}` : '.'}`,
        reason,
        before: shown(before.pause),
        after: shown(after.pause),
      });
      return { service: after, drafts: [draft] };
    });
    return paused ?? service;
  };

/** Ends the maintenance of a service. */
export const resumeService =
  ({ clock, change }: Deps) =>
  async (by: Actor, service: Service): Promise<Service> => {
    const at = clock.now();
    const resumed = await change(service.id, (before) => {
      if (!isPaused(before, at)) {
        const message = `${before.name} is not in maintenance.`;
        throw new Refusal('INVALID_TRANSITION', message, { path: ['input', 'service'] });
      }
      const after: Service = { ...before, pause: null };
      const draft = serviceChanged(after, 'SERVICE_RESUMED', {
        at,
        actor: by,
        summary: `${by.name} ended the maintenance of ${after.displayName}.`,
        before: shown(before.pause),
      });
      return { service: after, drafts: [draft] };
    });
    return resumed ?? service;
  };

function shown(pause: Pause | null) {
  if (!pause) return null;
  return {
    since: pause.since.toISOString(),
    until: pause.until?.toISOString() ?? null,
    reason: pause.reason,
  };
}
