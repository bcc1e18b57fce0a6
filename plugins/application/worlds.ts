import type { FakeAnswer, FakeContainer, FakeWorld } from 'custos/plugin-sdk/testing';

export const exposition = `# HELP bot_build_info The version that runs.
# TYPE bot_build_info gauge
bot_build_info{version="2.3.1"} 1
# HELP bot_trades_total Trades since the start.
# TYPE bot_trades_total counter
bot_trades_total{market="a",side="buy"} 17
bot_trades_total{market="a",side="sell"} 12
bot_profit NaN
process_cpu_seconds_total 1.25e+01
process_start_time_seconds 1.7672e+09
`;

/** An answer to a scrape, as the text format is sent. */
export const metrics = (text: string, more: object = {}): FakeAnswer => ({
  ...{ status: 200, text, headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } },
  ...more,
});

/** What Prometheus says of the target. */
const target = (more: object = {}): FakeAnswer => ({
  json: {
    status: 'success',
    data: {
      activeTargets: [
        {
          scrapePool: 'node',
          scrapeUrl: 'http://node-exporter:9100/metrics',
          labels: { job: 'node', instance: 'node-exporter:9100' },
          health: 'down',
          lastError: 'sample limit exceeded',
          scrapeTimeout: '1s',
        },
        {
          ...{
            scrapePool: 'trading-bot',
            scrapeUrl: 'http://trading-bot:8082/metrics',
            health: 'up',
            lastError: '',
          },
          ...{
            labels: { job: 'trading-bot', instance: 'trading-bot:8082' },
            scrapeTimeout: '10s',
            scrapeInterval: '15s',
          },
          ...more,
        },
      ],
    },
  },
});

const container: FakeContainer = {
  networks: [
    {
      network: 'monitoring',
      networkId: 'm',
      address: '172.21.0.7',
      aliases: ['trading-bot', '0123456789ab'],
    },
  ],
};

/** An application that is right in everything, and the Prometheus that scrapes it. */
export const well = {
  service: { name: 'trading-bot', url: 'http://127.0.0.1:8082' },
  peers: [{ name: 'prometheus', version: '2.42.0', routes: { '/api/v1/targets?state=active': target() } }],
  routes: { '/metrics': metrics(exposition), '/health': 'ok' },
  container,
  settings: { requiredMetrics: ['bot_trades_total'], healthPath: '/health' },
} as const satisfies FakeWorld;

/** The same, but for what it answers to a scrape. */
export const answering = (answer: FakeAnswer, more: FakeWorld = {}): FakeWorld => ({
  ...well,
  ...more,
  routes: { ...well.routes, '/metrics': answer },
});

/** The same, but for what Prometheus says of it. */
export const scraped = (more: object, version = '2.42.0'): FakeWorld => ({
  peers: [{ name: 'prometheus', version, routes: { '/api/v1/targets?state=active': target(more) } }],
});
