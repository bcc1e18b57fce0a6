import type { CheckContext } from 'custos/plugin-sdk';
import { ownMetrics, readable } from './reading.ts';

/** How much a counter grew lately. */
export interface Rise {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly by: number;
  readonly overSeconds: number;
}

/** As the expert rules have it. */
const minutes = 15;

/**
 * How much its counters grew in the last fifteen minutes, by what the stack's Prometheus recorded; where that does not
 * answer or knows more than one Alertmanager, how much they grow now. Where all are zero nothing is asked.
 * @throws ReadFailure
 */
export async function rises(context: CheckContext, counters: readonly string[]): Promise<readonly Rise[]> {
  const metrics = await ownMetrics(context);
  const used = counters.filter((counter) => metrics.samples(counter).some(({ value }) => value > 0));
  const found = await Promise.all(used.map((counter) => riseOf(context, counter)));
  return found.flat().filter(({ by }) => by > 0);
}

async function riseOf(context: CheckContext, metric: string): Promise<readonly Rise[]> {
  const recorded = await recordedRise(context, metric);
  if (recorded.length > 0) return recorded;
  const growths = await readable(context.growing(metric));
  return growths.map(({ labels, grown, overMs }) => ({
    metric,
    labels,
    by: grown,
    overSeconds: overMs / 1000,
  }));
}

async function recordedRise(context: CheckContext, metric: string): Promise<readonly Rise[]> {
  try {
    const samples = await context.query(`increase(${metric}[${String(minutes)}m])`);
    const instances = new Set(samples.map(({ labels }) => labels['instance']));
    if (instances.size > 1) return [];
    return samples.map(({ labels, value }) => ({ metric, labels, by: value, overSeconds: minutes * 60 }));
  } catch {
    return [];
  }
}

/** For an excerpt: `alertmanager_…_total{integration="webhook"} +3 in 900 s`. */
export function shownRise({ metric, labels, by, overSeconds }: Rise): string {
  const pairs = Object.entries(labels)
    .filter(([name]) => name !== 'job' && name !== 'instance' && name !== '__name__')
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const selector = pairs.length > 0 ? `{${pairs.join(',')}}` : '';
  return `${metric}${selector} +${String(Math.round(by * 10) / 10)} in ${String(Math.round(overSeconds))} s`;
}
