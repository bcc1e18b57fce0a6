import { describe, expect, it } from 'vitest';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeRoutes, FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { answering, container, growing, metrics, now, starts, well } from '../process-worlds.ts';
import { success } from '../targets-worlds.ts';

const recording = (world: FakeWorld, more: NonNullable<FakeWorld['queries']>): FakeWorld => ({
  ...world,
  queries: { ...world.queries, ...more },
});
const risen = (counter: string, minutes: number): FakeWorld =>
  recording(answering(metrics({ [counter]: 3 })), {
    [`increase(${counter}[${String(minutes)}m])`]: [{ labels: {}, value: 2 }],
  });
const rose = (name: string, code: string, minutes: number): [string, FakeWorld, readonly string[]] => [
  `X05 ${name}`,
  risen(`prometheus_tsdb_${name}_total`, minutes),
  [code],
];

describe('The database of Prometheus', () => {
  const writes = 'prometheus_tsdb_wal_writes_failed_total';
  const failed = (count: number): FakeRoutes => metrics({ [writes]: count });
  it.each<[string, FakeWorld, readonly string[]]>([
    [
      'X05 F10 a log that cannot be written just now',
      answering(growing({ [writes]: 80 }, { [writes]: 89 })),
      ['F10'],
    ],
    [
      'C39 F10 a log that could not be written since what was stored last',
      recording(answering(failed(89)), { [writes]: [{ labels: {}, value: 0 }] }),
      ['F10'],
    ],
    [
      'no F10 where it is written again',
      recording(answering(failed(89)), { [writes]: [{ labels: {}, value: 89 }] }),
      [],
    ],
    rose('compactions_failed', 'PrometheusTSDBCompactionsFailing', 15),
    rose('reloads_failures', 'PrometheusTSDBReloadsFailing', 15),
    rose('checkpoint_creations_failed', 'PrometheusTSDBCheckpointFailing', 180),
    rose('checkpoint_deletions_failed', 'PrometheusTSDBCheckpointFailing', 180),
    rose('head_truncations_failed', 'PrometheusTSDBHeadTruncationsFailing', 180),
    rose('wal_truncations_failed', 'PrometheusTSDBWALTruncationsFailing', 180),
    [
      'X05 templates that cannot be expanded',
      risen('prometheus_template_text_expansion_failures_total', 5),
      ['PrometheusTemplateExpansionFailures'],
    ],
    [
      'no X05 for failures of long ago',
      answering(metrics({ prometheus_tsdb_compactions_failed_total: 3 })),
      [],
    ],
    [
      'C39 F06 a repair that it counted',
      answering({ '/api/v1/status/runtimeinfo': success({ corruptionCount: 1 }) }),
      ['F06'],
    ],
    ['nothing where all is well', well, []],
  ])('gives away %s', async (_, world, codes) => {
    expect(await codesOf(plugin, 'database', world)).toEqual(codes);
  });
});

describe('What Prometheus uses and keeps', () => {
  const gibibyte = 1024 ** 3;
  const load =
    'avg_over_time(prometheus_engine_queries[5m]) / max_over_time(prometheus_engine_queries_concurrent_max[5m])';
  const top = (name: string, value: number, numSeries: number): FakeRoutes => ({
    '/api/v1/status/tsdb?limit=20': success({
      headStats: { numSeries },
      seriesCountByMetricName: [{ name, value }],
    }),
  });
  const kept = (storageRetention: string, retention: string): FakeWorld => ({
    ...answering({ '/api/v1/status/runtimeinfo': success({ storageRetention }) }),
    settings: { retention },
  });
  const dayAgo = 'prometheus_tsdb_head_series offset 1d';
  it.each<[string, string, FakeWorld, readonly string[]]>([
    [
      'C14 much memory without a limit',
      'internals',
      answering(metrics({ process_resident_memory_bytes: 3 * gibibyte })),
      ['PrometheusHighMemory'],
    ],
    [
      'C14 most of the memory that it may use',
      'internals',
      {
        ...answering(metrics({ process_resident_memory_bytes: 90e6 })),
        container: { ...container, memoryLimitBytes: 100e6 },
      },
      ['PrometheusHighMemory'],
    ],
    ['no C14 for little memory', 'internals', well, []],
    [
      'C14 a large log',
      'internals',
      answering(metrics({ prometheus_tsdb_wal_storage_size_bytes: 4 * gibibyte })),
      ['PrometheusLargeLog'],
    ],
    [
      'X19 as many queries as it may run',
      'internals',
      recording(well, { [load]: [{ labels: {}, value: 0.9 }] }),
      ['X19'],
    ],
    ['no X19 for a few queries', 'internals', recording(well, { [load]: [{ labels: {}, value: 0.1 }] }), []],
    [
      'no X19 for many queries at one moment',
      'internals',
      answering(metrics({ prometheus_engine_queries: 20, prometheus_engine_queries_concurrent_max: 20 })),
      [],
    ],
    [
      'C14 many more series than a day ago',
      'internals',
      recording(well, { [dayAgo]: [{ labels: {}, value: 20_000 }] }),
      ['PrometheusSeriesGrow'],
    ],
    [
      'no C14 for a few more series',
      'internals',
      recording(well, { [dayAgo]: [{ labels: {}, value: 90_000 }] }),
      [],
    ],
    [
      'C15 a metric with most of the series',
      'cardinality',
      answering(top('boom', 80_000, 100_000)),
      ['PrometheusHighCardinality'],
    ],
    ['no C15 for a metric among many', 'cardinality', well, []],
    ['no C15 for most of a few series', 'cardinality', answering(top('up', 800, 1000)), []],
    ['C16 a retention that is another', 'retention', kept('15d', '30d'), ['PrometheusRetentionDiffers']],
    [
      'C16 a size that is another',
      'retention',
      kept('15d or 8GiB', '15d or 4GB'),
      ['PrometheusRetentionDiffers'],
    ],
    ['no C16 for one that is written otherwise', 'retention', kept('2w1d or 8GiB', '15d'), []],
    ['no C16 where nobody said what is wanted', 'retention', well, []],
  ])('gives away %s', async (_, check, world, codes) => {
    expect(await codesOf(plugin, check, world)).toEqual(codes);
  });
});

