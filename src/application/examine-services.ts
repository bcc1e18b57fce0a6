import type { DiagnosedCheck } from '../domain/diagnosis/diagnosis.ts';
import type { Finding } from '../domain/diagnosis/finding.ts';
import { mergeFindings } from '../domain/diagnosis/merge-findings.ts';
import type { Service } from '../domain/service/service.ts';
import type { Causes } from './find-causes.ts';
import type { Inventory } from './inventory.ts';
import { neighbours } from './neighbours.ts';
import type { ContainerEngine } from './ports/container-engine.ts';
import type { EngineReader, HostReader } from './ports/engine-reader.ts';
import type { DeclaredCheck, Examined, Neighbour, Plugins } from './ports/plugins.ts';
import type { Sightings } from './sightings.ts';

export interface ExaminingDeps {
  readonly inventory: Inventory;
  readonly causes: Causes;
  readonly plugins: Pick<Plugins, 'catalogue' | 'examine'>;
  readonly sightings: (stackId: string) => Sightings | null;
  /** The engine of a stack; null when it has none. */
  readonly engineOf: (stackId: string) => Pick<ContainerEngine, 'describe'> | null;
  /** Reads the engine of a stack; null when it has none. */
  readonly readerOf: (stackId: string) => EngineReader | null;
  /** Reads the host of a stack's engine; null when it has none. */
  readonly hostOf: (stackId: string) => HostReader | null;
}

/** A service, and the checks to run on it. */
export interface Part {
  readonly service: Service;
  /** Names. */
  readonly checks: readonly string[];
}

/** The checks that apply to a service: by its kind, or because it runs in a container. */
export function checksFor(
  { plugins }: Pick<ExaminingDeps, 'plugins'>,
  { kind, containerName }: Service,
): readonly DeclaredCheck[] {
  return plugins
    .catalogue()
    .checks.filter(({ kinds }) => (kinds === null ? containerName !== null : kinds.includes(kind)));
}

/** Runs checks on services of one stack, side by side under one deadline, and tells each that ends. */
export const examineServices =
  (deps: ExaminingDeps) =>
  async (
    { stackId, parts, timeoutMs }: { stackId: string; parts: readonly Part[]; timeoutMs: number },
    onEnded: (examined: Examined) => void,
    signal: AbortSignal,
  ): Promise<void> => {
    const all = await withFreshContainers(deps, neighbours(deps)(stackId), parts);
    const engine = deps.readerOf(stackId);
    const host = deps.hostOf(stackId);
    await Promise.all(
      parts.map(({ service, checks }) =>
        deps.plugins.examine({ service, checks, neighbours: all, timeoutMs, engine, host }, onEnded, signal),
      ),
    );
  };

/** The containers of who is looked at, as they are now: one that was made anew and cannot be started tells of nothing. */
async function withFreshContainers(
  { engineOf }: ExaminingDeps,
  all: readonly Neighbour[],
  parts: readonly Part[],
): Promise<readonly Neighbour[]> {
  const [first] = parts;
  const engine = first ? engineOf(first.service.stackId) : null;
  const names = parts.flatMap(({ service }) => service.containerName ?? []);
  if (!engine || names.length === 0) return all;
  const found = await engine.describe(names);
  const ids = new Map(names.map((name, index) => [name, found[index]?.id ?? null]));
  return all.map((neighbour) => {
    const id = ids.get(neighbour.service.containerName ?? '') ?? null;
    return id === null ? neighbour : { ...neighbour, containerId: id };
  });
}

/** What came of the checks so far. */
export interface Gathered {
  readonly checks: readonly DiagnosedCheck[];
  readonly findings: readonly Finding[];
  /** What was found for the first time. */
  readonly fresh: readonly Finding[];
}

/** Adds what one check came to. A finding keeps the id that it got when it was found first. */
export function gather(
  before: Pick<Gathered, 'checks' | 'findings'>,
  { check, findings: found }: Examined,
  idOf: (number: number) => string,
): Gathered {
  const numbered = found.map((finding, index) => ({
    ...finding,
    id: idOf(before.findings.length + index),
    suppressedBy: null,
  }));
  const findings = mergeFindings(before.findings, numbered);
  return { checks: [...before.checks, check], findings, fresh: findings.slice(before.findings.length) };
}
