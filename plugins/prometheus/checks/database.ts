import type { CheckContext, CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, warn } from 'custos/plugin-sdk';
import type { CounterCondition } from '../process/conditions.ts';
import { databaseConditions, templateCondition } from '../process/conditions.ts';
import { apiData, asked, fieldsOf, ownGrowth, ownMetrics } from '../reading.ts';
import { risen, shownRise } from '../risen.ts';

const writes = 'prometheus_tsdb_wal_writes_failed_total';

/** Does its database take what it is given, and keep it? */
export const database: CheckDefinition = {
  name: 'database',
  title: 'Does its database take what it is given, and keep it?',
  reference: 'C39',
  covers: ['X05'],
  run: async (context) => {
    const [unwritten, repairs, ...others] = await Promise.all([
      unwrittenNow(context),
      repairsOf(context),
      ...[...databaseConditions, templateCondition].map((condition) => growingOf(context, condition)),
    ]);
    const findings = [...unwritten, ...others.flat(), ...repairs];
    const observed = { found: findings.map(({ code }) => code) };
    const [first] = findings;
    if (!first) return pass('Its database takes what it is given.', { observed });
    return (unwritten.length > 0 ? fail : warn)(first.explanation, { observed, findings });
  },
};

async function growingOf(context: CheckContext, condition: CounterCondition): Promise<readonly Finding[]> {
  const rises = await risen(context, [condition.counter], condition.minutes);
  if (rises.length === 0) return [];
  return [
    {
      code: condition.code,
      certainty: 'CONFIRMED',
      explanation: condition.explain,
      evidence: [evidence('METRIC', condition.counter, rises.map(shownRise))],
      ...(condition.remedies && { remedies: condition.remedies }),
    },
  ];
}

/**
 * Whether its log cannot be written now. Where that is so, no sample can be stored that tells it: what it counts by
 * itself is compared with what it stored last, and looked at twice.
 */
async function unwrittenNow(context: CheckContext): Promise<readonly Finding[]> {
  const failed = (await ownMetrics(context)).samples(writes)[0]?.value ?? 0;
  if (failed === 0) return [];
  const stored = (await asked(context, writes).catch(() => [])).map(({ value }) => value);
  const [grown] = await ownGrowth(context, writes);
  const isMore = stored.length > 0 && failed > Math.max(...stored);
  if (!isMore && (grown?.grown ?? 0) === 0) return [];
  return [
    {
      code: 'F10',
      certainty: 'LIKELY',
      explanation:
        'Prometheus cannot write its log, so samples are lost although it says that it is ready: mostly its disk is full. Make room, or keep less.',
      evidence: [
        evidence(
          'METRIC',
          '/metrics',
          `${writes} ${String(failed)}; stored last: ${stored.join(', ') || 'nothing'}`,
        ),
      ],
      remedies: [
        { action: 'reclaim-space', why: 'Dangling images and build cache are the safest to give up.' },
        { action: 'set-retention', why: 'Prometheus keeps less from then on.' },
      ],
    },
  ];
}

/** What it repaired since it was started. */
async function repairsOf(context: CheckContext): Promise<readonly Finding[]> {
  const count = fieldsOf(await apiData(context, '/api/v1/status/runtimeinfo'))['corruptionCount'];
  if (typeof count !== 'number' || count === 0) return [];
  return [
    {
      code: 'F06',
      certainty: 'CONFIRMED',
      severity: 'WARNING',
      explanation:
        'Its write-ahead log was damaged and repaired itself: samples after the damage are lost, and nothing needs to be done but to find out why, such as a killed engine or a failing disk.',
      evidence: [evidence('HTTP', '/api/v1/status/runtimeinfo', `corruptionCount ${String(count)}`)],
    },
  ];
}
