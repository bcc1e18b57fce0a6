import type { Actor } from '../domain/access/actor.ts';
import type { Plugin } from '../domain/plugin/plugin.ts';
import { Refusal } from '../domain/refusal.ts';
import type { SwitchDeps } from './disable-plugin.ts';
import { pluginUnknown, pluginSwitched } from './disable-plugin.ts';

/**
 * Loads a plugin anew from its files: READY or FAILED, which its entry says. It is the way out of quarantine too. One
 * that is disabled stays so.
 */
export const reloadPlugin =
  ({ plugins, log, clock, lanes }: SwitchDeps) =>
  (by: Actor, name: string): Promise<Plugin> =>
    lanes.run('plugins', async () => {
      const before = plugins.list().find((plugin) => plugin.name === name);
      if (before?.status === 'DISABLED') throw disabled(name);
      const turned = await plugins.reload(name);
      if (!turned) throw pluginUnknown(plugins, name);
      await log.append([pluginSwitched(turned, turned.change, { by, at: clock.now() })]);
      return turned.plugin;
    });

function disabled(name: string): Refusal {
  return new Refusal(
    'INVALID_TRANSITION',
    `The plugin ${name} is disabled: enable it, which loads it anew.`,
    {
      path: ['input', 'plugin'],
    },
  );
}
