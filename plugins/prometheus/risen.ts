import type { CheckContext, Metrics, Sample } from 'custos/plugin-sdk';
import { asked, ownGrowth, ownMetrics } from './reading.ts';

/** A counter that rose lately. */
export interface Rise {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly by: number;
  /** In how much time: minutes as Prometheus stored them, or the moment between two looks. */
  readonly overSeconds: number;
}

/** Minutes that a rise is looked for in, when nothing else is said: as the expert rules do. */
const usualMinutes = 5;

/**
 * Which of its counters rose lately. Those that are zero are not asked after; of the others Prometheus' own record of
 * the last minutes is asked, and where it keeps none of itself, the counters are looked at twice.
 * @throws ReadFailure
 */
export async function risen(
  context: CheckContext,
  counters: readonly string[],
  minutes = usualMinutes,
): Promise<readonly Rise[]> {
  const metrics = await ownMetrics(context);
  const used = counters.filter((counter) => metrics.samples(counter).some(({ value }) => value > 0));
  const rises = await Promise.all(used.map((counter) => riseOf(context, counter, minutes)));
  return rises.flat().filter(({ by }) => by > 0);
}

async function riseOf(context: CheckContext, metric: string, minutes: number): Promise<readonly Rise[]> {
  const recorded = await asked(context, `increase(${metric}[${String(minutes)}m])`).catch(() => []);
  const own = recorded.length > 0 ? ownOnly(recorded, await ownMetrics(context), metric) : [];
  if (own.length > 0)
    return own.map(({ labels, value }) => ({ metric, labels, by: value, overSeconds: minutes * 60 }));
  const grown = await ownGrowth(context, metric);
  return grown.map(({ labels, grown: by, overMs }) => ({ metric, labels, by, overSeconds: overMs / 1000 }));
}

/** Of what is recorded, what is above zero here: another Prometheus may be recorded too. */
function ownOnly(recorded: readonly Sample[], metrics: Metrics, metric: string): readonly Sample[] {
  const used = metrics.samples(metric).filter(({ value }) => value > 0);
  return recorded.filter(({ labels }) =>
    used.some((own) => Object.entries(own.labels).every(([name, value]) => labels[name] === value)),
  );
}

/** For an excerpt: `prometheus_…_total{rule_group="x"} +3 in 300 s`. */
export function shownRise({ metric, labels, by, overSeconds }: Rise): string {
  const pairs = Object.entries(labels)
    .filter(([name]) => name !== 'job' && name !== 'instance')
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const selector = pairs.length > 0 ? `{${pairs.join(',')}}` : '';
  return `${metric}${selector} +${String(Math.round(by * 10) / 10)} in ${String(Math.round(overSeconds))} s`;
}
