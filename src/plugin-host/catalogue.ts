import type { Catalogue, DeclaredCheck } from '../application/ports/plugins.ts';
import type { Ids } from '../application/ports/ids.ts';
import type { Action } from '../domain/recovery/action.ts';
import type { Manifest } from './manifest.ts';

/** What these plugins declare, together: what applies to containers applies to all of their kinds. */
function catalogueOf(manifests: readonly Manifest[], ids: Ids): Catalogue {
  const everyKind = manifests.flatMap(({ kinds }) => kinds.map((kind) => kind.name)).sort();
  const kindsOf = (of: readonly string[] | 'containers' | undefined, { kinds }: Manifest) =>
    of === 'containers' ? everyKind : (of ?? kinds.map((kind) => kind.name));
  return {
    checks: manifests.flatMap(checksOf),
    findings: manifests.flatMap(({ name: plugin, findings }) =>
      findings.map(({ code, title, covers }) => ({ code, title, covers, plugin })),
    ),
    problems: manifests
      .flatMap((manifest) =>
        manifest.problems.map(({ of, reference = null, ...problem }) => ({
          ...problem,
          id: ids.of('prb', problem.name),
          plugin: manifest.name,
          reference,
          kinds: kindsOf(of, manifest),
        })),
      )
      .sort(byName),
    actions: manifests.flatMap((manifest) => actionsOf(manifest, kindsOf)).sort(byName),
  };
}

function checksOf({ name: plugin, kinds, checks }: Manifest): readonly DeclaredCheck[] {
  return checks.map(({ of, reference = null, name, title, covers }) => ({
    ...{ name, title, covers, reference, plugin },
    kinds: of === 'containers' ? null : (of ?? kinds.map((kind) => kind.name)),
  }));
}

function actionsOf(
  manifest: Manifest,
  kindsOf: (of: readonly string[] | 'containers' | undefined, manifest: Manifest) => readonly string[],
): readonly Action[] {
  return manifest.actions.map(({ of, reference = null, ...action }) => ({
    ...action,
    reference,
    kinds: of === 'containers' ? [] : kindsOf(of, manifest),
    plugin: manifest.name,
  }));
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

/** The catalogue of whoever is there when it is asked for; the same object as long as they are the same. */
export function openCatalogue(manifests: () => readonly Manifest[], ids: Ids): () => Catalogue {
  let known: readonly Manifest[] = [];
  let catalogue = catalogueOf([], ids);
  return () => {
    const now = manifests();
    if (now.length !== known.length || now.some((manifest, index) => manifest !== known[index])) {
      known = now;
      catalogue = catalogueOf(now, ids);
    }
    return catalogue;
  };
}
