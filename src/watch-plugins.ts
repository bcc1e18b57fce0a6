import { watch } from 'node:fs';
import { sep } from 'node:path';

import type { Journal } from './application/ports/journal.ts';

/** What is needed to load plugins anew. */
export interface Reloading {
  /** The plugins that are there, and where. */
  readonly folders: () => readonly { readonly name: string; readonly path: string }[];
  readonly reload: (name: string) => Promise<unknown>;
  readonly journal: Journal;
}

/** An editor writes a file in several steps: what is loaded before the last is half a plugin. */
const settledMs = 200;

/**
 * Loads a plugin anew whenever something in its folder changes, for whoever is writing one. Whatever comes of it is in the
 * log, as of any reload; subscriptions go on. Answers how to stop.
 */
export function watchPlugins({ folders, reload, journal }: Reloading): () => void {
  const timers = new Map<string, NodeJS.Timeout>();
  const changed = (path: string): void => {
    clearTimeout(timers.get(path));
    timers.set(
      path,
      setTimeout(() => {
        // Its name may be another one by now.
        const name = folders().find((folder) => folder.path === path)?.name;
        if (name === undefined) return;
        reload(name).catch((error: unknown) => journal.warn(`${name} was not loaded anew: ${String(error)}`));
      }, settledMs),
    );
  };
  const watchers = folders().flatMap(({ name, path }) => {
    try {
      const watcher = watch(path, { recursive: true }, (_, file) => {
        if (file?.split(sep).includes('node_modules') !== true) changed(path);
      });
      watcher.on('error', (error) => journal.warn(`${path} is not watched any more: ${String(error)}`));
      return [watcher];
    } catch (error) {
      journal.warn(`${name} will not be loaded anew by itself: ${path} cannot be watched: ${String(error)}`);
      return [];
    }
  });
  return () => {
    for (const watcher of watchers) watcher.close();
    for (const timer of timers.values()) clearTimeout(timer);
  };
}
