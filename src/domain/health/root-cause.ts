import type { Dependencies, Need } from '../service/dependencies.ts';
import type { HealthStatus } from './health.ts';

/**
 * Finds, for services of one stack, the deepest failing ones that explain how they are.
 *
 * A service that another one needs to run explains, when it is DOWN, whatever that one is; when it is DEGRADED,
 * that it is DEGRADED. One that it only needs to do its work explains that it is DEGRADED, and no more: a Grafana
 * that does not answer is not down because Prometheus is, so that beside a dead Prometheus it is a cause of its own.
 * What is UNKNOWN explains nothing by itself, but through what explains it. Circles end where they were entered.
 *
 * @returns the ids of the causes of a service, in no order; none: it is the cause itself, or well.
 */
export function createCauses(
  dependencies: Dependencies,
  statusOf: (serviceId: string) => HealthStatus,
): (serviceId: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  const entered = new Set<string>();
  const causesOf = (id: string): readonly string[] => {
    const found = known.get(id);
    if (found) return found;
    if (entered.has(id) || statusOf(id) === 'HEALTHY') return [];
    entered.add(id);
    const causes = new Set<string>();
    for (const need of dependencies.get(id) ?? []) {
      for (const cause of deepest(need, statusOf(id))) causes.add(cause);
    }
    entered.delete(id);
    known.set(id, [...causes]);
    return [...causes];
  };
  const deepest = (need: Need, status: HealthStatus): readonly string[] => {
    const { id } = need.service;
    if (entered.has(id) || !mayExplain(need, statusOf(id), status)) return [];
    const deeper = causesOf(id);
    if (deeper.length > 0) return deeper;
    return statusOf(id) === 'UNKNOWN' ? [] : [id];
  };
  return causesOf;
}

function mayExplain({ toRun }: Need, needed: HealthStatus, status: HealthStatus): boolean {
  if (needed === 'HEALTHY') return false;
  return (toRun && needed !== 'DEGRADED') || status === 'DEGRADED';
}
