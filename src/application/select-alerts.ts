import type { Alert } from '../domain/alert/alert.ts';
import type { AlertChanged, Event } from '../domain/event/event.ts';
import { matchesLabels, parseMatcher } from '../domain/service/matcher.ts';
import type { Alerts } from './alerts.ts';
import type { AlertFilter } from './filters.ts';
import type { Inventory } from './inventory.ts';
import type { AlertQuery, AlertStore } from './ports/alert-store.ts';
import type { Stretch } from './ports/stretch.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly alerts: Alerts;
  readonly alertStore: AlertStore;
}

/** A part of the alerts that pass a filter, newest first. @throws Refusal INVALID_MATCHER */
export const listAlerts =
  (deps: Deps) =>
  async (filter: AlertFilter, stretch: Stretch): Promise<readonly Alert[]> => {
    const found = await deps.alertStore.listAlerts(queryOf(deps, filter), stretch);
    return found.map((alert) => deps.alerts.current(alert));
  };

/** How many alerts pass a filter. @throws Refusal INVALID_MATCHER */
export const countAlerts =
  (deps: Deps) =>
  (filter: AlertFilter): Promise<number> =>
    deps.alertStore.countAlerts(queryOf(deps, filter));

/** Alerts in the order of their ids, null for each that there is not. */
export const findAlerts =
  ({ alerts }: Pick<Deps, 'alerts'>) =>
  async (ids: readonly string[]): Promise<readonly (Alert | null)[]> => {
    const found = await alerts.find([...new Set(ids)]);
    return ids.map((id) => found.get(id) ?? null);
  };

/**
 * A test whether an event passes a filter of alerts: its alert matched before or after it.
 * @throws Refusal INVALID_MATCHER
 */
export const concernsAlerts =
  ({ inventory }: Pick<Deps, 'inventory'>) =>
  (filter: AlertFilter): ((event: Event) => boolean) => {
    const query = queryOf({ inventory }, filter);
    const tests = alertTests(query);
    return ({ detail, stackId, services }) =>
      detail.type === 'ALERT_CHANGED' &&
      (query.stackId ?? stackId) === stackId &&
      (query.serviceIds?.some((id) => services.includes(id)) ?? true) &&
      tests.every((passes) => passes(detail));
  };

/** A test for each field that is given: what the store asks of rows is asked of a change. */
function alertTests(query: AlertQuery): readonly ((change: AlertChanged) => boolean)[] {
  const { states, severities, matchers = [], since, until } = query;
  const tests: ((change: AlertChanged) => boolean)[] = matchers.map(
    (matcher) => (change) => matchesLabels(matcher, change.labels),
  );
  if (states) tests.push(({ from, to }) => states.some((state) => state === from || state === to));
  if (severities) tests.push(({ severity }) => severities.includes(severity));
  if (since) tests.push(({ endsAt }) => endsAt === null || Date.parse(endsAt) >= since.getTime());
  if (until) tests.push(({ startsAt }) => Date.parse(startsAt) < until.getTime());
  return tests;
}

/** Ids for names: a name that nothing has matches nothing. */
function queryOf({ inventory }: Pick<Deps, 'inventory'>, filter: AlertFilter): AlertQuery {
  const { stack, stackId, services, serviceId, matchers, ...rest } = filter;
  const named = services && inventory.idsNamed(services);
  const own = serviceId === undefined ? named : [serviceId].filter((id) => named?.includes(id) ?? true);
  const stacks = inventory
    .stacks()
    .filter(({ id, name }) => id === (stackId ?? id) && name === (stack ?? name));
  return {
    ...rest,
    ...(stack === undefined && stackId === undefined ? {} : { stackId: stacks[0]?.id ?? '' }),
    ...(own && { serviceIds: own }),
    ...(matchers && { matchers: matchers.map(parseMatcher) }),
  };
}
