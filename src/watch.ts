import { changeService } from './application/change-service.ts';
import type { Inventory } from './application/inventory.ts';
import { FirstLook } from './application/first-look.ts';
import { expireService, judgeService } from './application/judge-service.ts';
import { recordPlugin, trimLog } from './application/keep-log.ts';
import { observeService } from './application/observe-service.ts';
import type { Journal } from './application/ports/journal.ts';
import { recordTargets } from './application/record-targets.ts';
import { retireGone, retireUnplanned } from './application/retire-services.ts';
import { watchContainers } from './application/watch-containers.ts';
import { watchServices } from './application/watch-services.ts';
import { watchTargets } from './application/watch-targets.ts';
import type { Config } from './config.ts';
import type { Container } from './domain/container/container.ts';
import { startDiscovery } from './discovery.ts';
import type { Senses } from './senses.ts';
import type { Teardown } from './teardown.ts';

interface Site {
  readonly config: Config;
  readonly journal: Journal;
  readonly teardown: Teardown;
}

/** Begins to look: at plugins, services, containers, and the age of things. Answers when all was seen once. */
export async function watch({ config, journal, teardown }: Site, senses: Senses): Promise<FirstLook> {
  const { inventory, engines } = senses;
  const { failureThreshold, successThreshold, probeTimeoutMs } = config.health;
  notePlugins({ journal, teardown }, senses);

  const change = changeService(senses);
  const judging = { ...senses, thresholds: { failure: failureThreshold, success: successThreshold } };
  const judge = judgeService(judging);
  const sightings = (stackId: string) =>
    engines.get(inventory.stack(stackId)?.dockerEndpoint ?? '')?.sightings ?? null;
  const observe = observeService({ ...senses, sightings, judge, change, timeoutMs: probeTimeoutMs });

  await retireUnplanned({ ...senses, change })(config.stacks);
  const look = new FirstLook(engines.keys());
  const discovery = await startDiscovery({
    ...config.health,
    plans: config.stacks,
    teardown,
    senses,
    look,
    change,
  });
  const services = watchServices({
    ...senses,
    observe,
    expire: expireService(judging),
    timeoutMs: probeTimeoutMs,
  });
  teardown.onStop('The watch over services', () => services.stop());
  listTargets({ journal, teardown }, senses);
  for (const [endpoint, engine] of engines) {
    const deps = {
      ...senses,
      journal,
      judge,
      hasten: services.hasten,
      discover: (containers: readonly Container[]) => discovery.discover(endpoint, containers),
      silent: discovery.silentAt(endpoint),
    };
    follow(teardown, (signal) =>
      watchContainers(deps)({ ...engine, stacks: stacksOf(inventory, endpoint) }, signal),
    );
  }
  ageFeeds(teardown, senses);
  const trimming = trimLog({ ...senses, journal, retentionDays: config.storage.retentionDays });
  teardown.onStop('The retention of the log', () => trimming.stop());
  const retiring = retireGone({ ...senses, change, sightings });
  teardown.onStop('The retirement of services', () => retiring.stop());
  return look;
}

/** How often it is asked whether a feed is overdue. */
const feedRoundMs = 5000;

function ageFeeds(teardown: Teardown, { scheduler, feeds }: Senses): void {
  const ageing = scheduler.every({
    name: 'age of feeds',
    intervalMs: feedRoundMs,
    run: () => {
      feeds.age();
      return Promise.resolve();
    },
  });
  teardown.onStop('The age of feeds', () => ageing.stop());
}

/** Begins to list what is scraped. */
function listTargets({ journal, teardown }: Omit<Site, 'config'>, senses: Senses): void {
  const source = senses.targetSource;
  const listing = watchTargets({ ...senses, journal, source, record: recordTargets(senses) });
  teardown.onStop('The watch over targets', () => listing.stop());
}

/** Records how the plugins were found, and what becomes of them. */
function notePlugins({ journal, teardown }: Omit<Site, 'config'>, senses: Senses): void {
  const { plugins } = senses;
  const idOf = (name: string) => plugins.list().find((plugin) => plugin.name === name)?.id ?? null;
  const note = recordPlugin({ ...senses, journal }, idOf);
  for (const { name, status, failure } of plugins.list()) {
    // Somebody disabled it, which the log says already.
    if (status === 'DISABLED') continue;
    const type = status === 'READY' ? 'PLUGIN_LOADED' : 'PLUGIN_FAILED';
    note({ type, pluginName: name, from: null, to: status, failure });
  }
  const forget = plugins.onChange(note);
  teardown.onStop('The notes on plugins', () => forget());
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
