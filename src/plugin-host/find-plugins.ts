import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { URL } from 'node:url';
import { pathToFileURL } from 'node:url';
import type { PluginSource } from '../domain/plugin/plugin.ts';

/** A directory whose folders are plugins. */
export interface PluginDirectory {
  readonly directory: string;
  readonly source: PluginSource;
}

/** A folder that should be a plugin. */
export interface PluginFolder {
  readonly name: string;
  readonly path: string;
  readonly source: PluginSource;
  /** Its module; null when it has none that can be run here. */
  readonly module: URL | null;
}

export interface Found {
  readonly folders: readonly PluginFolder[];
  /** A sentence for each directory that could not be read. */
  readonly failures: readonly string[];
}

/** TypeScript can be run where Custos itself runs from its source; JavaScript always can. */
const moduleNames =
  extname(import.meta.url) === '.ts' ? (['plugin.ts', 'plugin.js'] as const) : (['plugin.js'] as const);

/** What a folder without a runnable module lacks, in words. */
export const lacking = `It has no ${moduleNames.join(' and no ')}.`;

/**
 * The folders in these directories, in their order and by name. Hidden ones and `node_modules` are passed
 * over, and a folder that was found already, by whatever path, is not found again.
 */
export async function findPlugins(directories: readonly PluginDirectory[]): Promise<Found> {
  const folders: PluginFolder[] = [];
  const failures: string[] = [];
  const seen = new Set<string>();
  for (const { directory, source } of directories) {
    try {
      for (const path of await foldersIn(directory)) {
        const real = await realpath(path.full);
        if (seen.has(real)) continue;
        seen.add(real);
        folders.push({ name: path.name, path: path.full, source, module: await moduleIn(path.full) });
      }
    } catch (error) {
      failures.push(`The plugin directory ${directory} cannot be read: ${String(error)}`);
    }
  }
  return { folders, failures };
}

async function foldersIn(directory: string): Promise<readonly { name: string; full: string }[]> {
  const names = (await readdir(directory)).filter((name) => !name.startsWith('.') && name !== 'node_modules');
  const found = await Promise.all(
    names.sort().map(async (name) => {
      const full = resolve(join(directory, name));
      // A dangling link is no folder.
      const entry = await stat(full).catch(() => null);
      return entry?.isDirectory() === true ? { name, full } : null;
    }),
  );
  return found.filter((folder) => folder !== null);
}

async function moduleIn(folder: string): Promise<URL | null> {
  for (const name of moduleNames) {
    const path = join(folder, name);
    const entry = await stat(path).catch(() => null);
    if (entry?.isFile() === true) return pathToFileURL(path);
  }
  return null;
}
