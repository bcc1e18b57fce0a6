import type { HostedPlugin } from './hosted-plugin.ts';
import type { Manifest } from './manifest.ts';

/** A plugin after its first start: its manifest, or a sentence that says why there is none. */
export interface Candidate {
  readonly plugin: HostedPlugin;
  readonly read: Manifest | string;
}

/**
 * Decides in order which candidates may work. Of two with one name, or that know one kind, the later one is
 * rejected and says which other one is in its way. A rejected one is known by its folder's name, with a number
 * where that is somebody else's.
 */
export async function admitPlugins(candidates: readonly Candidate[]): Promise<void> {
  const admitted: HostedPlugin[] = [];
  const rejected: (readonly [HostedPlugin, string])[] = [];
  for (const { plugin, read } of candidates) {
    const failure = typeof read === 'string' ? read : conflict(read, admitted);
    if (failure === null && typeof read !== 'string') {
      plugin.admit(read);
      admitted.push(plugin);
    } else rejected.push([plugin, failure ?? '']);
  }
  const names = new Set(admitted.map((plugin) => plugin.name));
  for (const [plugin, failure] of rejected) {
    const name = free(plugin.folder.name, names);
    names.add(name);
    await plugin.reject(name, failure);
  }
}

function conflict(manifest: Manifest, admitted: readonly HostedPlugin[]): string | null {
  const namesake = admitted.find((plugin) => plugin.name === manifest.name);
  if (namesake) return `The plugin in ${namesake.folder.path} has its name ${manifest.name} already.`;
  for (const { name } of manifest.kinds) {
    const rival = admitted.find((plugin) => plugin.manifest?.kinds.some((kind) => kind.name === name));
    if (rival) return `The plugin ${rival.name} knows its kind ${name} already.`;
  }
  return null;
}

function free(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
