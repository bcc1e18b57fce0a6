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
 * where that is somebody else's. Those of the disabled names know their kinds, or why they could not work, and rest.
 */
export async function admitPlugins(
  candidates: readonly Candidate[],
  disabled: ReadonlySet<string> = new Set(),
): Promise<void> {
  const admitted: HostedPlugin[] = [];
  const rejected: (readonly [HostedPlugin, string])[] = [];
  for (const { plugin, read } of candidates) {
    const failure = typeof read === 'string' ? read : conflict(read, admitted);
    if (failure === null && typeof read !== 'string') {
      if (disabled.has(read.name)) await plugin.admitDisabled(read);
      else plugin.admit(read);
      admitted.push(plugin);
    } else rejected.push([plugin, failure ?? '']);
  }
  const names = new Set(admitted.map((plugin) => plugin.name));
  for (const [plugin, failure] of rejected) {
    const name = free(plugin.folder.name, names);
    names.add(name);
    await plugin.reject(name, failure);
    if (disabled.has(name)) await plugin.disable();
  }
}

/** Why a plugin of this manifest cannot work beside these, in a sentence; null: it can. */
export function conflict(manifest: Manifest, others: readonly HostedPlugin[]): string | null {
  const namesake = others.find((plugin) => plugin.name === manifest.name);
  if (namesake) return `The plugin in ${namesake.folder.path} has its name ${manifest.name} already.`;
  for (const { name } of manifest.kinds) {
    const rival = others.find(
      (plugin) => plugin.admitted && plugin.manifest?.kinds.some((kind) => kind.name === name),
    );
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