describe('The samples of Prometheus', () => {
  const remote = { prometheus_remote_storage_shards: 1 };
  const sentAt = 'prometheus_remote_storage_queue_highest_sent_timestamp_seconds{remote_name="r",url="u"}';
  const lost = 'prometheus_remote_storage_samples_failed_total';
  const newest = 'prometheus_tsdb_head_max_time_seconds';
  const remotely = (more: Readonly<Record<string, number>>): FakeWorld =>
    answering(metrics({ ...remote, ...more }));
  it.each<[string, string, FakeWorld, readonly string[]]>([
    [
      'C39 that none was taken in for ten minutes',
      'ingestion',
      answering(metrics({ [newest]: now / 1000 - 600 })),
      ['PrometheusNotIngestingSamples'],
    ],
    [
      'C39 that none was ever taken in',
      'ingestion',
      answering(metrics({ [newest]: -9.2e15 })),
      ['PrometheusNotIngestingSamples'],
    ],
    [
      'nothing of a long scrape interval',
      'ingestion',
      answering(metrics({ [newest]: now / 1000 - 120 })),
      [],
    ],
    [
      'C39 that those for remote storage are lost',
      'remote-storage',
      answering(growing({ ...remote, [lost]: 5 }, { ...remote, [lost]: 50 })),
      ['PrometheusRemoteStorageFailures'],
    ],
    ['nothing of those that were lost long ago', 'remote-storage', remotely({ [lost]: 5 }), []],
    [
      'C39 that remote storage is behind',
      'remote-storage',
      remotely({
        [sentAt]: now / 1000 - 300,
        prometheus_remote_storage_highest_timestamp_in_seconds: now / 1000,
      }),
      ['PrometheusRemoteWriteBehind'],
    ],
    [
      'X25 C39 the same as Prometheus 3 says it',
      'remote-storage',
      remotely({ [sentAt]: now / 1000 - 300, [sentAt.replace('_sent', '')]: now / 1000 }),
      ['PrometheusRemoteWriteBehind'],
    ],
    [
      'nothing of remote storage that keeps up',
      'remote-storage',
      remotely({ [sentAt]: now / 1000 - 60, [sentAt.replace('_sent', '')]: now / 1000 }),
      [],
    ],
    [
      'C39 that more shards are wanted than there may be',
      'remote-storage',
      remotely({
        'prometheus_remote_storage_shards_desired{url="u"}': 60,
        'prometheus_remote_storage_shards_max{url="u"}': 50,
      }),
      ['PrometheusRemoteWriteDesiredShards'],
    ],
    [
      'X14 that it falls again and again',
      'crash-loop',
      recording(well, starts(6, 6)),
      ['PrometheusCrashlooping'],
    ],
    [
      'X14 that it fell twice, and not cleanly',
      'crash-loop',
      recording(answering(metrics({ prometheus_tsdb_clean_start: 0 })), starts(2, 2)),
      ['PrometheusCrashlooping'],
    ],
    ['nothing of a restart', 'crash-loop', recording(well, starts(2, 2)), []],
  ])('give away %s', async (_, check, world, codes) => {
    expect(await codesOf(plugin, check, world)).toEqual(codes);
  });

  it.each([
    ['remote-storage', well],
    ['crash-loop', { ...well, queries: {} }],
  ])('are skipped by %s where there is nothing to look at', async (check, world) => {
    expect(await runCheck(plugin, check, world)).toMatchObject({ status: 'SKIPPED' });
  });
});
