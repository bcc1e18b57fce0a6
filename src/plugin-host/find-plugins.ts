import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { URL } from 'node:url';
import { pathToFileURL } from 'node:url';
import type { PluginSource } from '../domain/plugin/plugin.ts';
import { moduleOfPackage, packagesIn } from './find-packages.ts';

/** A directory whose folders are plugins; of PACKAGE, a `node_modules` among whose packages plugins may be. */
export interface PluginDirectory {
  readonly directory: string;
  readonly source: PluginSource;
}

/** A folder that should be a plugin. */
export interface PluginFolder {
  readonly name: string;
  readonly path: string;
  readonly source: PluginSource;
  /** Its module; a sentence says why it has none that can be run here. */
  readonly module: URL | string;
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
const lacking = `It has no ${moduleNames.join(' and no ')}.`;

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
      const paths = await (source === 'PACKAGE' ? packagesIn(directory) : foldersIn(directory));
      for (const { name, full } of paths) {
        const real = await realpath(full);
        if (seen.has(real)) continue;
        seen.add(real);
        folders.push(await findAgain({ name, path: full, source, module: lacking }));
      }
    } catch (error) {
      failures.push(`The plugin directory ${directory} cannot be read: ${String(error)}`);
    }
  }
  return { folders, failures };
}

/** The same folder as it is now: its module may have come or gone. */
export async function findAgain(folder: PluginFolder): Promise<PluginFolder> {
  const module = await (folder.source === 'PACKAGE' ? moduleOfPackage(folder.path) : moduleIn(folder.path));
  return { ...folder, module };
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

async function moduleIn(folder: string): Promise<URL | string> {
  for (const name of moduleNames) {
    const path = join(folder, name);
    const entry = await stat(path).catch(() => null);
    if (entry?.isFile() === true) return pathToFileURL(path);
  }
  return lacking;
}
