import type { Plugin } from '../domain/plugin/plugin.ts';
import type { PluginChanged } from '../domain/event/event.ts';
import type { Turned } from '../application/ports/plugins.ts';
import { conflict } from './admit-plugins.ts';
import { findAgain } from './find-plugins.ts';
import type { HostedPlugin } from './hosted-plugin.ts';

interface Hosting {
  /** By name; kept in this order. */
  readonly hosted: HostedPlugin[];
  readonly describe: (plugin: HostedPlugin) => Plugin;
  readonly explain: (change: PluginChanged) => void;
}

/** Turns plugins into what somebody wants them to be. */
export interface Turns {
  readonly reload: (name: string) => Promise<Turned | null>;
  readonly disable: (name: string) => Promise<Turned | null>;
  /** Resolves when nothing is being turned. */
  readonly idle: () => Promise<unknown>;
}

/** One turn at a time, for what a plugin may be called depends on the others. Answers null for an unknown name. */
export function openTurns({ hosted, describe, explain }: Hosting): Turns {
  let last: Promise<unknown> = Promise.resolve();
  const turn = (name: string, act: (plugin: HostedPlugin) => Promise<PluginChanged>) => {
    const next = last.then(async (): Promise<Turned | null> => {
      const plugin = hosted.find((candidate) => candidate.name === name);
      if (!plugin) return null;
      const change = await act(plugin);
      sortByName(hosted);
      explain(change);
      return { plugin: describe(plugin), change };
    });
    // Nothing in there rejects; if it did, the next turn would still be had.
    last = next.catch(() => undefined);
    return next;
  };
  return {
    reload: (name) =>
      turn(name, async (plugin) => {
        const others = hosted.filter((other) => other !== plugin);
        return plugin.reload(await findAgain(plugin.folder), (manifest) => conflict(manifest, others));
      }),
    disable: (name) => turn(name, (plugin) => plugin.disable()),
    idle: () => last,
  };
}

/** Puts them in the order in which they are listed. */
export function sortByName(hosted: HostedPlugin[]): void {
  hosted.sort((a, b) => (a.name < b.name ? -1 : 1));
}
