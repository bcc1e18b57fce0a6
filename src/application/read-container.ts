import type { Container, ContainerUsage, DockerHost, LogLine } from '../domain/container/container.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Service } from '../domain/service/service.ts';
import type { ContainerOf } from './app.ts';
import type { ContainerEngine, Tail } from './ports/container-engine.ts';
import type { Sightings } from './sightings.ts';

interface Deps {
  readonly engineOf: (stackId: string) => ContainerEngine | null;
  readonly sightings: (stackId: string) => Pick<Sightings, 'silence'> | null;
}

/** Why the engine of a stack is known not to answer: nobody waits for it until it does again. */
const silenceOf = ({ sightings }: Deps, stackId: string): string | null =>
  sightings(stackId)?.silence() ?? null;

/** The engine of a stack, as it says; as it was last, while it does not answer. Null for a stack without Docker. */
export const dockerHost =
  (deps: Deps) =>
  async (stackId: string): Promise<DockerHost | null> => {
    const engine = deps.engineOf(stackId);
    const failure = silenceOf(deps, stackId);
    if (!engine || failure === null) return engine?.host() ?? null;
    return { ...engine.lastHost(), reachable: false, failure };
  };

/** The containers of services: one call to each engine that answers, whatever their number. */
export const describeContainers =
  (deps: Deps) =>
  async (services: readonly Service[]): Promise<readonly (Container | null)[]> => {
    const found = new Map<string, Container | null>();
    const engines = new Map<ContainerEngine, Service[]>();
    for (const service of services) {
      const engine = service.containerName === null ? null : deps.engineOf(service.stackId);
      if (!engine || silenceOf(deps, service.stackId) !== null) continue;
      engines.set(engine, [...(engines.get(engine) ?? []), service]);
    }
    await Promise.all(
      [...engines].map(async ([engine, members]) => {
        const described = await engine.describe(members.map((service) => service.containerName ?? ''));
        members.forEach((service, index) => found.set(service.id, described[index] ?? null));
      }),
    );
    return services.map((service) => found.get(service.id) ?? null);
  };

/** As the contract promises. */
const mostLines = 1000;

/** What containers use now: one measurement of each engine, whatever the number. */
export const containerUsage =
  ({ engineOf }: Pick<Deps, 'engineOf'>) =>
  async (containers: readonly ContainerOf[]): Promise<readonly (ContainerUsage | null)[]> => {
    const byEngine = new Map<ContainerEngine, string[]>();
    for (const { id, stackId } of containers) {
      const engine = engineOf(stackId);
      if (engine) byEngine.set(engine, [...(byEngine.get(engine) ?? []), id]);
    }
    const found = new Map<string, ContainerUsage | null>();
    await Promise.all(
      [...byEngine].map(async ([engine, ids]) => {
        const measured = await engine.usage(ids);
        ids.forEach((id, index) => found.set(id, measured[index] ?? null));
      }),
    );
    return containers.map(({ id }) => found.get(id) ?? null);
  };

/** A container's newest output. @throws Refusal INVALID_ARGUMENT for none or too many lines. */
export const containerLogs =
  ({ engineOf }: Deps) =>
  async ({ id, stackId }: ContainerOf, tail: Tail): Promise<readonly LogLine[] | null> => {
    if (tail.tail < 1 || tail.tail > mostLines) {
      const message = `Ask for 1 to ${String(mostLines)} lines, not ${String(tail.tail)}.`;
      throw new Refusal('INVALID_ARGUMENT', message, { path: ['tail'] });
    }
    return (await engineOf(stackId)?.logs(id, tail)) ?? null;
  };
