import type { CheckDefinition } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped } from 'custos/plugin-sdk';
import { asked, ownMetrics } from '../reading.ts';

const starts = 'process_start_time_seconds';
/** The expert rule: more starts than this in half an hour, or any two in an hour of which the last was not clean. */
const [many, unclean] = [4, 1];
const often = `changes(${starts}[30m])`;
const lately = `changes(${starts}[1h])`;

/** Does it fall again and again? Asked of its own record, for one that runs in no container too. */
export const crashLoop: CheckDefinition = {
  name: 'crash-loop',
  title: 'Does it fall again and again?',
  reference: 'X14',
  run: async (context) => {
    const metrics = await ownMetrics(context);
    const startedAt = metrics.samples(starts)[0]?.value;
    const wasClean = metrics.samples('prometheus_tsdb_clean_start')[0]?.value !== 0;
    const own = startedAt === undefined ? [] : await asked(context, `${starts} == ${String(startedAt)}`);
    const [job, instance] = [own[0]?.labels['job'], own[0]?.labels['instance']];
    if (job === undefined || instance === undefined)
      return skipped('It does not scrape itself, so it has no record of its starts.');
    const of = async (query: string): Promise<number> =>
      (await asked(context, query)).find(
        ({ labels }) => labels['job'] === job && labels['instance'] === instance,
      )?.value ?? 0;
    const [halfHour, hour] = await Promise.all([of(often), of(lately)]);
    const observed = { halfHour, hour, wasClean };
    if (halfHour <= many && (wasClean || hour <= unclean))
      return pass('It does not fall again and again.', { observed });
    const explanation = `Prometheus was started ${String(Math.max(halfHour, hour))} times within the hour: its log and its container say why it falls.`;
    return fail(explanation, {
      observed,
      threshold: { halfHour: many, hour: unclean },
      findings: [
        {
          code: 'PrometheusCrashlooping',
          certainty: 'CONFIRMED',
          explanation,
          evidence: [evidence('QUERY', often, String(halfHour)), evidence('QUERY', lately, String(hour))],
        },
      ],
    });
  },
};
