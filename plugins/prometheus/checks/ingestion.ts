import type { CheckDefinition, Metrics } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, unknown } from 'custos/plugin-sdk';
import { ageSeconds, ownMetrics } from '../reading.ts';
import { inWords } from '../scraping/duration.ts';

/** The expert rule looks back over five minutes; who runs for less has nothing to look back on. */
const lookBackSeconds = 300;
/** The time of its newest sample: no query tells it once nothing can be stored. */
const newest = 'prometheus_tsdb_head_max_time_seconds';

/** Does it take in samples? */
export const ingestion: CheckDefinition = {
  name: 'ingestion',
  title: 'Does it take in samples?',
  run: async (context) => {
    const [metrics, age] = await Promise.all([ownMetrics(context), ageSeconds(context)]);
    const at = metrics.samples(newest)[0]?.value;
    if (at === undefined) return unknown('Its metrics do not say how old its newest sample is.');
    if (!hasWork(metrics)) return skipped('It scrapes nothing and has no rules: it has nothing to take in.');
    // Of an empty database this is the least number that there is.
    const idle = Math.min(context.now() / 1000 - at, age);
    const observed = { idleSeconds: Math.max(0, Math.round(idle)) };
    const more = { observed, threshold: { idleSeconds: lookBackSeconds } };
    if (idle <= lookBackSeconds)
      return at > 0
        ? pass(`Its newest sample is ${inWords(observed.idleSeconds)} old.`, more)
        : unknown('It has just been started, and has no sample yet.', more);
    const explanation = `Prometheus has taken in no sample for ${inWords(idle)}, although it has targets or rules: see whether its disk is full, whether any target is up, and whether its clock is right.`;
    return fail(explanation, {
      ...more,
      findings: [
        {
          code: 'PrometheusNotIngestingSamples',
          certainty: 'CONFIRMED',
          explanation,
          evidence: [evidence('METRIC', newest, `${newest} ${String(at)}`)],
        },
      ],
    });
  },
};

function hasWork(metrics: Metrics): boolean {
  const work = metrics.named(
    /^prometheus_(?:target_metadata_cache_entries|rule_group_rules|sd_discovered_targets)$/u,
  );
  return work.some(({ labels, value }) => value > 0 && labels['name'] !== 'notify');
}
