import { isFlapping } from '../domain/health/flapping.ts';
import { Refusal } from '../domain/refusal.ts';
import { isPaused } from '../domain/service/service.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import { nearest } from '../domain/suggestion.ts';
import { alerting } from './alerting.ts';
import type { Alerting } from './alerting.ts';
import type { App, ServerFacts } from './app.ts';
import { admits, authenticate } from './authenticate.ts';
import { changeService } from './change-service.ts';
import { createToken } from './create-token.ts';
import type { Diagnoses } from './diagnoses.ts';
import { diagnosing } from './diagnosing.ts';
import { disablePlugin } from './disable-plugin.ts';
import { enablePlugin } from './enable-plugin.ts';
import type { Feeds } from './feeds.ts';
import type { Causes } from './find-causes.ts';
import { containerLogs, containerUsage, describeContainers, dockerHost } from './read-container.ts';
import type { Inventory } from './inventory.ts';
import type { Lanes } from './lanes.ts';
import { noteTokenUse } from './note-token-use.ts';
import { pauseService, resumeService } from './pause-service.ts';
import type { Clock } from './ports/clock.ts';
import type { ContainerEngine } from './ports/container-engine.ts';
import type { DiagnosisStore } from './ports/diagnosis-store.ts';
import type { EngineReader, HostReader } from './ports/engine-reader.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Ids } from './ports/ids.ts';
import type { Network } from './ports/network.ts';
import type { Plugins } from './ports/plugins.ts';
import { readAvailability } from './read-availability.ts';
import { findStack, listStacks, stackCounts, stackHealth } from './read-stacks.ts';
import { recordRefusal } from './record-refusal.ts';
import { registerService } from './register-service.ts';
import { reloadPlugin } from './reload-plugin.ts';
import { removeService } from './remove-service.ts';
import { revokeToken } from './revoke-token.ts';
import { concernsServices, selectServices } from './select-services.ts';
import { concernsTargets, selectTargets } from './select-targets.ts';
import type { Sightings } from './sightings.ts';
import type { Targets } from './targets.ts';
import { updateService } from './update-service.ts';

export interface AppDeps {
  readonly inventory: Inventory;
  readonly lanes: Lanes;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly plugins: Plugins;
  readonly causes: Causes;
  readonly feeds: Feeds;
  readonly targets: Targets;
  /** The engine of a stack; null when it has none. */
  readonly engineOf: (stackId: string) => ContainerEngine | null;
  /** The containers of its engine; null when it has none. */
  readonly sightings: (stackId: string) => Sightings | null;
  /** Reads the engine of a stack for plugins; null when it has none. */
  readonly readerOf: (stackId: string) => EngineReader | null;
  /** Reads the host of a stack's engine; null when it has none. */
  readonly hostOf: (stackId: string) => HostReader | null;
  readonly alerting: Alerting;
  readonly diagnoses: Diagnoses;
  readonly store: DiagnosisStore;
  readonly network: Network;
  /** The port on which Custos itself listens; null before it does. */
  readonly ownPort: () => number | null;
  readonly probeIntervalMs: number;
  readonly server: Pick<ServerFacts, 'version' | 'nodeVersion' | 'startedAt' | 'retentionDays' | 'demo'>;
}

/** Gives the verbs their dependencies: the record that everything which presents Custos is built on. */
export function createApp(deps: AppDeps): App {
  const named = namedService(deps);
  const stacks = (stack: string | null): Stack => namedStack(deps, stack);
  return {
    ...watched(deps),
    ...scraped(deps),
    ...alerting(deps),
    ...diagnosing({ ...deps, named, namedStack: stacks }),
    ...logged(deps),
    ...access(deps),
    ...served(deps),
  };
}

