import type { CheckDefinition, Finding, Sample } from 'custos/plugin-sdk';
import { evidence, pass, warn } from 'custos/plugin-sdk';
import { ageSeconds, asked } from '../reading.ts';

/** As the expert additions have it: a target that went and came more than twice in an hour. */
const flapping = 'changes(up[1h]) > 4';
/** New series among the samples of a job, on average over ten minutes: a target that has settled adds next to none. */
const fresh =
  'sum by (job) (avg_over_time(scrape_series_added[10m])) / sum by (job) (avg_over_time(scrape_samples_post_metric_relabeling[10m])) > 0.1';
const rate = 'rate(prometheus_tsdb_head_series_created_total[1h])';
/** When Prometheus was started, all series are new: before this, that says nothing. */
const settledSeconds = 900;

/** Do targets flap, and do series come and go? Each new series costs memory for hours. */
export const churn: CheckDefinition = {
  name: 'churn',
  title: 'Do targets flap, or series come and go?',
  reference: 'X03',
  run: async (context) => {
    const isYoung = (await ageSeconds(context)) < settledSeconds;
    const [flaps, added, [created]] = await Promise.all([
      asked(context, flapping),
      isYoung ? [] : asked(context, fresh),
      isYoung ? [] : asked(context, rate),
    ]);
    const findings = [...flaps.map(flapsOften), ...added.map((one) => churns(one, created))];
    const observed = { flapping: flaps.length, newSeriesPerSecond: created?.value ?? null };
    if (findings.length > 0) return warn('Targets flap, or series come and go.', { findings, observed });
    return pass(
      isYoung
        ? 'No target flaps; it has not run for long enough to tell whether series come and go.'
        : 'No target flaps, and series stay.',
      { observed },
    );
  },
};

function flapsOften({ labels, value }: Sample): Finding {
  const { job = 'unknown', instance = 'a target' } = labels;
  return {
    code: 'X03',
    certainty: 'CONFIRMED',
    aspect: `job=${job}`,
    explanation: `Job ${job}: ${instance} went down or came back ${String(value)} times in the last hour: see whether it restarts, is overloaded, or answers only just within scrape_timeout.`,
    evidence: [evidence('QUERY', flapping, `${job} ${instance}: ${String(value)}`)],
  };
}

function churns({ labels, value }: Sample, created: Sample | undefined): Finding {
  const { job = 'unknown' } = labels;
  const perHour = created ? ` (in all, ${String(Math.round(created.value * 3600))} new series an hour)` : '';
  return {
    code: 'X03',
    certainty: 'CONFIRMED',
    aspect: `series of job=${job}`,
    explanation: `Job ${job}: ${String(Math.round(value * 100))} % of each scrape is new series${perHour}: a label of it changes all the time, such as an id or a time. Drop that label.`,
    evidence: [evidence('QUERY', fresh, `${job}: ${value.toFixed(2)}`)],
    remedies: [
      { action: 'write-configuration', why: 'metric_relabel_configs can drop the label that changes.' },
    ],
  };
}
