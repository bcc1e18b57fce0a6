import type { CheckResult } from '../domain/health/check.ts';
import { statusOf } from '../domain/health/check.ts';
import type { Observation } from '../domain/health/standing.ts';
import { engineKind } from '../domain/service/dependencies.ts';
import type { Service } from '../domain/service/service.ts';
import type { Changed } from './change-service.ts';
import { serviceChanged } from './change-service.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { Plugins } from './ports/plugins.ts';
import type { Sightings } from './sightings.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly plugins: Pick<Plugins, 'probe'>;
  readonly clock: Clock;
  readonly sightings: (stackId: string) => Sightings | null;
  readonly judge: (serviceId: string, seen: Observation) => Promise<void>;
  readonly change: (
    serviceId: string,
    change: (before: Service) => Changed | null,
  ) => Promise<Service | null>;
  readonly timeoutMs: number;
}

/**
 * Looks at a service: asks its plugin, adds what Docker says of its container, and lets it be judged. A
 * timeout is an observation, not an exception.
 */
export const observeService =
  ({ inventory, plugins, clock, sightings, judge, change, timeoutMs }: Deps) =>
  async (serviceId: string, signal: AbortSignal): Promise<void> => {
    const service = inventory.service(serviceId);
    if (!service || service.removedAt !== null) return;
    const authorization = inventory.credential(serviceId);
    const report = await plugins.probe(service, { timeoutMs, authorization }, signal);
    if (signal.aborted) return;
    const at = clock.now();
    const told = checksOfDocker(service, sightings(service.stackId), at);
    await judge(serviceId, observation([...report.checks, ...told], at, false));
    if (report.version !== null && report.version !== service.version) {
      await change(serviceId, (before) => withVersion(before, report.version, at));
    }
  };

/** What Docker alone says, when that needs no second opinion: that the container, or the engine, does not run. */
export function dockerObservation(service: Service, sightings: Sightings, at: Date): Observation | null {
  const checks = checksOfDocker(service, sightings, at);
  return statusOf(checks) === 'DOWN' ? observation(checks, at, true) : null;
}

/** What the last probe saw, with what Docker says since. */
export function renewedObservation(
  service: Service,
  checks: readonly CheckResult[],
  { sightings, at }: { readonly sightings: Sightings; readonly at: Date },
): Observation {
  const probed = checks.filter((check) => !isDockers(check));
  return observation([...probed, ...checksOfDocker(service, sightings, at)], at, true);
}

/** Whether a check is not the plugin's, but what Docker says. */
export function isDockers({ name }: Pick<CheckResult, 'name'>): boolean {
  return name === 'container' || name === 'engine';
}

/** What Docker says of a service: of the engine itself, or of the service's container. */
export function checksOfDocker(
  service: Service,
  sightings: Sightings | null,
  at: Date,
): readonly CheckResult[] {
  if (!sightings) return [];
  if (service.kind === engineKind) return [sightings.checkEngine(at)].filter((check) => check !== null);
  return service.containerName === null ? [] : [sightings.check(service.containerName, at)];
}

function observation(checks: readonly CheckResult[], at: Date, decisive: boolean): Observation {
  const status = statusOf(checks);
  return { status, summary: explain(checks), at, checks, decisive };
}

const order = ['FAIL', 'WARN', 'UNKNOWN', 'PASS', 'SKIPPED'] as const;

/** The sentences of the worst checks; Docker's, as the deeper cause, first. */
function explain(checks: readonly CheckResult[]): string {
  const worst = order.find((status) => checks.some((check) => check.status === status));
  const blamed = checks.filter((check) => check.status === worst);
  const first = blamed.find((check) => isDockers(check) && worst === 'FAIL');
  return first?.summary ?? [...new Set(blamed.map((check) => check.summary))].slice(0, 2).join(' ');
}

/** Takes over the version that a service says it has; a change of it is worth an entry, the first saying is not. */
function withVersion(service: Service, version: string | null, at: Date): Changed | null {
  if (version === null || version === service.version) return null;
  const after = { ...service, version };
  if (service.version === null) return { service: after, drafts: [] };
  const draft = serviceChanged(after, 'SERVICE_UPDATED', {
    at,
    summary: `${service.displayName} went from version ${service.version} to ${version}.`,
    before: { version: service.version },
    after: { version },
  });
  return { service: after, drafts: [draft] };
}
