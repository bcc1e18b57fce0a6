import type { Actor } from '../domain/access/actor.ts';
import { unobserved } from '../domain/health/standing.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Registration } from '../domain/service/registration.ts';
import { refuseMalformed, refuseName } from '../domain/service/registration.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import { nearest } from '../domain/suggestion.ts';
import type { Ground } from './apply-registration.ts';
import { applyRegistration, refuseAddress } from './apply-registration.ts';
import { serviceChanged } from './change-service.ts';
import type { Lanes } from './lanes.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Ids } from './ports/ids.ts';
import { blank } from './wanted-services.ts';

export interface Deps extends Ground {
  readonly lanes: Lanes;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A service that is to be watched. */
export interface NewService extends Registration {
  readonly name: string;
  readonly kind: string;
}

/** One registration at a time: two that are each right alone could make a circle together. */
export const registrations = 'registrations';

/**
 * Takes a service under watch because somebody says so. One that was removed comes back under its old id, with
 * its history. Its credential is stored apart, and is in no event and no answer.
 * @throws Refusal that names the field to blame
 */
export const registerService =
  (deps: Deps) =>
  async (by: Actor, stack: Stack, said: NewService): Promise<Service> => {
    refuseName(said.name);
    refuseKind(deps, said.kind);
    refuseMalformed(said);
    if (said.url != null) await refuseAddress(deps, said.url);
    const base = blank({ ...deps, kinds: () => deps.plugins.kinds() }, stack, said.name);
    return deps.lanes.run(registrations, () =>
      deps.lanes.run(base.id, async () => {
        refuseTaken(deps, stack, base);
        const service = applyRegistration(deps, { ...base, kind: said.kind, origin: 'REGISTERED' }, said);
        await record(deps, { by, stack, service, authorization: said.authorization ?? null });
        return service;
      }),
    );
  };

function refuseKind({ plugins }: Ground, kind: string): void {
  const kinds = plugins.kinds().map(({ name }) => name);
  if (kinds.includes(kind)) return;
  const message = `No plugin that is ready knows the kind ${kind}.`;
  throw new Refusal('KIND_UNKNOWN', message, { path: ['input', 'kind'], suggestions: nearest(kind, kinds) });
}

function refuseTaken({ inventory }: Ground, stack: Stack, { id, name }: Service): void {
  if (inventory.service(id)?.removedAt !== null) return;
  const message = `The stack ${stack.name} has a service named ${name} already: choose another name, or change that one.`;
  throw new Refusal('NAME_TAKEN', message, { path: ['input', 'name'] });
}

interface Registered {
  readonly by: Actor;
  readonly stack: Stack;
  readonly service: Service;
  readonly authorization: string | null;
}

async function record(deps: Deps, { by, stack, service, authorization }: Registered): Promise<void> {
  const at = deps.clock.now();
  const { kind, url, containerName, labels, dependsOn, probeIntervalMs } = service;
  const draft = serviceChanged(service, 'SERVICE_REGISTERED', {
    at,
    actor: by,
    summary: `${by.name} registered ${service.displayName} (${kind})${url === null ? '' : ` at ${url}`} in the stack ${stack.name}.`,
    after: {
      ...{ kind, url, containerName, labels, dependsOn, probeIntervalMs },
      authorization: authorization === null ? null : 'given',
    },
  });
  await deps.log.append(
    [draft],
    [
      { kind: 'service-saved', service },
      { kind: 'standing-saved', serviceId: service.id, standing: unobserved(at) },
      { kind: 'credential-saved', serviceId: service.id, authorization },
    ],
  );
}
