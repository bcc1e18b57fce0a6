import type { Clock } from '../../application/ports/clock.ts';
import type { ContainerUsage } from '../../domain/container/container.ts';
import type { Client } from './client.ts';
import type { Stats } from './reply.ts';
import { sideBySide } from './side-by-side.ts';
import { uninterrupted, within } from './within.ts';

interface Deps {
  readonly client: Client;
  readonly clock: Clock;
}

/** How many containers are measured at a time. */
const width = 8;
/** However many are measured, it takes no longer. */
const mostMs = 2000;
/** Two measurements further apart than this say nothing about now. */
const oldMs = 300_000;
/** Beyond so many containers, the measurements that were made first are forgotten. */
const kept = 1000;

interface Sample {
  readonly atMs: number;
  readonly cpu: number;
  readonly system: number;
}

/**
 * Measures what containers use. Docker tells counters: what a processor does is the difference between two
 * measurements, so the first one of a container does not say it.
 */
export function createUsage({ client, clock }: Deps) {
  const samples = new Map<string, Sample>();

  const measure = async (id: string, signal: AbortSignal): Promise<ContainerUsage | null> => {
    const [stats, inspected] = await Promise.all([client.stats(id, signal), client.inspect(id, signal)]);
    if (!inspected || inspected.State.Status !== 'running') return null;
    const before = samples.get(id) ?? null;
    const sample = sampleOf(stats, clock.monotonicMs());
    samples.delete(id);
    samples.set(id, sample);
    for (const oldest of samples.keys()) if (samples.size > kept) samples.delete(oldest);
    const memoryBytes = memoryOf(stats);
    const memoryLimitBytes = inspected.HostConfig.Memory || null;
    return {
      observedAt: clock.now(),
      cpuPercent: before && cpuPercent(before, sample, stats.cpu_stats.online_cpus ?? 1),
      memoryBytes,
      memoryLimitBytes,
      memoryPercent:
        memoryBytes === null || memoryLimitBytes === null ? null : (100 * memoryBytes) / memoryLimitBytes,
    };
  };

  /** In the order of the ids; null for each that does not run or was not measured in time. Never rejects. */
  return async (ids: readonly string[]): Promise<readonly (ContainerUsage | null)[]> => {
    const found = new Map<string, ContainerUsage | null>();
    await within({ clock, ms: mostMs, signal: uninterrupted }, (signal) =>
      sideBySide([...new Set(ids)], width, async (id) => {
        found.set(id, await measure(id, signal).catch(() => null));
      }),
    ).catch(() => undefined);
    return ids.map((id) => found.get(id) ?? null);
  };
}

function sampleOf({ cpu_stats: cpu }: Stats, atMs: number): Sample {
  return { atMs, cpu: cpu.cpu_usage.total_usage ?? 0, system: cpu.system_cpu_usage ?? 0 };
}

/** As `docker stats` counts: the container's share of what all processors did, 100 for each of them. */
function cpuPercent(before: Sample, now: Sample, processors: number): number | null {
  const [cpu, system] = [now.cpu - before.cpu, now.system - before.system];
  if (cpu < 0 || system <= 0 || now.atMs - before.atMs > oldMs) return null;
  return (cpu / system) * processors * 100;
}

/** As `docker stats` counts: without the file cache that the kernel would give up first (runbook G41). */
function memoryOf({ memory_stats: memory }: Stats): number | null {
  const { usage, stats } = memory;
  if (usage === null || usage === undefined) return null;
  const cache = stats['total_inactive_file'] ?? stats['inactive_file'] ?? 0;
  return cache < usage ? usage - cache : usage;
}
