import type { Component, SimulatedTarget } from './component.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** What answers may depend on beside the component itself. */
export interface Scene {
  readonly components: readonly Component[];
  readonly targets: () => readonly SimulatedTarget[];
  readonly now: () => Date;
}

/** What a request says. */
export interface Asked {
  /** Below the component's own path, without a query. */
  readonly path: string;
  readonly authorization: string | undefined;
}

/** The credential that simulated Grafanas take. */
export const grafanaCredential = 'Bearer simulated';

const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json',
  text: JSON.stringify(value),
});
const text = (body: string, status = 200): Answer => ({
  status,
  type: 'text/plain; version=0.0.4; charset=utf-8',
  text: body,
});
const missing = text('404 page not found\n', 404);

/** What a component answers that does not fail. */
export function answer(component: Component, scene: Scene, asked: Asked): Answer {
  switch (component.kind) {
    case 'prometheus':
      return prometheus(component, scene, asked);
    case 'grafana':
      return grafana(scene, asked);
    case 'alertmanager':
      return alertmanager(component, asked);
    case 'node-exporter':
      return asked.path === '/metrics' ? text(nodeMetrics) : text('<h1>Node Exporter</h1>');
    case 'docker-engine':
      return asked.path === '/metrics' ? text(engineMetrics) : missing;
    case 'application':
      return asked.path === '/metrics' ? text(applicationMetrics(scene.now())) : missing;
  }
}

const loaded = ({ fault }: Component): string => (fault === 'reload-failed' ? '0' : '1');

function prometheus(component: Component, scene: Scene, { path }: Asked): Answer {
  switch (path) {
    case '/-/ready':
      return text('Prometheus Server is Ready.\n');
    case '/api/v1/status/buildinfo':
      return json({ status: 'success', data: { version: '2.55.1', goVersion: 'go1.23.2' } });
    case '/api/v1/targets': {
      const activeTargets = scene.targets().map((target) => shown(target, scene.now()));
      return json({ status: 'success', data: { activeTargets, droppedTargets: [] } });
    }
    case '/metrics':
      return text(
        `prometheus_build_info{version="2.55.1"} 1\nprometheus_config_last_reload_successful ${loaded(component)}\n`,
      );
    default:
      return missing;
  }
}

function shown({ job, instance, scrapeUrl, lastError }: SimulatedTarget, now: Date): object {
  return {
    discoveredLabels: {},
    labels: { instance, job },
    scrapePool: job,
    scrapeUrl,
    globalUrl: scrapeUrl,
    lastError: lastError ?? '',
    lastScrape: now.toISOString(),
    lastScrapeDuration: 0.0042,
    health: lastError === null ? 'up' : 'down',
    scrapeInterval: '1s',
    scrapeTimeout: '1s',
  };
}

function grafana({ components }: Scene, { path, authorization }: Asked): Answer {
  if (path === '/api/health') return json({ database: 'ok', version: '11.5.0', commit: 'simulated' });
  if (path === '/metrics') return text('grafana_build_info{edition="oss",version="11.5.0"} 1\n');
  if (authorization !== grafanaCredential) {
    return json({ message: 'Unauthorized', messageId: 'auth.unauthorized', statusCode: 401 }, 401);
  }
  if (path === '/api/org') return json({ id: 1, name: 'Main Org.' });
  if (path === '/api/datasources') {
    return json([{ id: 1, uid: 'prom', name: 'Prometheus', type: 'prometheus', isDefault: true }]);
  }
  if (path !== '/api/datasources/uid/prom/health') return missing;
  const source = components.find(({ kind }) => kind === 'prometheus');
  if (!source || source.fault === null || source.fault === 'reload-failed') {
    return json({ status: 'OK', message: 'Successfully queried the Prometheus API.' });
  }
  const host = new URL(source.url).host;
  const message = `Post "${source.url}/api/v1/query": dial tcp ${host}: connect: connection refused`;
  return json({ status: 'ERROR', message }, 400);
}

function alertmanager(component: Component, { path }: Asked): Answer {
  switch (path) {
    case '/-/ready':
      return text('OK');
    case '/api/v2/status':
      return json({
        cluster: { peers: [], status: 'disabled' },
        config: { original: 'route:\n  receiver: none\n' },
        uptime: '2026-01-01T00:00:00.000Z',
        versionInfo: { version: '0.28.0', revision: 'simulated' },
      });
    case '/metrics':
      return text(
        `alertmanager_build_info{version="0.28.0"} 1\nalertmanager_config_last_reload_successful ${loaded(component)}\n`,
      );
    default:
      return missing;
  }
}

const collectors = ['cpu', 'meminfo', 'filesystem', 'diskstats', 'netdev', 'loadavg'];
const nodeMetrics = [
  'node_exporter_build_info{version="1.9.1"} 1',
  ...collectors.map((name) => `node_scrape_collector_success{collector="${name}"} 1`),
  ...Array.from({ length: 100 }, (_, cpu) => `node_cpu_seconds_total{cpu="${String(cpu)}",mode="idle"} 1`),
  'node_timex_offset_seconds 0',
  '',
].join('\n');

const engineMetrics = `engine_daemon_engine_info{graphdriver="overlay2",os="Simulated",version="27.5.1"} 1
engine_daemon_engine_cpus_cpus 2
`;

const applicationMetrics = (now: Date): string =>
  `bot_build_info{version="2.3.1"} 1\nbot_trades_total ${String(Math.floor(now.getTime() / 1000) % 100_000)}\n`;
