import { isFlapping } from '../domain/health/flapping.ts';
import type { Standing } from '../domain/health/standing.ts';
import { isPaused } from '../domain/service/service.ts';
import type { HealthCounts, Member, Stack } from '../domain/stack/stack.ts';
import { count, overall } from '../domain/stack/stack.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly clock: Clock;
}

/** Stacks by name; one of whose services none is watched any more is not shown. */
export const listStacks =
  ({ inventory }: Deps) =>
  (): readonly Stack[] => {
    const watched = new Set(inventory.services().map((service) => service.stackId));
    return inventory
      .stacks()
      .filter((stack) => watched.has(stack.id))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  };

/** One stack; null asks for the default one, the first that became known and is still watched. */
export const findStack =
  ({ inventory }: Deps) =>
  (name: string | null): Stack | null => {
    if (name !== null) return inventory.stacks().find((stack) => stack.name === name) ?? null;
    const watched = new Set(inventory.services().map((service) => service.stackId));
    return inventory.stacks().find((stack) => watched.has(stack.id)) ?? null;
  };

/** The worst of a stack's services, with what explains it. */
export const stackHealth =
  (deps: Deps) =>
  (stackId: string): Standing & { readonly flapping: boolean } => {
    const now = deps.clock.now();
    const all = members(deps, stackId);
    const flapping = all.some(({ paused, standing }) => !paused && isFlapping(standing.turns, now));
    return { ...overall(all, now), flapping };
  };

export const stackCounts =
  (deps: Deps) =>
  (stackId: string): HealthCounts =>
    count(members(deps, stackId));

function members({ inventory, clock }: Deps, stackId: string): readonly Member[] {
  const now = clock.now();
  return inventory
    .services()
    .filter((service) => service.stackId === stackId)
    .map((service) => ({
      name: service.name,
      standing: inventory.standing(service.id),
      paused: isPaused(service, now),
    }));
}
