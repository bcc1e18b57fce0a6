import { Unreadable } from '../../../application/ports/engine-reader.ts';
import type { UsageFacts } from '../../../plugin-sdk/container.ts';
import { uninterrupted, within } from '../within.ts';
import { ask, type Reading, shortMs } from './reading.ts';
import { type Measured, measured } from './replies.ts';
import { gone } from './unreadable.ts';

/** Two measurements closer together say little: the kernel counts in hundredths of a second. */
const apartMs = 250;
/** Two measurements further apart say nothing about now. */
const oldMs = 300_000;
/** Two questions, each as long as it may take. */
const mostMs = 2 * shortMs;
/** Beyond so many containers, the measurements that were made first are forgotten. */
const kept = 1000;

interface Sample {
  readonly atMs: number;
  readonly told: Measured;
}

/** The published types know neither the single measurement nor the signal. */
interface Measurable {
  stats(options: {
    readonly stream: false;
    readonly 'one-shot': true;
    readonly abortSignal: AbortSignal;
  }): Promise<unknown>;
}

/**
 * Measures what a container uses; null when it does not run. Docker tells counters: what the processor did is the
 * difference between two measurements, the last one and this one, or two at once where there is no last one. Engines
 * up to 20.10 measure once a second, whoever asks: there an answer takes up to two seconds, and one after that.
 */
export function createUsage(reading: Reading) {
  const samples = new Map<string, Sample>();
  const asking = new Map<string, Promise<UsageFacts | null>>();

  const sample = async (id: string): Promise<Sample> => {
    const container: Measurable = reading.docker.getContainer(id);
    const told = await ask(reading, { reply: measured, ms: shortMs, signal: uninterrupted }, (abortSignal) =>
      container.stats({ stream: false, 'one-shot': true, abortSignal }),
    );
    return { atMs: reading.clock.monotonicMs(), told };
  };

  const first = async (id: string): Promise<Sample> => {
    const known = samples.get(id);
    if (known && reading.clock.monotonicMs() - known.atMs <= oldMs) return known;
    return sample(id);
  };

  const measure = async (id: string): Promise<UsageFacts | null> => {
    const inspected = await reading.client.inspect(id, uninterrupted);
    if (!inspected) throw new Unreadable(gone);
    if (inspected.State.Status !== 'running') return null;
    const before = await first(id);
    const passedMs = reading.clock.monotonicMs() - before.atMs;
    if (passedMs < apartMs) await reading.clock.sleep(apartMs - passedMs, uninterrupted);
    const now = await sample(id);
    samples.delete(id);
    samples.set(id, now);
    for (const oldest of samples.keys()) if (samples.size > kept) samples.delete(oldest);
    return usageOf(before.told, now.told, inspected.HostConfig.Memory || null);
  };

  /** Several who ask at once share one measurement. */
  return (id: string, signal: AbortSignal): Promise<UsageFacts | null> => {
    const measuring = asking.get(id) ?? measure(id).finally(() => asking.delete(id));
    asking.set(id, measuring);
    return within({ clock: reading.clock, ms: mostMs, signal }, () => measuring);
  };
}

function usageOf(before: Measured, now: Measured, memoryLimitBytes: number | null): UsageFacts {
  const [old, young] = [before.cpu_stats.throttling_data, now.cpu_stats.throttling_data];
  return {
    cpuPercent: cpuPercent(before.cpu_stats, now.cpu_stats),
    throttledPeriods: growth(old?.throttled_periods, young?.throttled_periods),
    periods: growth(old?.periods, young?.periods),
    memoryBytes: memoryOf(now),
    memoryLimitBytes,
  };
}

/** As `docker stats` counts: the container's share of what all processors did, 100 for each of them. */
function cpuPercent(before: Measured['cpu_stats'], now: Measured['cpu_stats']): number | null {
  const cpu = growth(before.cpu_usage.total_usage, now.cpu_usage.total_usage);
  const system = growth(before.system_cpu_usage, now.system_cpu_usage);
  return cpu === null || !system ? null : (cpu / system) * (now.online_cpus ?? 1) * 100;
}

/** Null where a counter is not told, or began anew. */
function growth(before: number | null | undefined, now: number | null | undefined): number | null {
  if (typeof before !== 'number' || typeof now !== 'number') return null;
  return now >= before ? now - before : null;
}

/** As `docker stats` counts: without the file cache that the kernel would give up first. */
function memoryOf({ memory_stats: { usage, stats } }: Measured): number | null {
  if (typeof usage !== 'number') return null;
  const cache = stats['total_inactive_file'] ?? stats['inactive_file'] ?? 0;
  return cache < usage ? usage - cache : usage;
}
