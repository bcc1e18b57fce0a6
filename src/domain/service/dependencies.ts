import type { Service } from './service.ts';

/** The kind of a Docker engine: what runs in containers cannot run without it. */
export const engineKind = 'docker-engine';

/** A service that another one needs. */
export interface Need {
  readonly service: Service;
  /** Whether the other one cannot even run without it; if not, it runs, but cannot do its work. */
  readonly toRun: boolean;
}

/** What each service needs directly, by the service's id. */
export type Dependencies = ReadonlyMap<string, readonly Need[]>;

/**
 * What each of a stack's services needs: those it names, to run; where it names none, those of the kinds that its
 * kind usually needs, to do its work only (runbook §7: Prometheus starts without targets and Alertmanager, Grafana
 * without Prometheus). Whatever runs in a container needs the stack's Docker engine in any case.
 */
export function dependenciesOf(
  services: readonly Service[],
  usualNeeds: (kind: string) => readonly string[],
): Dependencies {
  const byName = new Map(services.map((service) => [service.name, service]));
  const byKind = grouped(services, ({ kind }) => kind);
  const engines = byKind.get(engineKind) ?? [];
  return new Map(
    services.map((service) => {
      const named = (service.dependsOn ?? []).flatMap((name) => byName.get(name) ?? []);
      const usual =
        service.dependsOn === null ? usualNeeds(service.kind).flatMap((kind) => byKind.get(kind) ?? []) : [];
      const hosts = service.containerName === null || service.kind === engineKind ? [] : engines;
      return [service.id, needs(service, [...named, ...hosts], usual)];
    }),
  );
}

function needs(service: Service, toRun: readonly Service[], toWork: readonly Service[]): readonly Need[] {
  const found = new Map<string, Need>();
  for (const other of toWork) found.set(other.id, { service: other, toRun: false });
  for (const other of toRun) found.set(other.id, { service: other, toRun: true });
  found.delete(service.id);
  return [...found.values()];
}

function grouped<T>(all: readonly T[], key: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}
