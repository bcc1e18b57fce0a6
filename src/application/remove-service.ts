import type { Actor } from '../domain/access/actor.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Service } from '../domain/service/service.ts';
import { serviceChanged } from './change-service.ts';
import type { Deps } from './register-service.ts';
import { registrations } from './register-service.ts';

/**
 * Ceases to watch a registered service, and forgets its credential; its history stays. What is configured or
 * discovered would be back with the next start or listing, and is refused instead.
 * @throws Refusal READ_ONLY
 */
export const removeService =
  ({ inventory, lanes, log, clock }: Pick<Deps, 'inventory' | 'lanes' | 'log' | 'clock'>) =>
  async (by: Actor, { id }: Service): Promise<Service | null> =>
    lanes.run(registrations, () =>
      lanes.run(id, async () => {
        const before = inventory.service(id);
        if (!before || before.removedAt !== null) return before;
        refuseReadOnly(before);
        const at = clock.now();
        const service: Service = { ...before, removedAt: at };
        const draft = serviceChanged(service, 'SERVICE_REMOVED', {
          at,
          actor: by,
          summary: `${by.name} ceased to watch ${before.displayName}.`,
          before: { kind: before.kind, url: before.url, containerName: before.containerName },
        });
        await log.append(
          [draft],
          [
            { kind: 'service-saved', service },
            { kind: 'credential-saved', serviceId: id, authorization: null },
          ],
        );
        return service;
      }),
    );

function refuseReadOnly({ origin, name }: Service): void {
  if (origin === 'REGISTERED') return;
  const way =
    origin === 'CONFIGURED'
      ? 'is written in the configuration file: take it out there and start Custos again'
      : 'is discovered, and would be found again: label its container `custos.ignore=true`, or remove the container';
  const message = `${name} ${way}. pauseService keeps it from alarming anybody until then.`;
  throw new Refusal('READ_ONLY', message, { path: ['input', 'service'] });
}
