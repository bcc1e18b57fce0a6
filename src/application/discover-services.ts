import type { Container } from '../domain/container/container.ts';
import type { EventDraft } from '../domain/event/event.ts';
import { unobserved } from '../domain/health/standing.ts';
import type { KindSignature } from '../domain/plugin/plugin.ts';
import type { Sighting } from '../domain/service/recognise.ts';
import { recognise } from '../domain/service/recognise.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import type { Changed } from './change-service.ts';
import { serviceChanged } from './change-service.ts';
import type { Inventory } from './inventory.ts';
import type { Lanes } from './lanes.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Ids } from './ports/ids.ts';
import type { StateChange } from './ports/state.ts';
import type { ConfiguredService, StackPlan } from './stack-plan.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly lanes: Lanes;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly kinds: () => readonly KindSignature[];
  readonly change: (
    serviceId: string,
    change: (before: Service) => Changed | null,
  ) => Promise<Service | null>;
  readonly probeIntervalMs: number;
}

/** Containers outside any compose project form the stack of this name. */
const standalone = 'standalone';

/**
 * Brings the inventory in line with a plan and the containers that there are: stacks and services that are new
 * are recorded, those that moved are updated. What is not seen any more stays, and is found DOWN by its probes.
 */
export const discoverServices =
  (deps: Deps) =>
  (plan: StackPlan, containers: readonly Container[]): Promise<void> =>
    deps.lanes.run(`discovery ${plan.name ?? plan.endpoint ?? ''}`, async () => {
      for (const wanted of wantedServices(deps, plan, containers)) {
        const before = deps.inventory.service(wanted.service.id);
        if (before?.removedAt === null) await update(deps, wanted.service);
        else await add(deps, wanted);
      }
    });

interface Wanted {
  readonly stack: Stack;
  readonly service: Service;
}

function wantedServices(deps: Deps, plan: StackPlan, containers: readonly Container[]): readonly Wanted[] {
  const seen = plan.discover ? recognise(containers, deps.kinds()) : [];
  const ours = plan.name === null ? seen : seen.filter((sighting) => sighting.project === plan.project);
  const claimed = new Set(plan.services.map((service) => service.container));
  const discovered = ours
    .filter((sighting) => !claimed.has(sighting.containerName) || named(plan, sighting.name))
    .map((sighting) => fromSighting(deps, plan, sighting));
  const names = new Set(discovered.map(({ service }) => service.name));
  const configured = plan.services
    .filter((service) => !names.has(service.name))
    .map((service) => fromConfiguration(deps, plan, service));
  return [...discovered, ...configured].filter((wanted) => wanted !== null);
}

const named = (plan: StackPlan, name: string) => plan.services.find((service) => service.name === name);

function fromSighting(deps: Deps, plan: StackPlan, sighting: Sighting): Wanted {
  const stack = stackOf(deps, plan, plan.name ?? sighting.project ?? standalone);
  const base: Service = {
    ...blank(deps, stack, sighting.name),
    kind: sighting.kind.name,
    displayName: sighting.name === sighting.kind.name ? sighting.kind.displayName : sighting.name,
    url: sighting.url,
    origin: 'DISCOVERED',
    containerName: sighting.containerName,
  };
  const overrides = named(plan, sighting.name);
  return { stack, service: overrides ? overridden(base, overrides) : base };
}

function fromConfiguration(deps: Deps, plan: StackPlan, configured: ConfiguredService): Wanted | null {
  if (configured.kind === null || plan.name === null) return null;
  const stack = stackOf(deps, plan, plan.name);
  const kind = deps.kinds().find((candidate) => candidate.name === configured.kind);
  const base: Service = {
    ...blank(deps, stack, configured.name),
    kind: configured.kind,
    displayName: configured.name === kind?.name ? kind.displayName : configured.name,
  };
  return { stack, service: overridden(base, configured) };
}

function overridden(base: Service, by: ConfiguredService): Service {
  return {
    ...base,
    kind: by.kind ?? base.kind,
    displayName: by.displayName ?? base.displayName,
    url: by.url ?? base.url,
    containerName: by.container ?? base.containerName,
    probeIntervalMs: by.probeIntervalMs ?? base.probeIntervalMs,
    labels: by.labels,
    settings: by.settings,
    origin: 'CONFIGURED',
  };
}

function blank(deps: Deps, stack: Stack, name: string): Service {
  return {
    id: deps.ids.of('svc', stack.name, name),
    stackId: stack.id,
    name,
    kind: '',
    displayName: name,
    url: null,
    labels: {},
    version: null,
    origin: 'CONFIGURED',
    containerName: null,
    settings: {},
    dependsOn: null,
    probeIntervalMs: deps.probeIntervalMs,
    pause: null,
    removedAt: null,
  };
}

function stackOf({ ids }: Deps, plan: StackPlan, name: string): Stack {
  const project = plan.name === null ? (name === standalone ? null : name) : plan.project;
  return { id: ids.of('stk', name), name, dockerEndpoint: plan.endpoint, project };
}

async function add({ inventory, log, clock }: Deps, { stack, service }: Wanted): Promise<void> {
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
  const { kind, displayName, url, origin, containerName, probeIntervalMs, labels, settings } = service;
  return { kind, displayName, url, origin, containerName, probeIntervalMs, labels, settings };
}
