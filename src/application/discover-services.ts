import type { EventDraft } from '../domain/event/event.ts';
import { unobserved } from '../domain/health/standing.ts';
import type { Service } from '../domain/service/service.ts';
import type { Changed } from './change-service.ts';
import { serviceChanged } from './change-service.ts';
import type { Inventory } from './inventory.ts';
import type { Lanes } from './lanes.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { StateChange } from './ports/state.ts';
import type { StackPlan } from './stack-plan.ts';
import type { Deps as WantedDeps, Ground, Wanted } from './wanted-services.ts';
import { wantedServices } from './wanted-services.ts';

interface Deps extends WantedDeps {
  /** Asks a service whether it is what it was taken for. */
  readonly isOfItsKind: (service: Service) => Promise<boolean>;
  readonly inventory: Inventory;
  readonly lanes: Lanes;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly change: (
    serviceId: string,
    change: (before: Service) => Changed | null,
  ) => Promise<Service | null>;
}

/**
 * Brings the inventory in line with a plan and the containers that there are: stacks and services that are new
 * are recorded, those that moved are updated. What is not seen any more stays, and is found DOWN by its probes.
 */
export const discoverServices =
  (deps: Deps) =>
  (plan: StackPlan, ground: Ground): Promise<void> =>
    deps.lanes.run(`discovery ${plan.name ?? plan.endpoint ?? ''}`, async () => {
      for (const wanted of wantedServices(deps, plan, ground)) {
        const before = deps.inventory.service(wanted.service.id);
        if (before?.removedAt === null) {
          // What a person says of a service outweighs what its container tells.
          if (before.origin !== 'REGISTERED' || wanted.service.origin === 'CONFIGURED')
            await update(deps, wanted.service);
        } else if (!wanted.guessed || (await deps.isOfItsKind(wanted.service)))
          await addService(deps, wanted);
      }
    });

/** Takes a service under watch; its stack with it, when that is new. */
export async function addService(
  { inventory, log, clock }: Pick<Deps, 'inventory' | 'log' | 'clock'>,
  { stack, service }: Wanted,
): Promise<void> {
  const at = clock.now();
  const known = inventory.stack(stack.id);
  const changes: StateChange[] = [
    ...(known ? [] : [{ kind: 'stack-saved', stack } as const]),
    { kind: 'service-saved', service },
    { kind: 'standing-saved', serviceId: service.id, standing: unobserved(at) },
  ];
  const drafts: readonly EventDraft[] = [
    serviceChanged(service, 'SERVICE_DISCOVERED', {
      at,
      summary: `${service.displayName} (${service.kind}) was found${whereabouts(service)} in the stack ${stack.name}.`,
      after: { kind: service.kind, url: service.url, containerName: service.containerName },
    }),
  ];
  await log.append(drafts, changes);
}

function whereabouts(service: Service): string {
  const container = service.containerName ? ` in the container ${service.containerName}` : '';
  return service.url ? `${container} at ${service.url}` : container;
}

/** What discovery decides about a service (settings may hold secrets, and are not told of); the rest (version, maintenance) is its own. */
const decided = [
  'kind',
  'displayName',
  'url',
  'origin',
  'containerName',
  'probeIntervalMs',
  'labels',
  'settings',
  'dependsOn',
] as const;

async function update(deps: Deps, wanted: Service): Promise<void> {
  await deps.change(wanted.id, (before) => {
    const url = wanted.url ?? before.url;
    const after: Service = { ...before, ...pick(wanted), url };
    const differing = decided.filter(
      (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
    );
    if (differing.length === 0) return null;
    const shown = (service: Service) =>
      Object.fromEntries(differing.map((field) => [field, field === 'settings' ? null : service[field]]));
    const draft = serviceChanged(after, 'SERVICE_UPDATED', {
      at: deps.clock.now(),
      summary: `${after.displayName} has another ${differing.join(', ')}.`,
      before: shown(before),
      after: shown(after),
    });
    return { service: after, drafts: [draft] };
  });
}

function pick(service: Service): Pick<Service, (typeof decided)[number]> {
  const { kind, displayName, url, origin, containerName, probeIntervalMs } = service;
  const { labels, settings, dependsOn } = service;
  return { kind, displayName, url, origin, containerName, probeIntervalMs, labels, settings, dependsOn };
}
