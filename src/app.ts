import 'reflect-metadata';

import { extname, join } from 'node:path';

import { openContainerEngine } from './adapters/docker/open-container-engine.ts';
import { createScheduler } from './adapters/scheduler/scheduler.ts';
import { openStore } from './adapters/sqlite/open-store.ts';
import { systemClock } from './adapters/system/clock.ts';
import { systemIds } from './adapters/system/ids.ts';
import type { App } from './application/app.ts';
import { changeService } from './application/change-service.ts';
import { createApp } from './application/create-app.ts';
import { createToken } from './application/create-token.ts';
import { discoverServices } from './application/discover-services.ts';
import { ensureAdmin } from './application/ensure-admin.ts';
import { Inventory } from './application/inventory.ts';
import { expireService, judgeService } from './application/judge-service.ts';
import { recordPlugin, recordServer, trimLog } from './application/keep-log.ts';
import { Lanes } from './application/lanes.ts';
import { observeService } from './application/observe-service.ts';
import type { Clock } from './application/ports/clock.ts';
import type { ContainerEngine } from './application/ports/container-engine.ts';
import type { Journal } from './application/ports/journal.ts';
import type { Plugins } from './application/ports/plugins.ts';
import { retireGone, retireUnplanned } from './application/retire-services.ts';
import { revokeToken } from './application/revoke-token.ts';
import { Sightings } from './application/sightings.ts';
import type { StackPlan } from './application/stack-plan.ts';
import { watchContainers } from './application/watch-containers.ts';
import { watchServices } from './application/watch-services.ts';
import type { Config } from './config.ts';
import type { Container } from './domain/container/container.ts';
import { createSchema } from './graphql/schema.ts';
import { createServer } from './http/server.ts';
import { openPlugins } from './plugin-host/open-plugins.ts';
import { projectFolder, version } from './project.ts';
import { Teardown } from './teardown.ts';

/** A running Custos. */
export interface Custos {
  /** Where it answers, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly app: App;
  /** The secret of the first admin token, when one was made just now. */
  readonly firstSecret: string | null;
  /** Stops everything in reverse; a second call waits for the first. */
  stop(): Promise<void>;
}

/** The world outside, as far as somebody may want another one: tests and benchmarks. */
export interface World {
  readonly clock: Clock;
  readonly openPlugins: typeof openBundledPlugins;
  readonly openEngine: (endpoint: string, journal: Journal) => ContainerEngine;
}

/**
 * Builds and starts Custos: straight down, and torn down in reverse; what fails half-way is torn down before
 * the error is thrown on.
 */
