import type { CheckContext, Evidence, Finding, Metrics, Sample } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { readable } from '../reading.ts';
import type { Condition, Reading } from './condition.ts';
import { keyOf, verdictOf } from './condition.ts';
import type { History } from './history.ts';
import { lasting } from './history.ts';

/** What a condition came to. */
export interface Judged {
  /** What was measured; null: this host, or its exporter, knows nothing of the kind. */
  readonly readings: readonly Reading[] | null;
  readonly findings: readonly Finding[];
}

/** What is known of the host before a condition is judged. */
export interface Host {
  readonly metrics: Metrics;
  /** Asked for when it is needed, once. */
  readonly history: () => Promise<History>;
}

/**
 * Judges a condition: by one look where that tells the value, else by what the stack's Prometheus recorded, and where
 * it recorded nothing by two looks.
 * @throws ReadFailure when it cannot be looked at twice
 */
export async function judge(context: CheckContext, host: Host, condition: Condition): Promise<Judged> {
  return condition.now
    ? await judgeLook(context, host, { condition, readings: condition.now(host.metrics) })
    : await judgeRate(context, host, condition);
}

async function judgeLook(
  context: CheckContext,
  host: Host,
  { condition, readings }: { readonly condition: Condition; readonly readings: readonly Reading[] },
): Promise<Judged> {
  if (readings.length === 0) return { readings: null, findings: [] };
  const suspects = readings.filter(({ value }) => value > condition.above);
  if (suspects.length === 0) return { readings, findings: [] };
  const recorded = condition.minutes === 0 ? [] : await lasting(context, await host.history(), condition);
  const findings = suspects.map((reading) => {
    const lasted =
      typeof recorded === 'string' ? recorded : recorded.some((sample) => isOf(sample, reading, condition));
    return findingOf(condition, reading, { lasted, seen: seenNow(condition, reading) });
  });
  return { readings, findings };
}

async function judgeRate(context: CheckContext, host: Host, condition: Condition): Promise<Judged> {
  const counters = condition.counters ?? [];
  const samples = host.metrics.samples(counters[0] ?? '');
  if (samples.length === 0) return { readings: null, findings: [] };
  if (samples.every(({ value }) => value === 0)) return { readings: [], findings: [] };
  const recorded = await lasting(context, await host.history(), condition);
  if (typeof recorded !== 'string') {
    const findings = recorded.map((sample) =>
      findingOf(condition, sample, { lasted: true, seen: seenRecorded(condition, sample) }),
    );
    return { readings: recorded, findings };
  }
  if (!condition.rate) return { readings: null, findings: [] };
  const readings = condition.rate(await readable(context.growing(...counters)));
  const findings = readings
    .filter(({ value }) => value > condition.above)
    .map((reading) => findingOf(condition, reading, { lasted: recorded, seen: seenNow(condition, reading) }));
  return { readings, findings };
}

function findingOf(
  condition: Condition,
  reading: Reading,
  { lasted, seen }: { readonly lasted: boolean | string; readonly seen: Evidence },
): Finding {
  const { certainty, severity, since } = verdictOf(condition, reading, lasted);
  const aspect = (condition.by ?? []).map((name) => `${name}=${reading.labels[name] ?? ''}`).join(',');
  return {
    code: condition.code,
    certainty,
    severity,
    explanation: `${condition.says(reading)}${since}: ${condition.advice}`,
    ...(aspect !== '' && { aspect }),
    evidence: [seen],
    ...(condition.remedies && { remedies: condition.remedies }),
  };
}

/** Whether Prometheus means the same part of the host: it adds labels of its own. */
function isOf(sample: Sample, reading: Reading, { by = [] }: Condition): boolean {
  return by.every((name) => sample.labels[name] === reading.labels[name]);
}

function seenNow(condition: Condition, { labels, value }: Reading): Evidence {
  const expression = condition.expression.split('{$}').join('').split('$,').join('').split('$').join('');
  return evidence('METRIC', '/metrics', `${expression} ${keyOf(labels)} = ${String(rounded(value))}`);
}

function seenRecorded({ expression, minutes }: Condition, { labels, value }: Sample): Evidence {
  const shown = `at least ${String(rounded(value))} for ${String(minutes)} minutes ${JSON.stringify(labels)}`;
  return evidence('QUERY', expression, shown);
}

/** To four digits that matter. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
