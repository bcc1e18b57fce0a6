import type { Actor } from '../domain/access/actor.ts';
import type { EventDraft, PluginChanged } from '../domain/event/event.ts';
import type { Plugin } from '../domain/plugin/plugin.ts';
import { Refusal } from '../domain/refusal.ts';
import { nearest } from '../domain/suggestion.ts';
import { phrases } from './keep-log.ts';
import type { Lanes } from './lanes.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Plugins, Turned } from './ports/plugins.ts';

export interface SwitchDeps {
  readonly plugins: Pick<Plugins, 'list' | 'reload' | 'disable'>;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly lanes: Lanes;
}

/** Disables a plugin, across restarts: first that is written, then its worker ends. Of a disabled one, nothing changes. */
export const disablePlugin =
  ({ plugins, log, clock, lanes }: SwitchDeps) =>
  (by: Actor, name: string): Promise<Plugin> =>
    lanes.run('plugins', async () => {
      const plugin = plugins.list().find((candidate) => candidate.name === name);
      if (!plugin) throw pluginUnknown(plugins, name);
      if (plugin.status === 'DISABLED') return plugin;
      const at = clock.now();
      const change: PluginChanged = {
        ...{ type: 'PLUGIN_DISABLED', pluginName: name, failure: null },
        ...{ from: plugin.status, to: 'DISABLED' },
      };
      const switched = { name, disabled: true, at, by };
      await log.append(
        [pluginSwitched({ plugin }, change, { by, at })],
        [{ kind: 'plugin-switched', switched }],
      );
      return (await plugins.disable(name))?.plugin ?? plugin;
    });

/** That there is no plugin of this name, with those that were perhaps meant. */
export function pluginUnknown(plugins: Pick<Plugins, 'list'>, name: string): Refusal {
  const names = plugins.list().map((plugin) => plugin.name);
  return new Refusal('PLUGIN_UNKNOWN', `There is no plugin named ${name}.`, {
    path: ['input', 'plugin'],
    suggestions: nearest(name, names),
  });
}

/** The entry that says what somebody did with a plugin. */
export function pluginSwitched(
  { plugin }: Pick<Turned, 'plugin'>,
  change: PluginChanged,
  { by, at }: { readonly by: Actor; readonly at: Date },
): EventDraft<PluginChanged> {
  const failure = change.failure === null ? '.' : `: ${change.failure}`;
  return {
    ...{ at, actor: by, subject: plugin.id, stackId: null, services: [], audit: true, detail: change },
    summary: `The plugin ${change.pluginName} ${phrases[change.type]}${failure}`,
  };
}
