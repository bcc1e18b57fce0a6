import type { Metrics, Sample } from './metrics.ts';

/** A counter, and how much it grew between two samples. */
export interface Growth {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly total: number;
  readonly grown: number;
  /** How far the two samples lie apart. */
  readonly overMs: number;
}

/** How far the two samples should lie apart, in milliseconds: long enough for a scrape loop to come round. */
export const sampleGapMs = 1500;

/** A second look at metrics, and how long after the first it was. */
export interface SecondLook {
  readonly metrics: Metrics;
  readonly apartMs: number;
}

/**
 * How much counters grow, label set by label set. A counter that is zero cannot have grown, so where all are, the
 * second look is not taken: what is well is found out at once. One that was not there before grew from zero; one that
 * fell was reset, and grew to what it is.
 */
export async function growing(
  counters: readonly string[],
  first: Metrics,
  look: () => Promise<SecondLook>,
): Promise<readonly Growth[]> {
  const isUsed = counters.some((counter) => first.samples(counter).some(({ value }) => value > 0));
  if (!isUsed) return [];
  const { metrics, apartMs } = await look();
  return counters.flatMap((metric) => {
    const before = new Map(first.samples(metric).map((sample) => [keyOf(sample), sample.value]));
    return metrics.samples(metric).map((sample) => {
      const was = before.get(keyOf(sample)) ?? 0;
      const grown = sample.value >= was ? sample.value - was : sample.value;
      return { metric, labels: sample.labels, total: sample.value, grown, overMs: apartMs };
    });
  });
}

function keyOf({ labels }: Sample): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
