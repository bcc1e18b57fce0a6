import type { Json, Sample } from 'custos/plugin-sdk';
import type { FakeContainer, FakeRoutes, FakeWorld } from 'custos/plugin-sdk/testing';

/** When the worlds are: their Prometheus has been running for two hours. */
export const now = Date.UTC(2026, 0, 1);
const startedAt = now / 1000 - 7200;

export type TargetAnswer = Readonly<Record<string, Json>>;

/** A target as Prometheus 2.42 tells of it: up, unless something else is said. */
export function target(job: string, address: string, more: TargetAnswer = {}): TargetAnswer {
  return {
    discoveredLabels: { __address__: address, __metrics_path__: '/metrics', __scheme__: 'http', job },
    labels: { instance: address, job },
    scrapePool: job,
    scrapeUrl: `http://${address}/metrics`,
    globalUrl: `http://${address}/metrics`,
    lastError: '',
    lastScrape: '2025-12-31T23:59:55.134Z',
    lastScrapeDuration: 0.004,
    health: 'up',
    scrapeInterval: '15s',
    scrapeTimeout: '10s',
    ...more,
  };
}

/** One whose last scrape ended with this. */
export function down(job: string, address: string, lastError: string): TargetAnswer {
  return target(job, address, { health: 'down', lastError });
}

/** The error of a scrape that found no such name, or could not connect, as Go writes it. */
export const noSuchHost = (address: string): string =>
  `Get "http://${address}/metrics": dial tcp: lookup ${address.split(':')[0] ?? ''} on 127.0.0.11:53: no such host`;
export const refused = (address: string): string =>
  `Get "http://${address}/metrics": dial tcp 172.18.0.2:${address.split(':')[1] ?? ''}: connect: connection refused`;
export const timedOut = (address: string): string =>
  `Get "http://${address}/metrics": context deadline exceeded`;

export const wellTargets: readonly TargetAnswer[] = [
  target('prometheus', 'localhost:9090'),
  target('node-exporter', 'node-exporter:9100'),
  target('trading-bot', 'trading-bot:8082'),
];

export const success = (data: Json): { readonly json: Json } => ({ json: { status: 'success', data } });

export const targetsRoute = (active: readonly TargetAnswer[]): FakeRoutes => ({
  '/api/v1/targets?state=active': success({ activeTargets: active, droppedTargets: [] }),
});

/** A rule as `/api/v1/rules` tells of it: an alert that is evaluated well and is not true. */
export function rule(name: string, query: string, more: Readonly<Record<string, Json>> = {}): Json {
  return {
    ...{
      state: 'inactive',
      name,
      query,
      duration: 0,
      keepFiringFor: 0,
      labels: {},
      annotations: {},
      alerts: [],
    },
    ...{ health: 'ok', evaluationTime: 0.0003, lastEvaluation: '2025-12-31T23:59:50.8Z', type: 'alerting' },
    ...more,
  };
}

export const firing = (name: string, query: string): Json =>
  rule(name, query, {
    state: 'firing',
    alerts: [
      {
        labels: { alertname: name },
        annotations: {},
        state: 'firing',
        activeAt: '2025-12-31T22:00:05Z',
        value: '1e+00',
      },
    ],
  });

export const rulesRoute = (...rules: readonly Json[]): FakeRoutes => ({
  '/api/v1/rules': success({
    groups:
      rules.length === 0
        ? []
        : [
            {
              name: 'meta',
              file: '/etc/prometheus/rules.yml',
              interval: 15,
              limit: 0,
              rules,
              evaluationTime: 0.001,
            },
          ],
  }),
});

export const alertmanagerUrl = 'http://alertmanager:9093/api/v2/alerts';
export const alertmanagersRoute = (...urls: readonly string[]): FakeRoutes => ({
  '/api/v1/alertmanagers': success({
    activeAlertmanagers: urls.map((url) => ({ url })),
    droppedAlertmanagers: [],
  }),
});

/** Its own metrics; those given take the place of those of the same name and labels. */
export function metricsRoute(changes: Readonly<Record<string, number>> = {}): FakeRoutes {
  const values = { ...wellMetrics, ...changes };
  return {
    '/metrics': Object.entries(values)
      .map(([name, value]) => `${name} ${String(value)}\n`)
      .join(''),
  };
}

