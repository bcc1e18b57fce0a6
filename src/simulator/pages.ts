import type { Fault } from './fault.ts';

/** The kinds of components that can be simulated. */
export type SimulatedKind =
  'alertmanager' | 'application' | 'docker-engine' | 'grafana' | 'node-exporter' | 'prometheus';

/** What a component answers. */
export interface Page {
  readonly status: number;
  readonly type: 'application/json' | 'text/plain';
  readonly body: string;
}

/** How a component is when it is asked. */
export interface Situation {
  readonly fault: Fault | null;
  readonly targets: number;
  /** When it is asked: milliseconds since 1970. */
  readonly now: number;
}

type Pages = Readonly<Record<string, (situation: Situation) => Page>>;

const json = (value: unknown): Page => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(value),
});
const text = (...lines: readonly string[]): Page => ({
  status: 200,
  type: 'text/plain',
  body: `${lines.join('\n')}\n`,
});
const loaded = ({ fault }: Situation): string => (fault === 'reload-failed' ? '0' : '1');

const collectors = ['cpu', 'diskstats', 'filesystem', 'loadavg', 'meminfo', 'netdev'];
/** As many series of each processor as make a page of an ordinary length. */
const cpuSeries = Array.from({ length: 16 }, (_, cpu) =>
  ['idle', 'iowait', 'irq', 'nice', 'softirq', 'steal', 'system', 'user'].map(
    (mode) => `node_cpu_seconds_total{cpu="${String(cpu)}",mode="${mode}"} 1`,
  ),
).flat();

const pages: Readonly<Record<SimulatedKind, Pages>> = {
  prometheus: {
    '/-/ready': () => text('Prometheus Server is Ready.'),
    '/-/healthy': () => text('Prometheus Server is Healthy.'),
    '/api/v1/status/buildinfo': () => json({ status: 'success', data: { version: '2.42.0' } }),
    '/api/v1/targets': (situation) =>
      json({
        status: 'success',
        data: { activeTargets: targetsOf(situation), droppedTargets: [], droppedTargetCounts: {} },
      }),
    '/metrics': (situation) =>
      text(
        'prometheus_build_info{version="2.42.0"} 1',
        `prometheus_config_last_reload_successful ${loaded(situation)}`,
      ),
  },
  alertmanager: {
    '/-/ready': () => text('OK'),
    '/-/healthy': () => text('OK'),
    '/api/v2/status': () =>
      json({ cluster: { peers: [], status: 'disabled' }, versionInfo: { version: '0.25.0' } }),
    '/metrics': (situation) =>
      text(
        'alertmanager_build_info{version="0.25.0"} 1',
        `alertmanager_config_last_reload_successful ${loaded(situation)}`,
      ),
  },
  grafana: {
    '/api/health': () => json({ commit: 'abcdef', database: 'ok', version: '10.0.0' }),
    '/api/org': () => json({ id: 1, name: 'Main Org.' }),
    '/api/datasources': () => json([]),
    '/metrics': () => text('grafana_build_info{version="10.0.0"} 1'),
  },
  'node-exporter': {
    '/metrics': () =>
      text(
        'node_exporter_build_info{version="1.5.0"} 1',
        ...collectors.map((name) => `node_scrape_collector_success{collector="${name}"} 1`),
        'node_timex_offset_seconds 0.0001',
        ...cpuSeries,
      ),
  },
  'docker-engine': {
    '/metrics': () =>
      text(
        'engine_daemon_engine_info{version="20.10.24",graphdriver="overlay2",os="Simulated"} 1',
        'engine_daemon_engine_cpus_cpus 2',
      ),
  },
  application: {
    '/metrics': () => text('bot_build_info{version="1.0.0"} 1', 'bot_orders_total 12'),
    '/health': () => json({ status: 'ok' }),
  },
};

/** What a component of a kind answers to a path, without its query. */
export function pageOf(kind: SimulatedKind, path: string, situation: Situation): Page {
  if (situation.fault === 'unready') return { ...text('Service Unavailable'), status: 503 };
  if (situation.fault === 'broken') return { ...text('Internal Server Error'), status: 500 };
  if (situation.fault === 'impostor') return text('It works!');
  return pages[kind][path]?.(situation) ?? { ...text('404 page not found'), status: 404 };
}

/** How often a simulated Prometheus scrapes, in milliseconds. */
const scrapeIntervalMs = 5000;

function targetsOf({ fault, targets, now }: Situation): readonly object[] {
  const lastScrape = new Date(now - (now % scrapeIntervalMs)).toISOString();
  return Array.from({ length: targets }, (_, index) => {
    const instance = `target-${String(index)}:9100`;
    const isDown = fault === 'targets-down' && index % 2 === 0;
    return {
      discoveredLabels: { __address__: instance, __scheme__: 'http', job: 'simulated' },
      labels: { instance, job: 'simulated' },
      scrapePool: 'simulated',
      scrapeUrl: `http://${instance}/metrics`,
      globalUrl: `http://${instance}/metrics`,
      lastError: isDown ? `Get "http://${instance}/metrics": dial tcp: connect: connection refused` : '',
      lastScrape,
      lastScrapeDuration: 0.001,
      health: isDown ? 'down' : 'up',
      scrapeInterval: '5s',
      scrapeTimeout: '4s',
    };
  });
}
