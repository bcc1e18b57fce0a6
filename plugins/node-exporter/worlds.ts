import type { Sample } from 'custos/plugin-sdk';
import type { FakeContainer, FakeRoutes, FakeWorld } from 'custos/plugin-sdk/testing';
import { lastingExpression } from './host/history.ts';

/** When the worlds are: their exporter has been running for an hour. */
export const now = Date.UTC(2026, 0, 1);
const seconds = now / 1000;

/** The labels of its only file system. */
export const root = '{device="/dev/vda",fstype="ext4",mountpoint="/"}';
export const needed = ['cpu', 'meminfo', 'filesystem', 'diskstats', 'netdev', 'loadavg'];

/** As node_exporter 1.5 tells of a host that is well, and far from idle. */
const wellMetrics: Readonly<Record<string, number>> = {
  'node_exporter_build_info{version="1.5.0"}': 1,
  'node_uname_info{nodename="8d5b70fa4745",release="6.18.44",sysname="Linux"}': 1,
  node_boot_time_seconds: seconds - 86_400,
  node_time_seconds: seconds,
  ...Object.fromEntries(needed.map((name) => [`node_scrape_collector_success{collector="${name}"}`, 1])),
  'node_scrape_collector_success{collector="rapl"}': 0,
  ...Object.fromEntries(
    Array.from({ length: 110 }, (_, index) => [`node_schedstat_running_total{cpu="${String(index)}"}`, 1]),
  ),
  [`node_filesystem_avail_bytes${root}`]: 81e9,
  [`node_filesystem_size_bytes${root}`]: 270e9,
  [`node_filesystem_files_free${root}`]: 16.2e6,
  [`node_filesystem_files${root}`]: 16.7e6,
  [`node_filesystem_readonly${root}`]: 0,
  node_memory_MemAvailable_bytes: 24e9,
  node_memory_MemTotal_bytes: 25e9,
  node_vmstat_pgmajfault: 20_152,
  node_load1: 3.2,
  'node_cpu_seconds_total{cpu="0",mode="idle"}': 1000,
  'node_cpu_seconds_total{cpu="0",mode="user"}': 100,
  'node_cpu_seconds_total{cpu="1",mode="idle"}': 1000,
  'node_cpu_seconds_total{cpu="1",mode="user"}': 100,
  'node_disk_io_time_weighted_seconds_total{device="vda"}': 2186,
  'node_network_receive_errs_total{device="eth0"}': 0,
  'node_network_receive_packets_total{device="eth0"}': 900,
  'node_network_transmit_errs_total{device="eth0"}': 0,
  'node_network_transmit_packets_total{device="eth0"}': 300,
  node_nf_conntrack_entries: 10,
  node_nf_conntrack_entries_limit: 262_144,
  node_filefd_allocated: 1155,
  node_filefd_maximum: 2_466_170,
  node_timex_maxerror_seconds: 0.2,
  node_timex_offset_seconds: -0.0001,
  node_timex_sync_status: 1,
  node_textfile_scrape_error: 0,
};

/** Its page; what is given takes the place of what has the same name and labels. */
export function page(changes: Readonly<Record<string, number>> = {}): string {
  return Object.entries({ ...wellMetrics, ...changes })
    .map(([name, value]) => `${name} ${String(value)}\n`)
    .join('');
}

/** Two pages a moment apart. */
export const pages = (
  first: Readonly<Record<string, number>>,
  second: Readonly<Record<string, number>>,
): FakeRoutes => ({ '/metrics': [page(first), page(second)] });

const host: Sample = {
  labels: { nodename: '8d5b70fa4745', instance: 'node-exporter:9100', job: 'node' },
  value: 1,
};
const selector = 'instance="node-exporter:9100",job="node"';

/** A Prometheus that knows this host and others, and for which these have been above their thresholds all the time. */
export function recorded(
  ...rules: readonly (readonly [
    { readonly expression: string; readonly above: number; readonly minutes: number },
    Readonly<Record<string, string>>,
    number,
  ])[]
): Readonly<Record<string, readonly Sample[]>> {
  const other: Sample = { labels: { nodename: 'another', instance: 'other:9100', job: 'node' }, value: 1 };
  return {
    node_uname_info: [other, host],
    ...Object.fromEntries(
      rules.map(([rule, labels, value]) => [
        lastingExpression(rule, selector),
        [{ labels: { ...labels, instance: 'node-exporter:9100', job: 'node' }, value }],
      ]),
    ),
  };
}

/** A container as the documentation of node_exporter has it, with what is different. */
export function container(more: FakeContainer = {}): FakeContainer {
  return {
    name: 'trading-bot-node-exporter-1',
    image: 'prom/node-exporter:v1.5.0',
    command: ['/bin/node_exporter', '--path.rootfs=/host'],
    pidMode: 'host',
    mounts: [
      {
        ...{ type: 'bind', source: '/', hostPath: '/', destination: '/host' },
        ...{ readOnly: true, propagation: 'rslave' },
      },
    ],
    logs: [
      {
        at: now - 3_599_000,
        stream: 'stderr',
        text: 'ts=2025-12-31T23:00:01.685Z caller=tls_config.go:232 level=info msg="Listening on" address=[::]:9100',
      },
    ],
    ...more,
    state: { status: 'running', startedAt: now - 3_600_000, ...more.state },
  };
}

/** A world in which everything is right; its Prometheus knows the host. */
export const wellWorld: FakeWorld = {
  now,
  routes: { '/metrics': page() },
  queries: recorded(),
  container: container(),
};

/** The well world with other metrics; its Prometheus knows nothing of the host. */
export const withMetrics = (changes: Readonly<Record<string, number>>): FakeWorld => ({
  ...wellWorld,
  queries: {},
  routes: { '/metrics': page(changes) },
});

/** What a bond of two devices says, of which so many work. */
export const bond = (working: number): Readonly<Record<string, number>> => ({
  'node_bonding_slaves{master="bond0"}': 2,
  'node_bonding_active{master="bond0"}': working,
});
