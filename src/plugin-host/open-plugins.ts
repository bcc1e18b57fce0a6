import type { Clock } from '../application/ports/clock.ts';
import type { Ids } from '../application/ports/ids.ts';
import type { Journal } from '../application/ports/journal.ts';
import type { Plugins } from '../application/ports/plugins.ts';
import type { PluginChanged } from '../domain/event/event.ts';
import { admitPlugins } from './admit-plugins.ts';
import { openChanges } from './changes.ts';
import { openCatalogue } from './catalogue.ts';
import { examine } from './examine.ts';
import type { PluginDirectory } from './find-plugins.ts';
import { findPlugins } from './find-plugins.ts';
import type { PluginSettings } from './hosted-plugin.ts';
import { HostedPlugin } from './hosted-plugin.ts';
import { MemoryWatch } from './memory-watch.ts';
import { probe } from './probe.ts';
import { openTurns, sortByName } from './turns.ts';

export interface PluginsDeps {
  /** Where to look, in the order in which plugins have precedence. */
  readonly directories: readonly PluginDirectory[];
  readonly clock: Clock;
  readonly journal: Journal;
  readonly ids: Ids;
  /** By default none. */
  readonly settings?: PluginSettings;
  /** Names of the plugins that somebody disabled; by default none. */
  readonly disabled?: readonly string[];
}

/** The plugins, with their end: it resolves when every worker is gone, and probes that wait are answered. */
export type OpenPlugins = Plugins & {
  /** A sentence for each directory that could not be read. */
  readonly failures: readonly string[];
  /** Every plugin that is there, whatever its status, with its folder. */
  folders(): readonly { readonly name: string; readonly path: string }[];
  close(): Promise<void>;
};

/**
 * Finds the plugins and starts each in a worker of its own. Resolves when every one is READY or FAILED, at the
 * latest after the time that a plugin may take to be imported; one that fails keeps none of the others from
 * working. `list` says how each began; `onChange` tells what becomes of it from then on.
 */
export async function openPlugins({
  directories,
  settings = {},
  disabled = [],
  ...rest
}: PluginsDeps): Promise<OpenPlugins> {
  const { clock, journal, ids } = rest;
  const changes = openChanges((change) => explain(change, journal));
  const { folders, failures } = await findPlugins(directories);
  for (const failure of failures) journal.warn(failure);
  const deps = { clock, journal, onChange: changes.tell, settings, memory: new MemoryWatch() };
  const hosted = folders.map((folder) => new HostedPlugin(folder, deps));
  const load = async (plugin: HostedPlugin) => ({ plugin, read: await plugin.load() });
  await admitPlugins(await Promise.all(hosted.map(load)), new Set(disabled));
  sortByName(hosted);

  const knowing = (kind: string): HostedPlugin | undefined =>
    hosted.find((plugin) => plugin.admitted && plugin.manifest?.kinds.some(({ name }) => name === kind));
  const describe = (plugin: HostedPlugin) => plugin.describe(ids.of('plg', plugin.name));
  const turns = openTurns({ hosted, describe, explain: (change) => explain(change, journal) });
  const catalogue = openCatalogue(
    () => hosted.flatMap(({ admitted, manifest }) => (admitted && manifest ? [manifest] : [])),
    ids,
  );

  return {
    failures,
    folders: () => hosted.map(({ name, folder }) => ({ name, path: folder.path })),
    list: () => hosted.map(describe),
    kinds: () =>
      hosted.filter(({ status }) => status === 'READY').flatMap(({ manifest }) => manifest?.kinds ?? []),
    forKind: (kind) => {
      const plugin = knowing(kind);
      return plugin ? describe(plugin) : null;
    },
    probe: (service, how, signal) =>
      probe({ plugin: knowing(service.kind), clock }, { service, how }, signal),
    catalogue,
    examine: (examination, onEnded, signal) =>
      examine({ plugins: hosted, catalogue: catalogue(), clock }, examination, { onEnded, signal }),
    reload: turns.reload,
    disable: turns.disable,
    onChange: changes.listen,
    close: async () => {
      changes.close();
      await Promise.all(hosted.map((plugin) => plugin.close()));
      await turns.idle();
    },
  };
}

function explain({ type, pluginName, to, failure }: PluginChanged, journal: Journal): void {
  const message = `${pluginName}: ${type}${failure === null ? '' : `: ${failure}`}`;
  if (to === 'READY') journal.info(message, { plugin: pluginName });
  else journal.warn(message, { plugin: pluginName });
}
