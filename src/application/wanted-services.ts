import type { Container } from '../domain/container/container.ts';
import type { KindSignature } from '../domain/plugin/plugin.ts';
import { addressOf } from '../domain/service/container-address.ts';
import { engineKind } from '../domain/service/dependencies.ts';
import type { Sighting } from '../domain/service/recognise.ts';
import { recognise } from '../domain/service/recognise.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import type { Ids } from './ports/ids.ts';
import type { ConfiguredService, StackPlan } from './stack-plan.ts';

export interface Deps {
  readonly ids: Ids;
  readonly kinds: () => readonly KindSignature[];
  readonly probeIntervalMs: number;
}

/** Containers outside any compose project form the stack of this name. */
const standalone = 'standalone';

/** What there is to discover in. */
export interface Ground {
  readonly containers: readonly Container[];
  /** Where the engine itself tells its metrics; null when it is not known to. */
  readonly engineUrl: string | null;
}

/** A service that is to be watched, and its stack. */
export interface Wanted {
  readonly stack: Stack;
  readonly service: Service;
  /** Whether it is only guessed to be of its kind, and is to be asked first. */
  readonly guessed?: boolean;
}

/** What a plan and the containers that there are amount to. Pure: it looks at nothing else. */
export function wantedServices(deps: Deps, plan: StackPlan, ground: Ground): readonly Wanted[] {
  const seen = plan.discover ? recognise(ground.containers, deps.kinds()).sightings : [];
  const ours = plan.name === null ? seen : seen.filter((sighting) => sighting.project === plan.project);
  const claimed = new Set(plan.services.map((service) => service.container));
  const discovered = ours
    .filter((sighting) => !claimed.has(sighting.containerName) || named(plan, sighting.name))
    .map((sighting) => fromSighting(deps, plan, sighting));
  const names = new Set(discovered.map(({ service }) => service.name));
  const configured = plan.services
    .filter((service) => !names.has(service.name))
    .map((service) => fromConfiguration(deps, { plan, ground }, service))
    .filter((wanted) => wanted !== null);
  const all = [...discovered, ...configured];
  return [...all, ...enginesOf(deps, plan, { all, ground })];
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
  if (overrides) return { stack, service: overridden(base, overrides) };
  return { stack, service: base, guessed: sighting.guessed };
}

interface Place {
  readonly plan: StackPlan;
  readonly ground: Ground;
}

/** A service that is only configured; where it names a container, that one tells what it is and where it answers. */
function fromConfiguration(
  deps: Deps,
  { plan, ground }: Place,
  configured: ConfiguredService,
): Wanted | null {
  if (plan.name === null) return null;
  const container = ground.containers.find(({ name }) => name === configured.container);
  const sighted = container ? recognise([container], deps.kinds()).sightings[0] : undefined;
  const kindName = configured.kind ?? sighted?.kind.name;
  if (kindName === undefined) return null;
  const stack = stackOf(deps, plan, plan.name);
  const kind = deps.kinds().find((candidate) => candidate.name === kindName);
  const base: Service = {
    ...blank(deps, stack, configured.name),
    kind: kindName,
    displayName: configured.name === kind?.name ? kind.displayName : configured.name,
    url: container && kind ? addressOf(container, kind) : null,
  };
  return { stack, service: overridden(base, configured) };
}

/** The engine of each stack that has one and says nothing else of it. */
function enginesOf(
  deps: Deps,
  plan: StackPlan,
  { all, ground }: { readonly all: readonly Wanted[]; readonly ground: Ground },
): readonly Wanted[] {
  const kind = deps.kinds().find(({ name }) => name === engineKind);
  if (!kind || !plan.discover || plan.endpoint === null) return [];
  const stacks = new Map(all.map(({ stack }) => [stack.id, stack]));
  for (const { service } of all) if (service.kind === engineKind) stacks.delete(service.stackId);
  return [...stacks.values()].map((stack) => ({
    stack,
    service: {
      ...blank(deps, stack, engineKind),
      kind: engineKind,
      displayName: kind.displayName,
      url: ground.engineUrl,
      origin: 'DISCOVERED',
    },
  }));
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
    dependsOn: by.dependsOn,
    settings: by.settings,
    origin: 'CONFIGURED',
  };
}

/** A service of which nothing but its name is known. */
export function blank(deps: Deps, stack: Stack, name: string): Service {
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
