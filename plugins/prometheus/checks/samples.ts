import type { CheckDefinition, Finding, Sample } from 'custos/plugin-sdk';
import { evidence, pass, unknown, warn } from 'custos/plugin-sdk';
import { asked, ownMetrics } from '../reading.ts';

/** A target that delivers this much, and this share of all, decides what Prometheus costs. */
const manySamples = 50_000;
const largeShare = 0.5;

const largest = 'topk(10, scrape_samples_post_metric_relabeling)';
const all = 'sum(scrape_samples_post_metric_relabeling)';
const empty = 'scrape_samples_scraped == 0 and on (job, instance) up == 1';
const dropped =
  'scrape_samples_post_metric_relabeling == 0 and on (job, instance) (scrape_samples_scraped > 0 and on (job, instance) up == 1)';

/** How much does each target deliver? Much is dear, and nothing is a fault that shows nowhere else. */
export const samples: CheckDefinition = {
  name: 'samples',
  title: 'How many samples does each target deliver, and does any deliver none?',
  reference: 'X04',
  run: async (context) => {
    // A query can be answered by another Prometheus of the stack: this one has to be alive.
    await ownMetrics(context);
    const [top, [sum], silent, relabelled] = await Promise.all([
      asked(context, largest),
      asked(context, all),
      asked(context, empty),
      asked(context, dropped),
    ]);
    const total = sum?.value ?? 0;
    const findings = [
      ...silent.map(saysNothing),
      ...relabelled.map(losesAll),
      ...top.flatMap((one) => large(one, total)),
    ];
    const shown = evidence(
      'QUERY',
      largest,
      top.map((one) => `${nameOf(one)}: ${String(one.value)}`),
    );
    const more = { findings, observed: { samples: total }, evidence: [shown] };
    if (findings.length > 0) return warn('A target delivers nothing, or very much.', more);
    if (top.length === 0) return unknown('How much targets deliver is not recorded yet.', more);
    return pass(`Its targets deliver ${String(total)} samples with each scrape.`, more);
  },
};

function saysNothing(sample: Sample): Finding {
  return {
    code: 'F20',
    certainty: 'LIKELY',
    aspect: `job=${jobOf(sample)}`,
    explanation: `Job ${jobOf(sample)}: ${instanceOf(sample)} is up, but its answer holds no sample: it may be the wrong path or port, or its exporter has nothing to say yet.`,
    evidence: [evidence('QUERY', empty, `${nameOf(sample)}: 0 samples`)],
    remedies: [
      { action: 'write-configuration', why: 'metrics_path or the address of the job may be wrong.' },
    ],
  };
}

function losesAll(sample: Sample): Finding {
  return {
    code: 'PrometheusSamplesDropped',
    certainty: 'CONFIRMED',
    aspect: `job=${jobOf(sample)}`,
    explanation: `Job ${jobOf(sample)}: metric_relabel_configs drop everything that ${instanceOf(sample)} delivers: a keep or drop rule matches too much.`,
    evidence: [evidence('QUERY', dropped, `${nameOf(sample)}: 0 samples left`)],
    remedies: [
      { action: 'write-configuration', why: 'metric_relabel_configs of the job leave nothing over.' },
    ],
  };
}

function large(sample: Sample, total: number): readonly Finding[] {
  if (sample.value < manySamples || sample.value < total * largeShare) return [];
  const share = Math.round((100 * sample.value) / total);
  return [
    {
      code: 'X04',
      certainty: 'CONFIRMED',
      aspect: `job=${jobOf(sample)}`,
      explanation: `Job ${jobOf(sample)}: ${instanceOf(sample)} alone delivers ${String(sample.value)} samples a scrape, ${String(share)} % of all: drop labels or series that nobody needs (metric_relabel_configs), or set a sample_limit.`,
      evidence: [
        evidence('QUERY', largest, `${nameOf(sample)}: ${String(sample.value)} of ${String(total)}`),
      ],
      remedies: [{ action: 'write-configuration', why: 'Fewer series cost less memory.' }],
    },
  ];
}

function jobOf({ labels }: Sample): string {
  return labels['job'] ?? 'unknown';
}

function instanceOf({ labels }: Sample): string {
  return labels['instance'] ?? 'a target';
}

function nameOf(sample: Sample): string {
  return `${jobOf(sample)} ${instanceOf(sample)}`;
}
