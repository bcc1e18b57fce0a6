import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { URL } from 'node:url';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const packageJson = z.object({
  name: z.string().optional(),
  keywords: z.array(z.string()).optional().catch(undefined),
  main: z.string().optional().catch(undefined),
  exports: z.unknown().optional(),
});
type PackageJson = z.infer<typeof packageJson>;

/** A package with this keyword is a plugin, and so is one of such a name. */
const keyword = 'custos-plugin';
const namePattern = /^(?:@[^/]+\/)?custos-plugin-./u;

/**
 * The packages of a `node_modules` that are plugins, by their names, each with the last part of its name. A directory
 * that is not there has none.
 */
export async function packagesIn(directory: string): Promise<readonly { name: string; full: string }[]> {
  const names = await entries(directory);
  const scoped = await Promise.all(
    names
      .filter((name) => name.startsWith('@'))
      .map(async (scope) => (await entries(join(directory, scope))).map((name) => `${scope}/${name}`)),
  );
  const all = [...names.filter((name) => !/^[@.]/u.test(name)), ...scoped.flat()].sort();
  const found = await Promise.all(all.map(async (name) => ((await isPlugin(directory, name)) ? [name] : [])));
  return found.flat().map((name) => ({ name: name.split('/').at(-1) ?? name, full: join(directory, name) }));
}

/** The module of a package, or a sentence that says why it has none: it must be inside of the package. */
export async function moduleOfPackage(folder: string): Promise<URL | string> {
  const read = await packageAt(folder);
  const named = read && moduleNamed(read);
  if (named == null) return 'Its package.json names no module, neither as exports["./plugin"] nor as main.';
  try {
    const [home, module] = await Promise.all([realpath(folder), realpath(join(folder, named))]);
    if (!module.startsWith(`${home}${sep}`)) return `Its module ${named} is not inside of its package.`;
    return (await stat(module)).isFile() ? pathToFileURL(module) : `Its module ${named} is no file.`;
  } catch {
    return `Its module ${named} is not there.`;
  }
}

async function isPlugin(directory: string, name: string): Promise<boolean> {
  if (namePattern.test(name)) return true;
  const read = await packageAt(join(directory, name), keyword);
  return read?.keywords?.includes(keyword) === true;
}

/** Null when there is none that can be read, or it does not have the words in it: most packages are no plugins. */
async function packageAt(folder: string, words = ''): Promise<PackageJson | null> {
  try {
    const text = await readFile(join(folder, 'package.json'), 'utf8');
    return text.includes(words) ? packageJson.parse(JSON.parse(text)) : null;
  } catch {
    return null;
  }
}

function moduleNamed({ exports, main }: PackageJson): string | null {
  const target = isRecord(exports) ? exports['./plugin'] : undefined;
  const named = isRecord(target) ? (target['import'] ?? target['default']) : target;
  return typeof named === 'string' ? named : (main ?? null);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

async function entries(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch(() => []);
}
