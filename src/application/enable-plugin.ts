import type { Actor } from '../domain/access/actor.ts';
import type { PluginChanged } from '../domain/event/event.ts';
import type { Plugin } from '../domain/plugin/plugin.ts';
import type { SwitchDeps } from './disable-plugin.ts';
import { pluginSwitched, pluginUnknown } from './disable-plugin.ts';

/**
 * Enables a disabled or quarantined plugin, across restarts, and loads it: READY or FAILED, which its entry says. Of
 * one that is READY, nothing changes. When it cannot be written, it rests again.
 */
export const enablePlugin =
  ({ plugins, log, clock, lanes }: SwitchDeps) =>
  (by: Actor, name: string): Promise<Plugin> =>
    lanes.run('plugins', async () => {
      const before = plugins.list().find((candidate) => candidate.name === name);
      if (before?.status === 'READY') return before;
      const turned = await plugins.reload(name);
      if (!turned) throw pluginUnknown(plugins, name);
      const at = clock.now();
      const change: PluginChanged = { ...turned.change, type: 'PLUGIN_ENABLED' };
      const switches = [name, turned.plugin.name].map((each) => ({ name: each, disabled: false, at, by }));
      try {
        await log.append(
          [pluginSwitched(turned, change, { by, at })],
          switches.map((switched) => ({ kind: 'plugin-switched', switched })),
        );
      } catch (error) {
        if (before?.status === 'DISABLED') await plugins.disable(turned.plugin.name);
        throw error;
      }
      return turned.plugin;
    });
