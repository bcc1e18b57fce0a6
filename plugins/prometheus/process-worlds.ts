import type { ArchivedFile, Json, LogLine, MountFacts } from 'custos/plugin-sdk';
import type { FakeContainer, FakeRoutes, FakeWorld } from 'custos/plugin-sdk/testing';
import { metricsRoute, now, success, wellWorld as wellTargets } from './targets-worlds.ts';

export { now };

/** Its configuration file, and what stands in it. */
export const file = '/etc/prometheus/prometheus.yml';
export const yaml = `rule_files: [rules/*.yml]
alerting:
  alertmanagers:
    - static_configs: [{ targets: ['alertmanager:9093'] }]
scrape_configs:
  - job_name: prometheus
    static_configs: [{ targets: ['localhost:9090'] }]
  - { job_name: 'node', static_configs: [{ targets: ['node-exporter:9100'] }] }
`;
const rules = `groups:
  - name: a
    rules:
      - alert: Watchdog
        expr: vector(1)
`;

export const ulid = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
/** What `ls -lRn` prints of a block; given its files, as `NAME SIZE`. */
export function listing(files: readonly string[], chunks: readonly string[] = ['000001 37']): string {
  const line = (entry: string): string => {
    const [name = '', size = ''] = entry.split(' ');
    return `-rw-r--r--    1 65534    65534    ${size.padStart(9)} Nov 23 09:36 ${name}`;
  };
  const folder = (name: string): string => `drwxr-xr-x    2 65534    65534         4096 Nov 23 09:36 ${name}`;
  return [
    `/prometheus:\ntotal 20\n${folder(ulid)}\n${folder('wal')}\n${line('queries.active 20001')}`,
    `/prometheus/${ulid}:\ntotal 16\n${[folder('chunks'), ...files.map(line)].join('\n')}`,
    `/prometheus/${ulid}/chunks:\ntotal 8\n${chunks.map(line).join('\n')}`,
    `/prometheus/wal:\ntotal 0\n${line('00000000 0')}\n`,
  ].join('\n\n');
}
export const wholeBlock = ['index 208', 'meta.json 266', 'tombstones 9'] as const;
export const listed =
  'BLOCK ULID   MIN TIME  MAX TIME  DURATION  NUM SAMPLES  NUM CHUNKS  NUM SERIES  SIZE\n';

const ready =
  'ts=2025-12-31T22:00:01.123Z caller=main.go:1024 level=info msg="Server is ready to receive web requests."';

const mount = (type: 'bind' | 'volume', destination: string): MountFacts => ({
  ...{ type, source: `/srv${destination}`, hostPath: null, destination, readOnly: false, propagation: '' },
});

/** Its container, as it runs well. */
export const container: FakeContainer = {
  ...wellTargets.container,
  command: ['/bin/prometheus', `--config.file=${file}`, '--storage.tsdb.path=/prometheus'],
  state: { startedAt: now - 7_200_000 },
  mounts: [mount('bind', '/etc/prometheus'), mount('volume', '/prometheus')],
  files: { [file]: yaml, '/etc/prometheus/rules/a.yml': rules },
  commands: {
    'lint-configuration': `Checking ${file}\n  SUCCESS: 1 rule files found\n SUCCESS: ${file} is valid prometheus config file syntax\n`,
    'list-files': listing(wholeBlock),
    'list-blocks': listed,
  },
  logs: [ready],
};

const tsdb: Readonly<Record<string, number>> = {
  prometheus_tsdb_head_max_time_seconds: now / 1000 - 5,
  prometheus_tsdb_head_series: 100_000,
  prometheus_tsdb_wal_writes_failed_total: 0,
  prometheus_tsdb_compactions_failed_total: 0,
  prometheus_tsdb_reloads_failures_total: 0,
  prometheus_tsdb_checkpoint_creations_failed_total: 0,
  prometheus_tsdb_checkpoint_deletions_failed_total: 0,
  prometheus_tsdb_head_truncations_failed_total: 0,
  prometheus_tsdb_wal_truncations_failed_total: 0,
  prometheus_tsdb_clean_start: 1,
  prometheus_template_text_expansion_failures_total: 0,
  process_resident_memory_bytes: 90e6,
};

