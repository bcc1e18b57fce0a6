import type { Service } from '../domain/service/service.ts';
import type { Causes } from './find-causes.ts';
import type { Inventory } from './inventory.ts';
import type { Neighbour } from './ports/plugins.ts';
import type { Sightings } from './sightings.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly causes: Causes;
  readonly sightings: (stackId: string) => Sightings | null;
}

/** All services of a stack, as plugins are told of them. */
export const neighbours =
  ({ inventory, causes, sightings }: Deps) =>
  (stackId: string): readonly Neighbour[] => {
    const seen = sightings(stackId);
    const names = (services: readonly Service[]) => services.map(({ name }) => name);
    return inventory
      .services()
      .filter((service) => service.stackId === stackId)
      .map((service) => ({
        service,
        health: inventory.standing(service.id).status,
        dependsOn: names(causes.dependencies(service)),
        dependents: names(causes.dependents(service)),
        authorization: inventory.credential(service.id),
        containerId: service.containerName === null ? null : (seen?.find(service.containerName)?.id ?? null),
      }));
  };
