import type { Event } from '../domain/event/event.ts';
import type { HealthStatus } from '../domain/health/health.ts';
import { matchesLabels, parseMatcher } from '../domain/service/matcher.ts';
import type { Service } from '../domain/service/service.ts';
import { isPaused } from '../domain/service/service.ts';
import type { ServiceFilter } from './filters.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly clock: Clock;
}

/** Watched services that pass a filter, by name, then by stack. @throws Refusal INVALID_MATCHER */
export const selectServices =
  (deps: Deps) =>
  (filter: ServiceFilter): readonly Service[] => {
    const { inventory } = deps;
    // The list itself, which stays the same one until a service changes.
    if (Object.keys(filter).length === 0) return inventory.services();
    const passes = serviceTest(deps, filter);
    return inventory.services().filter((service) => passes(service, [inventory.standing(service.id).status]));
  };

/**
 * A test whether an event passes a filter of services: one of its services matches now or, of a change of
 * health, matched before or after it. @throws Refusal INVALID_MATCHER
 */
export const concernsServices =
  (deps: Deps) =>
  (filter: ServiceFilter): ((event: Event) => boolean) => {
    const passes = serviceTest(deps, filter);
    return (event) => {
      const { detail } = event;
      return event.services.some((id) => {
        const service = deps.inventory.service(id);
        const statuses =
          detail.type === 'HEALTH_CHANGED' ? [detail.from, detail.to] : [deps.inventory.standing(id).status];
        return service !== null && passes(service, statuses);
      });
    };
  };

type ServiceTest = (service: Service, statuses: readonly HealthStatus[]) => boolean;

function serviceTest({ inventory, clock }: Deps, filter: ServiceFilter): ServiceTest {
  const matchers = filter.matchers?.map(parseMatcher) ?? [];
  return (service, statuses) =>
    (filter.stack === undefined || inventory.stack(service.stackId)?.name === filter.stack) &&
    isAny(filter.names, [service.name]) &&
    isAny(filter.kinds, [service.kind]) &&
    isAny(filter.statuses, statuses) &&
    (filter.paused === undefined || isPaused(service, clock.now()) === filter.paused) &&
    matchers.every((matcher) => matchesLabels(matcher, service.labels));
}

/** Whether one of the values is allowed; everything is when nothing is said. */
function isAny<T>(allowed: readonly T[] | undefined, values: readonly T[]): boolean {
  return allowed === undefined || values.some((value) => allowed.includes(value));
}