export const metrics = (changes: Readonly<Record<string, number>> = {}): FakeRoutes =>
  metricsRoute({ ...tsdb, ...changes });
/** Metrics of two looks. */
export const growing = (
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): FakeRoutes => ({ '/metrics': [metrics(before)['/metrics'], metrics(after)['/metrics']].map(String) });

const ruleGroup = (path: string): Json => ({ name: 'a', file: path, rules: [] });

const routes: FakeRoutes = {
  ...wellTargets.routes,
  ...metrics(),
  '/-/ready': 'Prometheus Server is Ready.\n',
  '/api/v1/status/runtimeinfo': success({ corruptionCount: 0, storageRetention: '15d' }),
  '/api/v1/status/flags': success({ 'storage.tsdb.retention.time': '0s' }),
  '/api/v1/status/config': success({ yaml }),
  '/api/v1/status/tsdb?limit=20': success({
    headStats: { numSeries: 100_000 },
    seriesCountByMetricName: [{ name: 'http_requests_total', value: 4000 }],
  }),
  '/api/v1/rules': success({ groups: [ruleGroup('/etc/prometheus/rules/a.yml')] }),
};

const itself = { job: 'prometheus', instance: 'localhost:9090' } as const;
const startedAt = now / 1000 - 7200;

/** Answers to what it asks of its own starts: how many there were in half an hour, and in an hour. */
export const starts = (halfHour: number, hour: number): NonNullable<FakeWorld['queries']> => ({
  [`process_start_time_seconds == ${String(startedAt)}`]: [{ labels: itself, value: startedAt }],
  'changes(process_start_time_seconds[30m])': [{ labels: itself, value: halfHour }],
  'changes(process_start_time_seconds[1h])': [{ labels: itself, value: hour }],
});

/** A Prometheus that starts, stores and is configured well. */
export const well: FakeWorld = {
  ...wellTargets,
  container,
  routes,
  queries: { ...wellTargets.queries, ...starts(0, 0) },
};

/** The well world, in which its container is otherwise. */
export const withContainer = (more: Partial<FakeContainer>): FakeWorld => ({
  ...well,
  container: { ...container, ...more },
});

/** The well world, in which its container has further files, or others. */
export const withFiles = (files: Readonly<Record<string, string | Partial<ArchivedFile>>>): FakeWorld =>
  withContainer({ files: { ...container.files, ...files } });

/** The well world, in which commands print something else. */
export const printing = (commands: NonNullable<FakeContainer['commands']>): FakeWorld =>
  withContainer({ commands: { ...container.commands, ...commands } });

/** The well world, in which it answers otherwise. */
export const answering = (...more: readonly FakeRoutes[]): FakeWorld => ({
  ...well,
  routes: Object.assign({}, routes, ...more) as FakeRoutes,
});

/** The well world, in which its log goes on. */
export const logging = (...lines: readonly (string | LogLine)[]): FakeWorld =>
  withContainer({ logs: [...(container.logs ?? []), ...lines] });

/** One that falls again and again, and said this as it fell last, a second ago. */
export const falling = (exitCode: number, ...lines: readonly string[]): FakeWorld =>
  withContainer({
    restartCount: 5,
    state: { status: 'restarting', exitCode, startedAt: now - 2000, finishedAt: now - 1000 },
    logs: lines.map((text) => ({ at: now - 1500, stream: 'stderr', text })),
  });

/** Nobody answers. */
export const refusing: FakeRoutes = Object.fromEntries(
  Object.keys(routes).map((path) => [path, { failure: 'REFUSED' as const }]),
);
