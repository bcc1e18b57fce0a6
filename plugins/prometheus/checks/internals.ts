import type { CheckContext, CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, pass, warn } from 'custos/plugin-sdk';
import { asked, ownMetrics } from '../reading.ts';

const gibibyte = 1024 ** 3;
/** Where it has no limit, it should need no more (runbook P03). */
const residentWithoutLimit = 2 * gibibyte;
/** Of its limit (runbook C14). */
const residentShare = 0.8;
/** Runbook C14. */
const walBytes = 3 * gibibyte;
const headGrowth = 1.5;
/** Runbook X19. */
const queryShare = 0.8;
const queryLoad =
  'avg_over_time(prometheus_engine_queries[5m]) / max_over_time(prometheus_engine_queries_concurrent_max[5m])';

/** How much memory, log and query capacity does it use? */
export const internals: CheckDefinition = {
  name: 'internals',
  title: 'How much memory, log and query capacity does it use?',
  reference: 'C14',
  covers: ['X19'],
  run: async (context) => {
    const metrics = await ownMetrics(context);
    const value = (name: string): number | null => metrics.samples(name)[0]?.value ?? null;
    const limit = (await context.container.inspect().catch(() => null))?.memoryLimitBytes ?? null;
    const seen = {
      resident: value('process_resident_memory_bytes'),
      limit,
      series: value('prometheus_tsdb_head_series'),
      wal: value('prometheus_tsdb_wal_storage_size_bytes'),
    };
    const findings = [
      ...memory(seen),
      ...log(seen),
      ...(await queriesOf(context)),
      ...(await headOf(context, seen.series)),
    ];
    const [first] = findings;
    return first
      ? warn(first.explanation, { observed: seen, findings })
      : pass('It uses no more than it should.', { observed: seen });
  },
};

interface Seen {
  readonly resident: number | null;
  readonly limit: number | null;
  readonly wal: number | null;
}

const gib = (bytes: number): string => `${(bytes / gibibyte).toFixed(1)} GiB`;

function memory({ resident, limit }: Seen): readonly Finding[] {
  const most = limit === null ? residentWithoutLimit : limit * residentShare;
  if (resident === null || resident < most) return [];
  const of = limit === null ? 'and it has no limit' : `of the ${gib(limit)} that it may use`;
  return [
    {
      code: 'PrometheusHighMemory',
      certainty: 'CONFIRMED',
      explanation: `Prometheus uses ${gib(resident)} of memory ${of}: see which metrics have the most series (cardinality), drop labels, or give it more.`,
      evidence: [evidence('METRIC', 'process_resident_memory_bytes', String(resident))],
      remedies: [{ action: 'set-memory-limit', why: 'It gets the memory that its series need.' }],
    },
  ];
}

function log({ wal }: Seen): readonly Finding[] {
  if (wal === null || wal < walBytes) return [];
  return [
    {
      code: 'PrometheusLargeLog',
      certainty: 'CONFIRMED',
      explanation: `Its write-ahead log has ${gib(wal)}: a start takes long and much memory; see whether it is ever shortened (database).`,
      evidence: [evidence('METRIC', 'prometheus_tsdb_wal_storage_size_bytes', String(wal))],
    },
  ];
}

/** By its own record of five minutes: how many run just now is also what a diagnosis asks. */
async function queriesOf(context: CheckContext): Promise<readonly Finding[]> {
  const [load] = await asked(context, queryLoad).catch(() => []);
  if (!load || load.value <= queryShare) return [];
  const percent = `${String(Math.round(load.value * 100))} %`;
  return [
    {
      code: 'X19',
      certainty: 'CONFIRMED',
      explanation: `In the last five minutes Prometheus used ${percent} of the queries that it may run at once, so dashboards and rules wait: find the dashboard or client that asks so much, and let recording rules compute what is asked often.`,
      evidence: [evidence('QUERY', queryLoad, String(load.value))],
      remedies: [{ action: 'add-recording-rules', why: 'What dashboards ask for often is computed once.' }],
    },
  ];
}

async function headOf(context: CheckContext, series: number | null): Promise<readonly Finding[]> {
  const [before, another] = await asked(context, 'prometheus_tsdb_head_series offset 1d').catch(() => []);
  // Where it scrapes another Prometheus too, which of them is itself is not told.
  if (series === null || !before || another || before.value < 1000 || series < before.value * headGrowth)
    return [];
  return [
    {
      code: 'PrometheusSeriesGrow',
      certainty: 'CONFIRMED',
      explanation: `It has ${String(series)} series, a day ago it had ${String(before.value)}: find the metric or label that grew (cardinality, churn).`,
      evidence: [evidence('QUERY', 'prometheus_tsdb_head_series offset 1d', String(before.value))],
    },
  ];
}
