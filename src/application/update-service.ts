import type { Actor } from '../domain/access/actor.ts';
import type { Json } from '../domain/health/check.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Registration } from '../domain/service/registration.ts';
import { invalid, refuseMalformed } from '../domain/service/registration.ts';
import type { Service } from '../domain/service/service.ts';
import { applyRegistration, refuseAddress } from './apply-registration.ts';
import { serviceChanged } from './change-service.ts';
import type { StateChange } from './ports/state.ts';
import type { Deps } from './register-service.ts';
import { registrations } from './register-service.ts';

/** What can be told of a change; of settings, which may hold secrets, only that they changed. */
const told = [
  'displayName',
  'url',
  'containerName',
  'labels',
  'dependsOn',
  'probeIntervalMs',
  'settings',
] as const;

/**
 * Changes what is known of a registered service. Of a discovered one only the credential can be given, which
 * Docker cannot tell; whatever else would be put back by the next listing is refused instead.
 * @throws Refusal READ_ONLY, or one that names the field to blame
 */
export const updateService =
  (deps: Deps) =>
  async (by: Actor, service: Service, said: Registration): Promise<Service> => {
    refuseMalformed(said);
    if (said.url != null) await refuseAddress(deps, said.url);
    return deps.lanes.run(registrations, () =>
      deps.lanes.run(service.id, async () => {
        const before = deps.inventory.service(service.id) ?? service;
        refuseReadOnly(before, said);
        const after = before.origin === 'REGISTERED' ? applyRegistration(deps, before, said) : before;
        refuseMovedCredential(deps, { before, after }, said);
        await record(deps, { by, before, after }, said.authorization);
        return after;
      }),
    );
  };

function refuseReadOnly(service: Service, said: Registration): void {
  if (service.removedAt !== null) {
    const message = `${service.name} is no longer watched.`;
    throw new Refusal('SERVICE_UNKNOWN', message, { path: ['input', 'service'] });
  }
  if (service.origin === 'REGISTERED') return;
  const { authorization: _, ...rest } = said;
  const [field] = Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (service.origin === 'DISCOVERED' && field === undefined) return;
  const where =
    service.origin === 'CONFIGURED'
      ? 'is written in the configuration file'
      : 'is discovered from Docker, which is asked again and again';
  const message = `${service.name} ${where}: change it there, or name it in the configuration file.`;
  throw new Refusal('READ_ONLY', message, { path: ['input', field ?? 'service'] });
}

interface Difference {
  readonly before: Service;
  readonly after: Service;
}

/** Who cannot read a credential must not be able to have it sent elsewhere. */
function refuseMovedCredential({ inventory }: Deps, { before, after }: Difference, said: Registration): void {
  if (said.authorization !== undefined || inventory.credential(before.id) === null) return;
  if (originOf(before.url) === originOf(after.url)) return;
  const message =
    'Its credential was given for another address: give `authorization` again with the new one, or null to take it away.';
  throw invalid('authorization', message);
}

function originOf(url: string | null): string | null {
  return url === null ? null : new URL(url).origin;
}

async function record(
  deps: Deps,
  { by, before, after }: Difference & { readonly by: Actor },
  authorization: string | null | undefined,
): Promise<void> {
  const fields = told.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const isGiven = deps.inventory.credential(before.id) !== null;
  const changed = authorization !== undefined && (isGiven || authorization !== null);
  if (fields.length === 0 && !changed) return;
  const named = [...fields, ...(changed ? ['authorization'] : [])];
  const draft = serviceChanged(after, 'SERVICE_UPDATED', {
    at: deps.clock.now(),
    actor: by,
    summary: `${by.name} changed of ${after.displayName}: ${named.join(', ')}.`,
    before: shown(before, fields, changed ? { authorization: isGiven ? 'given' : null } : {}),
    after: shown(after, fields, changed ? { authorization: authorization === null ? null : 'given' } : {}),
  });
  const changes: StateChange[] = [{ kind: 'service-saved', service: after }];
  if (changed) changes.push({ kind: 'credential-saved', serviceId: after.id, authorization });
  await deps.log.append([draft], changes);
}

function shown(
  service: Service,
  fields: readonly (typeof told)[number][],
  more: { [key: string]: Json },
): Json {
  const values = fields.map((field) => [field, field === 'settings' ? null : service[field]] as const);
  return { ...Object.fromEntries(values), ...more };
}
