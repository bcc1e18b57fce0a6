import type { ContainerUsage, LogLine } from '../domain/container/container.ts';
import { Refusal } from '../domain/refusal.ts';
import type { ContainerOf } from './app.ts';
import type { ContainerEngine, Tail } from './ports/container-engine.ts';

interface Deps {
  readonly engineOf: (stackId: string) => ContainerEngine | null;
}

/** As the contract promises. */
const mostLines = 1000;

/** What containers use now: one measurement of each engine, whatever the number. */
export const containerUsage =
  ({ engineOf }: Deps) =>
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
