import type { Depths } from '../domain/diagnosis/arrange-findings.ts';
import type { Service } from '../domain/service/service.ts';
import type { Causes } from './find-causes.ts';
import type { Inventory } from './inventory.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly causes: Pick<Causes, 'dependencies'>;
}

/** So many ill services below one are looked at with it; the nearest first. */
const most = 5;

/** The services that one needs, directly or by way of others, nearest first, with how deep each lies. */
function below({ causes }: Pick<Deps, 'causes'>, service: Service): ReadonlyMap<string, Below> {
  const found = new Map<string, Below>([[service.id, { service, depth: 0 }]]);
  for (const { service: one, depth } of found.values()) {
    for (const other of causes.dependencies(one))
      if (!found.has(other.id)) found.set(other.id, { service: other, depth: depth + 1 });
  }
  return found;
}

interface Below {
  readonly service: Service;
  readonly depth: number;
}

/** The services below one that are not well: what is wrong with it may be wrong with them. */
export function illBelow(deps: Deps, service: Service): readonly Service[] {
  return [...below(deps, service).values()]
    .filter(({ depth }) => depth > 0)
    .map((other) => other.service)
    .filter(({ id }) => deps.inventory.standing(id).status !== 'HEALTHY')
    .slice(0, most);
}

/** How deep services lie, seen from one of them, or with null from above all of a stack. */
export function depthsFrom(
  { causes }: Pick<Deps, 'causes'>,
  root: Service | null,
  all: readonly Service[],
): Depths {
  const reach = new Map(all.map((service) => [service.id, below({ causes }, service)]));
  const needs = (serviceId: string, otherId: string): boolean =>
    serviceId !== otherId && (reach.get(serviceId)?.has(otherId) ?? false);
  const depth = (serviceId: string): number =>
    root
      ? (below({ causes }, root).get(serviceId)?.depth ?? 0)
      : Math.max(0, ...[...reach.values()].map((found) => found.get(serviceId)?.depth ?? 0));
  return { needs, depth };
}