function watched(deps: AppDeps) {
  const { inventory, clock } = deps;
  const pausing = { clock, change: changeService(deps) };
  const named = namedService(deps);
  return {
    stacks: listStacks(deps),
    stackNamed: findStack(deps),
    stackById: (id) => inventory.stack(id),
    stackHealth: stackHealth(deps),
    stackCounts: stackCounts(deps),
    dockerHost: dockerHost(deps),
    services: selectServices(deps),
    serviceNamed: (name, stack) => findService(deps, name, stack),
    serviceById: (id) => inventory.service(id),
    serviceIdsNamed: (names) => inventory.idsNamed(names),
    standing: (serviceId) => inventory.standing(serviceId),
    isFlapping: (serviceId) => isFlapping(inventory.standing(serviceId).turns, clock.now()),
    dependencies: (service) => deps.causes.dependencies(service),
    dependents: (service) => deps.causes.dependents(service),
    causes: (service) => deps.causes.causes(service),
    rootCauses: (stackId) => deps.causes.rootCauses(stackId),
    feeds: (stackId) => deps.feeds.of(stackId),
    feed: (key) => deps.feeds.find(key),
    availability: readAvailability(deps),
    isPaused: (service) => isPaused(service, clock.now()),
    containers: describeContainers(deps),
    containerUsage: containerUsage(deps),
    containerLogs: containerLogs(deps),
    pauseService: async (viewer, input) =>
      pauseService(pausing)(viewer.actor, named(input.service, input.stack), input),
    registerService: async (viewer, input) =>
      registerService(deps)(viewer.actor, namedStack(deps, input.stack), input),
    updateService: async (viewer, { service, stack, ...said }) =>
      updateService(deps)(viewer.actor, named(service, stack), said),
    removeService: async (viewer, input) => {
      const service = named(input.service, input.stack);
      return (await removeService(deps)(viewer.actor, service)) ?? service;
    },
    resumeService: async (viewer, input) =>
      resumeService(pausing)(viewer.actor, named(input.service, input.stack)),
  } satisfies Partial<App>;
}

function scraped(deps: AppDeps) {
  const { inventory, targets } = deps;
  return {
    targets: selectTargets(deps),
    targetById: (id) => inventory.target(id),
    targetHealth: (target) => targets.health(target),
    isTargetStale: (target) => targets.isStale(target),
    serviceOfTarget: (target) => targets.service(target),
    concernsTargets: concernsTargets(deps),
  } satisfies Partial<App>;
}

function logged({ log, inventory, clock }: AppDeps) {
  return {
    log,
    events: (query) => log.read(query),
    countEvents: (filter) => log.count(filter),
    followEvents: (after, filter, signal) => log.follow(after ?? log.head(), filter, signal),
    concerns: concernsServices({ inventory, clock }),
  } satisfies Partial<App>;
}

function access(deps: AppDeps) {
  const { inventory } = deps;
  return {
    authenticate: authenticate({ ...deps, used: noteTokenUse(deps) }),
    admits: admits(deps),
    tokens: () => [...inventory.tokens()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    tokenById: (id) => inventory.token(id),
    createToken: (viewer, input) => createToken(deps)(viewer.actor, input),
    revokeToken: (viewer, input) => revokeToken(deps)(viewer.actor, input.token),
    recordRefusal: recordRefusal(deps),
  } satisfies Partial<App>;
}

function served(deps: AppDeps) {
  const { plugins, log, server } = deps;
  return {
    plugins: () => plugins.list(),
    reloadPlugin: (viewer, input) => reloadPlugin(deps)(viewer.actor, input.plugin),
    enablePlugin: (viewer, input) => enablePlugin(deps)(viewer.actor, input.plugin),
    disablePlugin: (viewer, input) => disablePlugin(deps)(viewer.actor, input.plugin),
    pluginForKind: (kind) => plugins.forKind(kind),
    serverFacts: () => ({
      ...server,
      writable: log.writable(),
      databaseBytes: log.bytes(),
      oldest: log.oldest(),
    }),
  } satisfies Partial<App>;
}

function findService(deps: AppDeps, name: string, stack: string | null): Service | null {
  const stackId = findStack(deps)(stack)?.id;
  return (
    deps.inventory.services().find((service) => service.name === name && service.stackId === stackId) ?? null
  );
}

function namedStack(deps: AppDeps, stack: string | null): Stack {
  const found = findStack(deps)(stack);
  if (found) return found;
  const names = deps.inventory.stacks().map((known) => known.name);
  throw new Refusal(
    'STACK_UNKNOWN',
    stack === null ? 'There is no stack yet.' : `There is no stack named ${stack}.`,
    {
      path: ['input', 'stack'],
      suggestions: stack === null ? [] : nearest(stack, names),
    },
  );
}

function namedService(deps: AppDeps): (name: string, stack: string | null) => Service {
  return (name, stack) => {
    const inStack = namedStack(deps, stack);
    const service = findService(deps, name, inStack.name);
    if (service) return service;
    const siblings = deps.inventory.services().filter((sibling) => sibling.stackId === inStack.id);
    throw new Refusal('SERVICE_UNKNOWN', `There is no service named ${name} in the stack ${inStack.name}.`, {
      path: ['input', 'service'],
      suggestions: nearest(
        name,
        siblings.map((sibling) => sibling.name),
      ),
    });
  };
}
