import type { CheckContext, CheckDefinition, Checked, Evidence, Finding, Metrics } from 'custos/plugin-sdk';
import { evidence, fail, pass, readMetrics, ReadFailure, skipped, warn } from 'custos/plugin-sdk';
import { conditions } from '../metrics/conditions.ts';
import { readable } from '../reading.ts';

/** Nineteen requests of twenty are answered within this, in seconds (runbook C23). */
const slow = { warn: 1, fail: 5 } as const;
/** Of fewer requests one slow one is no twentieth. */
const fewest = 50;
const count = 'sum(increase(grafana_http_request_duration_seconds_count[5m]))';
const quantile =
  'histogram_quantile(0.95,sum by(le)(rate(grafana_http_request_duration_seconds_bucket[5m])))';

/** Does it answer fast and without failing, and do its alert rules run? As its own metrics say. */
export const grafanaMetrics: CheckDefinition = {
  name: 'grafana-metrics',
  title: 'Does it answer fast and without failing, and do its alert rules run?',
  reference: 'C23',
  covers: ['X18'],
  run: async (context) => {
    const answer = await readable(context.http.get('/metrics'));
    if ([401, 403, 404].includes(answer.status))
      return skipped(`Its metrics are not for everybody (${String(answer.status)}).`);
    if (answer.status !== 200) throw new ReadFailure(`/metrics answered ${String(answer.status)}.`);
    const metrics = await readable(Promise.resolve().then(() => readMetrics(answer.text)));
    if (metrics.samples('grafana_build_info').length === 0)
      throw new ReadFailure('What it calls its metrics are not those of Grafana.');
    return await judge(context, metrics);
  },
};

async function judge(context: CheckContext, metrics: Metrics): Promise<Checked> {
  const [p95, ...found] = await Promise.all([
    secondsOf(context, metrics),
    ...conditions.map((condition) => condition(context, metrics)),
  ]);
  const findings = found.flat();
  const more = { observed: { p95Seconds: p95 }, threshold: { p95Seconds: slow.warn } };
  if (p95 !== null && p95 >= slow.warn) {
    const all = { ...more, evidence: [shown(p95)], findings: [...findings, slowness(p95)] };
    const summary = `One request of twenty takes longer than ${p95.toFixed(1)} s.`;
    return p95 >= slow.fail ? fail(summary, all) : warn(summary, all);
  }
  if (findings.length > 0) return warn('Its metrics tell of failures.', { ...more, findings });
  const known =
    p95 === null
      ? ' How fast it answers is not known: no Prometheus has its metrics, or too few requests came.'
      : '';
  return pass(`Its metrics tell of nothing that fails.${known}`, more);
}

/** How long one request of twenty takes at least; null where no Prometheus knows it, or nothing was asked for. */
async function secondsOf(context: CheckContext, metrics: Metrics): Promise<number | null> {
  if (metrics.samples('grafana_http_request_duration_seconds_count').length === 0) return null;
  const ask = (expression: string) => context.query(expression).catch(() => []);
  const [[requests], [sample]] = await Promise.all([ask(count), ask(quantile)]);
  if (!requests || requests.value < fewest) return null;
  return sample && Number.isFinite(sample.value) ? sample.value : null;
}

function slowness(p95: number): Finding {
  return {
    code: 'X18',
    certainty: 'LIKELY',
    explanation: `One of twenty requests to Grafana takes longer than ${p95.toFixed(1)} s over the last five minutes: \`query-time\` says whether Prometheus is slow, or Grafana itself.`,
  };
}

function shown(p95: number): Evidence {
  return evidence('QUERY', quantile, `${p95.toFixed(3)} s`);
}
