import type { Event } from '../domain/event/event.ts';
import { matchesLabels, parseMatcher } from '../domain/service/matcher.ts';
import type { Target, TargetHealth } from '../domain/target/target.ts';
import type { TargetFilter } from './filters.ts';
import type { Inventory } from './inventory.ts';
import type { Targets } from './targets.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly targets: Targets;
}

/** Scraped targets that pass a filter, by job and instance. @throws Refusal INVALID_MATCHER */
export const selectTargets =
  (deps: Deps) =>
  (filter: TargetFilter): readonly Target[] => {
    const { targets } = deps;
    const all = filter.serviceId === undefined ? targets.all() : targets.of(filter.serviceId);
    const passes = targetTest(deps, filter);
    return all.filter((target) =>
      passes(target, {
        services: () => [targets.service(target)?.id],
        healths: () => [targets.health(target)],
      }),
    );
  };

/**
 * A test whether an event passes a filter of targets: its target matches now, or matched before or after it.
 * @throws Refusal INVALID_MATCHER
 */
export const concernsTargets =
  (deps: Deps) =>
  (filter: TargetFilter): ((event: Event) => boolean) => {
    const passes = targetTest(deps, filter);
    return ({ detail, services }) => {
      const target = detail.type === 'TARGET_CHANGED' ? deps.inventory.target(detail.targetId) : null;
      if (!target || detail.type !== 'TARGET_CHANGED') return false;
      return passes(target, {
        services: () => [deps.targets.service(target)?.id, ...services],
        healths: () => [detail.from, detail.to].filter((health) => health !== null),
      });
    };
  };

/** What is worked out only where the filter asks for it. */
interface Asked {
  readonly services: () => readonly (string | undefined)[];
  readonly healths: () => readonly TargetHealth[];
}

type TargetTest = (target: Target, asked: Asked) => boolean;

/** A test for each field that is given. */
function targetTest({ inventory }: Deps, filter: TargetFilter): TargetTest {
  const { stack, stackId, serviceId, services, jobs, health } = filter;
  const tests: TargetTest[] = [];
  if (stack !== undefined) {
    tests.push((target) => inventory.stack(target.stackId)?.name === stack);
  }
  if (stackId !== undefined) tests.push((target) => target.stackId === stackId);
  if (serviceId !== undefined) tests.push((_target, asked) => asked.services().includes(serviceId));
  if (services !== undefined) {
    const ids = new Set<string | undefined>(inventory.idsNamed(services));
    tests.push((_target, asked) => asked.services().some((id) => ids.has(id)));
  }
  if (jobs !== undefined) tests.push((target) => jobs.includes(target.job));
  if (health !== undefined) {
    tests.push((_target, asked) => asked.healths().some((one) => health.includes(one)));
  }
  for (const matcher of filter.matchers?.map(parseMatcher) ?? []) {
    tests.push((target) => matchesLabels(matcher, target.labels));
  }
  return (target, asked) => tests.every((passes) => passes(target, asked));
}
