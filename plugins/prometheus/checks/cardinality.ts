import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';
import { apiData, fieldsOf, listOf, textOf } from '../reading.ts';

/** Of all series (runbook C15); below this number nothing is many. */
const [much, tooMuch, few] = [0.2, 0.5, 20_000];

/** Does one metric have most of the series? */
export const cardinality: CheckDefinition = {
  name: 'cardinality',
  title: 'Does one metric have most of the series?',
  reference: 'C15',
  run: async (context) => {
    const data = fieldsOf(await apiData(context, '/api/v1/status/tsdb?limit=20'));
    const total = Number(fieldsOf(data['headStats'])['numSeries']);
    const top = listOf(data['seriesCountByMetricName']).map((entry) => ({
      name: textOf(fieldsOf(entry)['name']),
      value: Number(fieldsOf(entry)['value']),
    }));
    const [first] = top;
    if (!first || !Number.isFinite(total) || total === 0) return skipped('It has no series yet.');
    const share = first.value / total;
    const observed = { series: total, metric: first.name, share: Math.round(share * 100) / 100 };
    if (total < few || share < much)
      return pass(`The largest metric, ${first.name}, has ${percent(share)} of ${String(total)} series.`, {
        observed,
      });
    const explanation = `${first.name} has ${percent(share)} of ${String(total)} series: find the label with the many values and drop it (metric_relabel_configs), or bound it (sample_limit).`;
    const finding: Finding = {
      code: 'PrometheusHighCardinality',
      certainty: 'CONFIRMED',
      severity: share >= tooMuch ? 'WARNING' : 'INFO',
      explanation,
      evidence: [
        evidence(
          'HTTP',
          '/api/v1/status/tsdb',
          top.slice(0, 5).map(({ name, value }) => `${name} ${String(value)}`),
        ),
      ],
      remedies: [{ action: 'write-configuration', why: 'The label is dropped where it is scraped.' }],
    };
    const more = { observed, threshold: { warn: much, fail: tooMuch }, findings: [finding] };
    return share >= tooMuch ? fail(explanation, more) : warn(explanation, more);
  },
};

const percent = (share: number): string => `${String(Math.round(share * 100))} %`;
