import type { CheckContext, Finding } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { ownMetrics } from '../reading.ts';
import { risen, shownRise } from '../risen.ts';

/** Where more than this share of the evaluations is missed, alerts come late; one that is missed is a blip. */
const bearableShare = 0.1;
const missed = 'prometheus_rule_group_iterations_missed_total';
const made = 'prometheus_rule_group_iterations_total';

/** Rule groups whose evaluation takes longer than their interval, so that evaluations are left out (X07). */
export async function findLateGroups(context: CheckContext): Promise<readonly Finding[]> {
  const skippedOnes = await risen(context, [missed]);
  if (skippedOnes.length === 0) return [];
  const [all, metrics] = await Promise.all([risen(context, [made]), ownMetrics(context)]);
  const valueOf = (metric: string, key: string): number | undefined =>
    metrics.samples(metric).find(({ labels }) => labels['rule_group'] === key)?.value;
  return skippedOnes.flatMap((rise) => {
    const key = rise.labels['rule_group'] ?? '';
    const total = all.find(({ labels }) => labels['rule_group'] === key)?.by ?? rise.by;
    if (rise.by / Math.max(total, rise.by) <= bearableShare) return [];
    const took = valueOf('prometheus_rule_group_last_duration_seconds', key);
    const interval = valueOf('prometheus_rule_group_interval_seconds', key);
    const isSlow = took !== undefined && interval !== undefined && took > interval;
    const [file = '', name = ''] = key.split(';');
    const because = isSlow
      ? `it takes ${took.toFixed(1)} s, longer than its interval of ${String(interval)} s`
      : 'it has no time for all of them';
    return [
      {
        code: 'X07',
        certainty: isSlow ? ('CONFIRMED' as const) : ('LIKELY' as const),
        aspect: `group=${name}`,
        explanation: `Rule group ${name} in ${file} leaves evaluations out: ${because}, so alerts come late. Split the group, simplify its expressions, or give it a longer interval.`,
        evidence: [evidence('METRIC', '/metrics', shownRise(rise))],
        remedies: [
          {
            action: 'add-recording-rules',
            why: 'Expressions that are computed beforehand make the group faster.',
          },
        ],
      },
    ];
  });
}
