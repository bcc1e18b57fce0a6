import type { Routes } from './plugin-server.ts';

const goText = { 'content-type': 'text/plain; charset=utf-8' };
const json = { 'content-type': 'application/json' };

/** How Prometheus 2.42 answers. */
export const prometheusRoutes: Routes = {
  '/-/ready': { headers: goText, text: 'Prometheus Server is Ready.\n' },
  '/api/v1/status/buildinfo': {
    headers: json,
    text: '{"status":"success","data":{"version":"2.42.0","revision":"225c61122d88b01d1f0eaaee0e05b6f3e0567ac0","branch":"HEAD","buildUser":"root@c67d48967507","buildDate":"20230201-07:53:32","goVersion":"go1.19.5"}}',
  },
  '/metrics': {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    text: `# HELP go_gc_duration_seconds A summary of the pause duration of garbage collection cycles.
# TYPE go_gc_duration_seconds summary
go_gc_duration_seconds{quantile="0"} 4.0416e-05
go_gc_duration_seconds_count 7
# TYPE prometheus_build_info gauge
prometheus_build_info{branch="HEAD",goarch="amd64",goos="linux",goversion="go1.19.5",revision="225c6112",tags="netgo,builtinassets",version="2.42.0"} 1
# TYPE prometheus_config_last_reload_successful gauge
prometheus_config_last_reload_successful 1
`,
  },
};

/** How Alertmanager 0.25 answers. */
export const alertmanagerRoutes: Routes = {
  '/-/ready': { headers: goText, text: 'OK' },
  '/api/v2/status': {
    headers: json,
    text: '{"cluster":{"peers":[],"status":"disabled"},"config":{"original":"route:\\n  receiver: x\\n"},"uptime":"2026-11-23T12:00:00.000Z","versionInfo":{"branch":"HEAD","buildDate":"20221222-14:51:36","buildUser":"root@abe866dd5717","goVersion":"go1.19.4","revision":"258fab7cdd551f2cf251ed0348f0ad7289aee789","version":"0.25.0"}}\n',
  },
  '/metrics': {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
    text: `# TYPE alertmanager_build_info gauge
alertmanager_build_info{branch="HEAD",goversion="go1.19.4",revision="258fab7c",version="0.25.0"} 1
# TYPE alertmanager_config_last_reload_successful gauge
alertmanager_config_last_reload_successful 1
`,
  },
};

/** How Grafana 11 answers, to whoever has credentials that it takes. */
export const grafanaRoutes: Routes = {
  '/api/health': {
    headers: json,
    text: '{\n  "database": "ok",\n  "version": "11.5.0",\n  "commit": "4550cfb5b7"\n}',
  },
  '/metrics': {
    text: '# TYPE grafana_build_info gauge\ngrafana_build_info{edition="oss",version="11.5.0"} 1\n',
  },
  '/api/org': { headers: json, text: '{"id":1,"name":"Main Org.","address":{"address1":""}}' },
  '/api/datasources': {
    headers: json,
    text: '[{"id":2,"uid":"loki","name":"Loki","type":"loki","isDefault":false},{"id":1,"uid":"prom","name":"Prometheus","type":"prometheus","url":"http://prometheus:9090","isDefault":true}]',
  },
  '/api/datasources/uid/prom/health': {
    headers: json,
    text: '{"details":{"application":"Prometheus"},"message":"Successfully queried the Prometheus API.","status":"OK"}',
  },
};

const collectors = ['cpu', 'meminfo', 'filesystem', 'diskstats', 'netdev', 'loadavg', 'rapl'];

/** How node_exporter 1.5 answers. */
export const nodeExporterRoutes: Routes = {
  '/metrics': {
    text: [
      'node_exporter_build_info{branch="HEAD",goversion="go1.19.8",revision="1.5.0-1+b6",version="1.5.0"} 1',
      ...collectors.map((name) => `node_scrape_collector_success{collector="${name}"} 1`),
      ...Array.from({ length: 120 }, (_, cpu) => `node_cpu_seconds_total{cpu="${cpu}",mode="idle"} 1`),
      'node_timex_offset_seconds 0.0001',
      'node_textfile_scrape_error 0',
      '',
    ].join('\n'),
  },
};

/** How the metrics address of a Docker engine of 2022 answers. */
export const dockerEngineRoutes: Routes = {
  '/metrics': {
    text: `# TYPE engine_daemon_engine_cpus_cpus gauge
engine_daemon_engine_cpus_cpus 2
engine_daemon_engine_info{architecture="x86_64",commit="5d6db84",daemon_id="X",graphdriver="overlay2",kernel="5.10",os="Debian GNU/Linux 12 (bookworm)",os_type="linux",os_version="12",version="20.10.24+dfsg1"} 1
engine_daemon_health_checks_failed_total 0
`,
  },
};

/** How an application answers that counts its trades. */
export const applicationRoutes: Routes = {
  '/metrics': {
    text: 'bot_build_info{version="2.3.1"} 1\nbot_trades_total 17\nbot_profit NaN\n',
  },
  '/health': { text: 'ok' },
};

/** How others answer who may hold a port. */
export const strangers = {
  /** Grafana shows its metrics to all, and the rest to those who log in. */
  grafana: {
    '/metrics': {
      text: '# TYPE grafana_build_info gauge\ngrafana_build_info{edition="oss",version="10.0.0"} 1\n',
    },
    '/-/ready': { status: 302, headers: { location: '/login' }, text: '<a href="/login">Found</a>.\n' },
    '/api/v1/status/buildinfo': { status: 401, headers: json, text: '{"message":"Unauthorized"}' },
    '/api/v2/status': { status: 401, headers: json, text: '{"message":"Unauthorized"}' },
  },
  /** A web server that answers 200 and its page to everything. */
  nginx: Object.fromEntries(
    ['/-/ready', '/api/v1/status/buildinfo', '/api/v2/status', '/metrics'].map((path) => [
      path,
      { headers: { server: 'nginx/1.18.0' }, text: '<html><title>Welcome to nginx!</title></html>' },
    ]),
  ),
} satisfies Readonly<Record<string, Routes>>;

/** The same answers with some replaced. */
export const replaced = (routes: Routes, by: Routes): Routes => ({ ...routes, ...by });

/** The same answer to every path that is asked for. */
export const everywhere = (routes: Routes, answer: Routes[string]): Routes =>
  Object.fromEntries(Object.keys(routes).map((path) => [path, answer]));