const wellMetrics: Readonly<Record<string, number>> = {
  'prometheus_build_info{version="2.42.0"}': 1,
  process_start_time_seconds: startedAt,
  prometheus_config_last_reload_successful: 1,
  prometheus_config_last_reload_success_timestamp_seconds: startedAt,
  'prometheus_sd_discovered_targets{config="config-0",name="notify"}': 1,
  'prometheus_sd_discovered_targets{config="prometheus",name="scrape"}': 1,
  'prometheus_sd_discovered_targets{config="node-exporter",name="scrape"}': 1,
  'prometheus_sd_discovered_targets{config="trading-bot",name="scrape"}': 1,
  'prometheus_sd_refresh_failures_total{mechanism="file"}': 0,
  'prometheus_target_sync_failed_total{scrape_job="trading-bot"}': 0,
  prometheus_notifications_alertmanagers_discovered: 1,
  // The first alert is always dropped: it fires before the Alertmanagers are found.
  prometheus_notifications_dropped_total: 1,
  [`prometheus_notifications_errors_total{alertmanager="${alertmanagerUrl}"}`]: 0,
  [`prometheus_notifications_sent_total{alertmanager="${alertmanagerUrl}"}`]: 120,
  prometheus_notifications_queue_capacity: 10_000,
  prometheus_notifications_queue_length: 0,
  'prometheus_rule_evaluation_failures_total{rule_group="/etc/prometheus/rules.yml;meta"}': 0,
  'prometheus_rule_group_iterations_missed_total{rule_group="/etc/prometheus/rules.yml;meta"}': 0,
  'prometheus_rule_group_iterations_total{rule_group="/etc/prometheus/rules.yml;meta"}': 480,
  'prometheus_rule_group_interval_seconds{rule_group="/etc/prometheus/rules.yml;meta"}': 15,
  'prometheus_rule_group_last_duration_seconds{rule_group="/etc/prometheus/rules.yml;meta"}': 0.001,
  'prometheus_target_interval_length_seconds{interval="15s",quantile="0.99"}': 15.003,
  prometheus_target_scrape_pool_exceeded_label_limits_total: 0,
  prometheus_target_scrapes_exceeded_body_size_limit_total: 0,
  prometheus_target_scrapes_exceeded_sample_limit_total: 0,
  prometheus_target_scrapes_sample_duplicate_timestamp_total: 0,
  prometheus_target_scrapes_sample_out_of_bounds_total: 0,
  prometheus_target_scrapes_sample_out_of_order_total: 0,
};

export const runtimeRoute = (date: string, more: Readonly<Record<string, Json>> = {}): FakeRoutes => ({
  '/api/v1/status/runtimeinfo?clock': {
    status: 200,
    headers: { date },
    text: JSON.stringify({ status: 'success', data: { startTime: '2025-12-31T22:00:00Z', ...more } }),
  },
});

const wellRoutes: FakeRoutes = {
  ...targetsRoute(wellTargets),
  ...rulesRoute(firing('Watchdog', 'vector(1)')),
  ...alertmanagersRoute(alertmanagerUrl),
  ...metricsRoute(),
  ...runtimeRoute('Wed, 31 Dec 2025 23:59:59 GMT'),
};

const network = { network: 'trading-bot_monitoring', networkId: 'n1' } as const;

/** A container on the network of the stack, known there by its name. */
export function container(name: string, address: string, port: number): FakeContainer {
  return {
    name: `trading-bot-${name}-1`,
    labels: { 'com.docker.compose.service': name },
    networkMode: network.network,
    networks: [{ ...network, address, aliases: [name, `trading-bot-${name}-1`] }],
    ports: [{ containerPort: port, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: port }],
  };
}

export const ofTarget = (job: string, instance: string, value: number): Sample => ({
  labels: { job, instance },
  value,
});

export const samplesEach = (value: number): readonly Sample[] => [
  ofTarget('prometheus', 'localhost:9090', value),
  ofTarget('node-exporter', 'node-exporter:9100', value),
  ofTarget('trading-bot', 'trading-bot:8082', value),
];

export const gapsQuery = 'count_over_time(up[3600s]) and on (job, instance) up offset 3600s';

/** A Prometheus, its Alertmanager and two that it scrapes, and all is well. */
export const wellWorld: FakeWorld = {
  now,
  service: {
    name: 'prometheus',
    kind: 'prometheus',
    containerName: 'trading-bot-prometheus-1',
    version: '2.42.0',
  },
  peers: [
    {
      name: 'alertmanager',
      kind: 'alertmanager',
      containerName: 'trading-bot-alertmanager-1',
      version: '0.25.0',
    },
    { name: 'node-exporter', kind: 'node-exporter', containerName: 'trading-bot-node-exporter-1' },
    { name: 'trading-bot', kind: 'application', containerName: 'trading-bot-trading-bot-1' },
  ],
  routes: wellRoutes,
  container: container('prometheus', '172.18.0.5', 9090),
  containers: {
    alertmanager: container('alertmanager', '172.18.0.4', 9093),
    'node-exporter': container('node-exporter', '172.18.0.2', 9100),
    'trading-bot': container('trading-bot', '172.18.0.3', 8082),
  },
  queries: {
    [gapsQuery]: samplesEach(240),
    'topk(10, scrape_samples_post_metric_relabeling)': samplesEach(500),
    'sum(scrape_samples_post_metric_relabeling)': [{ labels: {}, value: 1500 }],
  },
};

/** The well world with other answers of Prometheus. */
export function answering(...routes: readonly FakeRoutes[]): FakeWorld {
  return { ...wellWorld, routes: Object.assign({}, wellRoutes, ...routes) as FakeRoutes };
}

/** The well world in which one target is scraped otherwise. */
export function scraping(changed: TargetAnswer, more: Partial<FakeWorld> = {}): FakeWorld {
  const others = wellTargets.filter(({ scrapePool }) => scrapePool !== changed['scrapePool']);
  return { ...answering(targetsRoute([...others, changed])), ...more };
}

/** The containers of the well world, one of them otherwise. */
export function containersWith(name: string, more: FakeContainer): NonNullable<FakeWorld['containers']> {
  const { containers = {} } = wellWorld;
  return { ...containers, [name]: { ...containers[name], ...more } };
}