export async function startCustos(
  config: Config,
  journal: Journal,
  world: Partial<World> = {},
): Promise<Custos> {
  const teardown = new Teardown(journal);
  try {
    return await build({ config, journal, teardown, world: { ...realWorld, ...world } });
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

const realWorld: World = {
  clock: systemClock,
  openPlugins: openBundledPlugins,
  openEngine: (endpoint, journal) => openContainerEngine({ host: endpoint, clock: systemClock, journal }),
};

interface Site {
  readonly config: Config;
  readonly journal: Journal;
  readonly teardown: Teardown;
  readonly world: World;
}

async function build(site: Site): Promise<Custos> {
  const { config, journal, teardown, world } = site;
  const startedAt = world.clock.now();
  const core = await openCore(site);
  const { log, inventory } = core;
  const plugins = await world.openPlugins(config, journal);
  teardown.onStop('The plugin host', () => plugins.close());
  const engines = openEngines(site);
  const engineOf = (stackId: string) => engines.get(inventory.stack(stackId)?.dockerEndpoint ?? '') ?? null;
  const app = createApp({
    ...core,
    plugins,
    engineOf: (stackId) => engineOf(stackId)?.engine ?? null,
    server: {
      version,
      nodeVersion: process.versions.node,
      startedAt,
      retentionDays: config.storage.retentionDays,
    },
  });
  const firstSecret = await ensureAdmin({
    ...core,
    create: createToken(core),
    revoke: revokeToken(core),
  })(config.adminToken);
  const server = await createServer({
    app,
    schema: createSchema(),
    journal,
    clock: world.clock,
    ...config.server,
    pages: join(projectFolder, 'dist', 'web'),
    readiness: () => (log.writable() ? [] : ['The log cannot be written.']),
    version,
  });
  teardown.onStop('The server', () => server.close());
  await server.listen();
  await recordServer(core)('SERVER_STARTED', version);
  teardown.onStop('The log', () => recordServer(core)('SERVER_STOPPED', version));
  await watch(site, { ...core, plugins, engines });
  return { url: server.url, app, firstSecret, stop: once(() => teardown.run()) };
}

/** The store, and the state in memory that follows it. */
async function openCore({ config, journal, teardown, world: { clock } }: Site) {
  const store = await openStore({
    dataDir: config.storage.dataDir,
    clock,
    journal,
    migrationsDir: join(projectFolder, 'prisma', 'migrations'),
  });
  teardown.onStop('The store', () => store.close());
  const inventory = new Inventory(await store.state.load());
  store.log.onCommit((_events, changes) => {
    inventory.apply(changes);
  });
  const scheduler = createScheduler({ clock, journal, random: Math.random });
  return { log: store.log, inventory, lanes: new Lanes(), clock, ids: systemIds, scheduler };
}

interface Engine {
  readonly engine: ContainerEngine;
  readonly sightings: Sightings;
}

function openEngines({ config, journal, world }: Site): ReadonlyMap<string, Engine> {
  const endpoints = new Set(
    config.stacks.map((plan) => plan.endpoint).filter((endpoint) => endpoint !== null),
  );
  return new Map(
    [...endpoints].map((endpoint) => [
      endpoint,
      { engine: world.openEngine(endpoint, journal), sightings: new Sightings() },
    ]),
  );
}

type Senses = Awaited<ReturnType<typeof openCore>> & {
  readonly plugins: Plugins;
  readonly engines: ReadonlyMap<string, Engine>;
};

/** Begins to look: at plugins, services, containers, and the age of things. */
async function watch({ config, journal, teardown }: Site, senses: Senses): Promise<void> {
  const { inventory, plugins, engines } = senses;
  const { failureThreshold, successThreshold, probeTimeoutMs, probeIntervalMs } = config.health;
  notePlugins({ journal, teardown }, senses);

  const change = changeService(senses);
  const judging = { ...senses, thresholds: { failure: failureThreshold, success: successThreshold } };
  const judge = judgeService(judging);
  const sightings = (stackId: string) =>
    engines.get(inventory.stack(stackId)?.dockerEndpoint ?? '')?.sightings ?? null;
  const observe = observeService({ ...senses, sightings, judge, change, timeoutMs: probeTimeoutMs });
  const discover = discoverServices({ ...senses, kinds: () => plugins.kinds(), change, probeIntervalMs });

  await retireUnplanned({ ...senses, change })(config.stacks);
  for (const plan of config.stacks) await discover(plan, []);
  const services = watchServices({
    ...senses,
    observe,
    expire: expireService(judging),
    timeoutMs: probeTimeoutMs,
  });
  teardown.onStop('The watch over services', () => services.stop());
  for (const [endpoint, engine] of engines) {
    const plans = config.stacks.filter((plan) => plan.endpoint === endpoint);
    const deps = {
      ...senses,
      journal,
      judge,
      hasten: services.hasten,
      discover: discoverAll(plans, discover),
    };
    follow(teardown, (signal) =>
      watchContainers(deps)({ ...engine, stacks: stacksOf(inventory, endpoint) }, signal),
    );
  }
  const trimming = trimLog({ ...senses, journal, retentionDays: config.storage.retentionDays });
  teardown.onStop('The retention of the log', () => trimming.stop());
  const retiring = retireGone({ ...senses, change, sightings });
  teardown.onStop('The retirement of services', () => retiring.stop());
}

/** Records how the plugins were found, and what becomes of them. */
function notePlugins({ journal, teardown }: Pick<Site, 'journal' | 'teardown'>, senses: Senses): void {
  const { plugins } = senses;
  const idOf = (name: string) => plugins.list().find((plugin) => plugin.name === name)?.id ?? null;
  const note = recordPlugin({ ...senses, journal }, idOf);
  for (const { name, status, failure } of plugins.list()) {
    const type = status === 'READY' ? 'PLUGIN_LOADED' : 'PLUGIN_FAILED';
    note({ type, pluginName: name, from: null, to: status, failure });
  }
  teardown.onStop('The notes on plugins', plugins.onChange(note));
}

function discoverAll(
  plans: readonly StackPlan[],
  discover: (plan: StackPlan, containers: readonly Container[]) => Promise<void>,
): (containers: readonly Container[]) => Promise<void> {
  return async (containers) => {
    for (const plan of plans) await discover(plan, containers);
  };
}

const stacksOf = (inventory: Inventory, endpoint: string) => () =>
  new Set(
    inventory
      .stacks()
      .filter((stack) => stack.dockerEndpoint === endpoint)
      .map((stack) => stack.id),
  );

/** Runs something until it is stopped, and waits for its end. */
function follow(teardown: Teardown, run: (signal: AbortSignal) => Promise<void>): void {
  const ending = new AbortController();
  const ended = run(ending.signal);
  teardown.onStop('The watch over containers', async () => {
    ending.abort();
    await ended;
  });
}

function openBundledPlugins(config: Config, journal: Journal) {
  const bundled = extname(import.meta.url) === '.ts' ? 'plugins' : join('dist', 'plugins');
  return openPlugins({
    directories: [
      { directory: join(projectFolder, bundled), source: 'BUNDLED' },
      ...config.plugins.directories.map((directory) => ({ directory, source: 'FOLDER' as const })),
    ],
    clock: systemClock,
    journal,
    ids: systemIds,
  });
}

function once(stop: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => (stopped ??= stop());
}
