import { extname, join, resolve } from 'node:path';

import { systemClock } from './adapters/system/clock.ts';
import { systemIds } from './adapters/system/ids.ts';
import type { Journal } from './application/ports/journal.ts';
import type { Config } from './config.ts';
import type { OpenPlugins } from './plugin-host/open-plugins.ts';
import { openPlugins } from './plugin-host/open-plugins.ts';
import { projectFolder } from './project.ts';

/** Of a world that is not real, plugins are in no folders. */
export type OpenedPlugins = Omit<OpenPlugins, 'failures' | 'folders'> & Partial<Pick<OpenPlugins, 'folders'>>;

/**
 * The plugins that come with Custos, those of the folders that the configuration names, and those among the packages that
 * are installed where Custos was started.
 */
export function openBundledPlugins(config: Config, journal: Journal, disabled: readonly string[] = []) {
  const bundled = extname(import.meta.url) === '.ts' ? 'plugins' : join('dist', 'plugins');
  return openPlugins({
    directories: [
      { directory: join(projectFolder, bundled), source: 'BUNDLED' },
      ...config.plugins.directories.map((directory) => ({ directory, source: 'FOLDER' as const })),
      ...(config.plugins.packages
        ? [{ directory: resolve('node_modules'), source: 'PACKAGE' as const }]
        : []),
    ],
    clock: systemClock,
    journal,
    ids: systemIds,
    settings: config.plugins.settings,
    disabled,
  });
}
