import 'reflect-metadata';

import { join } from 'node:path';

import { createScheduler } from './adapters/scheduler/scheduler.ts';
import { openStore } from './adapters/sqlite/open-store.ts';
import { systemIds } from './adapters/system/ids.ts';
import { openAlerting } from './alerting.ts';
import type { App } from './application/app.ts';
import { createApp } from './application/create-app.ts';
import { createToken } from './application/create-token.ts';
import { Diagnoses } from './application/diagnoses.ts';
import { ensureAdmin } from './application/ensure-admin.ts';
import { Feeds } from './application/feeds.ts';
import { Causes } from './application/find-causes.ts';
import { Inventory } from './application/inventory.ts';
import { recordServer } from './application/keep-log.ts';
import { Lanes } from './application/lanes.ts';
import type { Journal } from './application/ports/journal.ts';
import { reloadPlugin } from './application/reload-plugin.ts';
import { revokeToken } from './application/revoke-token.ts';
import { Sightings } from './application/sightings.ts';
import type { Survey } from './application/survey-stacks.ts';
import { surveyStacks } from './application/survey-stacks.ts';
import { Targets } from './application/targets.ts';
import type { Config } from './config.ts';
import { startDiagnosing } from './diagnosing.ts';
import { system } from './domain/access/actor.ts';
import { redactAlso } from './domain/redact.ts';
import { createSchema } from './graphql/schema.ts';
import { createServer } from './http/server.ts';
import { projectFolder, version } from './project.ts';
import { Teardown } from './teardown.ts';
import type { Engine } from './senses.ts';
import { atMost, once } from './waiting.ts';
import { watch } from './watch.ts';
import type { Reloading } from './watch-plugins.ts';
import type { World } from './world.ts';
import { realWorld } from './world.ts';

/** A running Custos. */
export interface Custos {
  /** Where it answers, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly app: App;
  /** The secret of the first admin token, when one was made just now. */
  readonly firstSecret: string | null;
  /** To load plugins anew by whatever is not asked by a caller. */
  readonly plugins: Omit<Reloading, 'journal'>;
  /** What was found, once everything was looked at, or after five seconds. */
  survey(): Promise<Survey>;
  /** Stops everything in reverse; a second call waits for the first. */
  stop(): Promise<void>;
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
  redactAlso(config.redact);
  const teardown = new Teardown(journal);
  try {
    return await build({ config, journal, teardown, world: { ...realWorld, ...world } });
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

/** Whoever waits for the first look waits no longer than this. */
const firstLookMs = 5000;

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
  const parts = await openParts(site, core);
  const { plugins, engines } = parts;
  const alerting = await openAlerting(site, { ...core, ...parts, alertSource: world.alertSource });
  let ownPort: number | null = null;
  const app = createApp({
    ...core,
    ...parts,
    alerting,
    network: world.network,
    ownPort: () => ownPort,
    probeIntervalMs: config.health.probeIntervalMs,
    server: {
      version,
      nodeVersion: process.versions.node,
      startedAt,
      retentionDays: config.storage.retentionDays,
      demo: config.demo === true,
    },
  });
  const admitting = { ...core, create: createToken(core), revoke: revokeToken(core) };
  const firstSecret = await ensureAdmin(admitting)(config.adminToken);
  const server = await openServer(site, core, app);
  ownPort = Number(new URL(server.url).port);
  await startDiagnosing({ config, journal, teardown }, { ...core, ...parts });
  const look = await watch(site, { ...core, ...parts, targetSource: world.targetSource });
  alerting.watch();
  const survey = surveyStacks({ ...core, kinds: () => plugins.kinds(), plans: config.stacks, engines });
  return {
    survey: async () => {
      await atMost(firstLookMs, look.done, world.clock);
      return survey();
    },
    url: server.url,
    app,
    firstSecret,
    plugins: {
      folders: () => plugins.folders?.() ?? [],
      reload: (name) => reloadPlugin({ ...core, plugins })(system, name),
    },
    stop: once(() => teardown.run()),
  };
}

/** What looks at the world, and what is worked out from it. */
async function openParts(site: Site, core: Core) {
  const { config, journal, teardown, world } = site;
  const plugins = await world.openPlugins(config, journal, core.inventory.disabledPlugins());
  teardown.onStop('The plugin host', () => plugins.close());
  const engines = openEngines(site);
  const at = (stackId: string) => engines.get(core.inventory.stack(stackId)?.dockerEndpoint ?? '') ?? null;
  const sightings = (stackId: string) => at(stackId)?.sightings ?? null;
  return {
    plugins,
    engines,
    engineOf: (stackId: string) => at(stackId)?.engine ?? null,
    readerOf: (stackId: string) => at(stackId)?.reader ?? null,
    sightings,
    hostOf: (stackId: string) => at(stackId)?.host ?? null,
    causes: new Causes({ ...core, plugins }),
    feeds: new Feeds({ ...core, journal }),
    targets: new Targets({ ...core, sightings }),
    diagnoses: new Diagnoses(core.store),
  };
}

/** The server, listening. */
async function openServer({ config, journal, teardown, world }: Site, core: Core, app: App) {
  const server = await createServer({
    app,
    schema: createSchema(),
    journal,
    clock: world.clock,
    ...config.server,
    pages: join(projectFolder, 'dist', 'web'),
    readiness: () => (core.log.writable() ? [] : ['The log cannot be written.']),
    version,
  });
  teardown.onStop('The server', () => server.close());
  await server.listen();
  await recordServer(core)('SERVER_STARTED', version);
  teardown.onStop('The log', () => recordServer(core)('SERVER_STOPPED', version));
  return server;
}

type Core = Awaited<ReturnType<typeof openCore>>;

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
  keepCredentials(inventory, config);
  store.log.onCommit((_events, changes) => {
    inventory.apply(changes);
  });
  const scheduler = createScheduler({ clock, journal, random: Math.random });
  const { log, diagnoses, alerts: alertStore } = store;
  return {
    log,
    store: diagnoses,
    alertStore,
    inventory,
    lanes: new Lanes(),
    clock,
    ids: systemIds,
    scheduler,
  };
}

/** What the configuration says stays in memory. */
function keepCredentials(inventory: Inventory, { stacks }: Config): void {
  for (const { name: stack, services } of stacks) {
    for (const { name, authorization } of services) {
      if (stack === null || authorization === null) continue;
      inventory.keepCredential(systemIds.of('svc', stack, name), authorization);
    }
  }
}

function openEngines({ config, journal, world }: Site): ReadonlyMap<string, Engine> {
  const endpoints = new Set(
    config.stacks.map((plan) => plan.endpoint).filter((endpoint) => endpoint !== null),
  );
  return new Map(
    [...endpoints].map((endpoint) => [
      endpoint,
      {
        engine: world.openEngine(endpoint, journal),
        reader: world.openReader(endpoint),
        host: world.openHost(endpoint),
        sightings: new Sightings(),
      },
    ]),
  );
}
