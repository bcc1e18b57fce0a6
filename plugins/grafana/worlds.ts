import type { Json } from 'custos/plugin-sdk';
import type { FakeContainer, FakeRoutes, FakeWorld } from 'custos/plugin-sdk/testing';

/** A data source as `/api/datasources` lists it. */
export const source = (more: Readonly<Record<string, Json>> = {}): Json => ({
  ...{ id: 1, uid: 'prom', orgId: 1, name: 'Prometheus', type: 'prometheus', typeName: 'Prometheus' },
  ...{ access: 'proxy', url: 'http://prometheus:9090', user: '', database: '', basicAuth: false },
  ...{ isDefault: true, jsonData: { httpMethod: 'POST' }, readOnly: false },
  ...more,
});

/** A dashboard as `/api/dashboards/uid/:uid` tells it. */
export const dashboard = (more: Readonly<Record<string, Json>> = {}): Json => ({
  meta: { type: 'db', slug: 'trading', version: 3, provisioned: false, provisionedExternalId: '' },
  dashboard: {
    ...{ id: 7, uid: 'trading', title: 'Trading', version: 3, schemaVersion: 40, refresh: '30s' },
    templating: { list: [{ name: 'ds', type: 'datasource', query: 'prometheus' }] },
    annotations: {
      list: [{ datasource: { type: 'grafana', uid: '-- Grafana --' }, name: 'Annotations & Alerts' }],
    },
    panels: [
      {
        type: 'timeseries',
        datasource: { type: 'prometheus', uid: 'prom' },
        targets: [{ refId: 'A', expr: 'up' }],
      },
      { type: 'stat', datasource: { type: 'prometheus', uid: '${ds}' }, targets: [] },
      { type: 'table', datasource: null, targets: [{ refId: 'A', datasource: 'Prometheus' }] },
      { type: 'row', collapsed: true, panels: [{ type: 'text', datasource: { uid: '-- Mixed --' } }] },
    ],
    ...more,
  },
});

/** What `/api/ds/query` answers: a frame with these values. */
export const frames = (values: readonly (readonly number[])[] = [[1767225600000], [1]]): Json => ({
  results: { A: { status: 200, frames: [{ schema: { refId: 'A', fields: [] }, data: { values } }] } },
});

export const metricsText = `# TYPE grafana_build_info gauge
grafana_build_info{branch="HEAD",edition="oss",goversion="go1.23.4",revision="4550cfb5b7",version="11.5.0"} 1
grafana_alerting_alerts{state="alerting"} 0
grafana_alerting_alerts{state="error"} 0
grafana_alerting_scheduler_behind_seconds 0.004
grafana_alerting_rule_evaluation_failures_total{org="1"} 0
grafana_http_request_duration_seconds_count{handler="/api/health",method="GET",status_code="200"} 812
grafana_http_request_duration_seconds_count{handler="/api/ds/query",method="POST",status_code="500"} 0
`;

const routes: FakeRoutes = {
  '/api/health': { json: { database: 'ok', version: '11.5.0', commit: '4550cfb5b7' } },
  '/api/org': { json: { id: 1, name: 'Main Org.', address: { address1: '' } } },
  '/login': '<!DOCTYPE html><html><head><title>Grafana</title></head></html>',
  '/metrics': metricsText,
  '/api/datasources': { json: [source()] },
  '/api/datasources/uid/prom/health': {
    json: {
      details: { application: 'Prometheus', features: { rulerApiEnabled: false } },
      message: 'Successfully queried the Prometheus API.',
      status: 'OK',
    },
  },
  '/api/search?type=dash-db&limit=5000': {
    json: [{ id: 7, uid: 'trading', title: 'Trading', type: 'dash-db' }],
  },
  '/api/dashboards/uid/trading': { json: dashboard() },
  'POST /api/ds/query': { json: frames() },
};

export const dataSourceFile = `# Where dashboards get their data.
apiVersion: 1
datasources:
  - name: Prometheus
    uid: prom
    type: prometheus
    access: proxy
    url: http://prometheus:9090
    isDefault: true
    jsonData: { httpMethod: POST, timeInterval: "15s" }
`;

export const dashboardFile = `apiVersion: 1
providers:
  - name: 'default'
    orgId: 1
    type: file
    options:
      path: /var/lib/grafana/dashboards
`;

export const files = {
  '/etc/grafana/grafana.ini':
    '[server]\n;protocol = http\nroot_url = http://localhost:3001/\n[security]\n;admin_password = admin\n',
  '/etc/grafana/provisioning/datasources/prometheus.yaml': dataSourceFile,
  '/etc/grafana/provisioning/dashboards/default.yml': dashboardFile,
  '/var/lib/grafana/dashboards/trading.json': '{"uid":"trading","title":"Trading","panels":[]}',
} as const;

const attached = (service: string, address: string, network = 'monitoring') => ({
  labels: { 'com.docker.compose.service': service },
  networks: [
    { network, networkId: network, address, aliases: [service, `trading-bot-${service}-1`, '0123456789ab'] },
  ],
});

export const container: FakeContainer = {
  ...attached('grafana', '172.21.0.11'),
  image: 'grafana/grafana:11.5.0',
  imageUser: '472',
  command: ['/run.sh'],
  environment: {
    GF_SECURITY_ADMIN_PASSWORD__FILE: '/run/secrets/grafana',
    GF_PATHS_DATA: '/var/lib/grafana',
  },
  files,
  logs: [
    'logger=settings t=2026-01-01T00:00:00Z level=info msg="Starting Grafana" version=11.5.0',
    'logger=http.server t=2026-01-01T00:00:03Z level=info msg="HTTP Server Listen" address=[::]:3000 protocol=http subUrl= socket=',
  ],
};

export const prometheusContainer: FakeContainer = {
  ...attached('prometheus', '172.21.0.10'),
  command: ['/bin/prometheus', '--config.file=/etc/prometheus/prometheus.yml'],
};

const prometheusRoutes: FakeRoutes = { '/metrics': 'process_start_time_seconds 1767000000\n' };

/** A Grafana that is right in everything, and its Prometheus. */
export const well = {
  service: { authorized: true, version: '11.5.0', url: 'http://127.0.0.1:3001' },
  peers: [{ name: 'prometheus', version: '2.42.0', routes: prometheusRoutes }],
  routes,
  container,
  containers: { prometheus: prometheusContainer },
} as const satisfies FakeWorld;

/** The same, but for some answers. */
export const answering = (other: FakeRoutes, more: FakeWorld = {}): FakeWorld => ({
  ...well,
  ...more,
  routes: { ...routes, ...other },
});

/** The same, but for what is said of its container. */
export const contained = (other: FakeContainer, more: FakeWorld = {}): FakeWorld => ({
  ...well,
  ...more,
  container: { ...container, ...other },
});

/** The same, but for some files. */
export const withFiles = (other: Readonly<Record<string, string>>): FakeWorld =>
  contained({ files: { ...files, ...other } });

/** What Grafana says when a data source's server cannot be reached, in Go's words. */
export const failing = (why: string, url = 'http://prometheus:9090'): FakeRoutes => ({
  '/api/datasources': { json: [source({ url })] },
  '/api/datasources/uid/prom/health': {
    status: 400,
    text: JSON.stringify({
      message: `Post "${url}/api/v1/query": ${why} - There was an error returned querying the Prometheus API.`,
      status: 'ERROR',
    }),
  },
});
