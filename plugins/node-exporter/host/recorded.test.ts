import { describe, expect, it } from 'vitest';
import { runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { bond, pages, recorded, root, wellWorld, withMetrics } from '../worlds.ts';
import { clockConditions } from './clock.ts';
import type { Condition } from './condition.ts';
import { filesystemConditions } from './filesystems.ts';
import { brief, foundIn } from './found-in.ts';
import { lastingExpression } from './history.ts';
import { diskConditions, memoryConditions, processorConditions } from './load.ts';
import { networkConditions, tableConditions } from './network.ts';
import { unitConditions } from './units.ts';

const conditions = [
  ...[clockConditions, filesystemConditions, diskConditions, memoryConditions, processorConditions].flat(),
  ...[networkConditions, tableConditions, unitConditions].flat(),
];
const conditionOf = (code: string): Condition => conditions.find((one) => one.code === code)!;

type Values = Readonly<Record<string, number>>;

describe('What Prometheus recorded of the host', () => {
  it.each<[string, Values, Readonly<Record<string, string>>, string]>([
    [
      'NodeFilesystemAlmostOutOfSpace',
      { [`node_filesystem_avail_bytes${root}`]: 10e9 },
      { mountpoint: '/' },
      'WARNING',
    ],
    [
      'NodeFilesystemAlmostOutOfFiles',
      { [`node_filesystem_files_free${root}`]: 6e5 },
      { mountpoint: '/' },
      'WARNING',
    ],
    ['NodeMemoryHighUtilization', { node_memory_MemAvailable_bytes: 2e9 }, {}, 'WARNING'],
    ['NodeSystemSaturation', { node_load1: 4.1 }, {}, 'WARNING'],
    ['NodeFileDescriptorLimit', { node_filefd_allocated: 1_800_000 }, {}, 'WARNING'],
    ['X02', { node_timex_offset_seconds: -0.06 }, {}, 'WARNING'],
    [
      'NodeClockNotSynchronising',
      { node_timex_sync_status: 0, node_timex_maxerror_seconds: 16 },
      {},
      'WARNING',
    ],
    ['NodeBondingDegraded', bond(1), { master: 'bond0' }, 'WARNING'],
    ['NodeMemoryMajorPagesFaults', {}, {}, 'WARNING'],
    ['NodeCPUHighUsage', {}, {}, 'INFO'],
    ['NodeDiskIOSaturation', {}, { device: 'vda' }, 'WARNING'],
    [
      'NodeNetworkReceiveErrs',
      { 'node_network_receive_errs_total{device="eth0"}': 9 },
      { device: 'eth0' },
      'WARNING',
    ],
    [
      'NodeNetworkTransmitErrs',
      { 'node_network_transmit_errs_total{device="eth0"}': 9 },
      { device: 'eth0' },
      'WARNING',
    ],
    [
      'NodeSystemdServiceCrashlooping',
      { 'node_systemd_service_restart_total{name="a.service"}': 9 },
      { name: 'a.service' },
      'WARNING',
    ],
  ])('confirms %s when it lasts as long as its rule wants', async (code, values, labels, severity) => {
    const condition = conditionOf(code);
    const world = {
      ...withMetrics(values),
      queries: recorded([condition, labels, condition.above * 1.1 + 0.01]),
    };
    expect(brief(await foundIn(world))).toEqual([`${code} CONFIRMED ${severity}`]);
    // Known to Prometheus, and not for so long: at most a note of what is so now.
    const short = await foundIn({ ...world, queries: recorded() });
    expect(short.filter((finding) => finding.severity !== 'INFO')).toEqual([]);
  });

  it('is asked for every minute of the time, and for all of it', () => {
    const rule = { expression: 'node_load1{$} / x{$,mode="idle"}', above: 2, minutes: 15 };
    expect(lastingExpression(rule, 'instance="a"')).toBe(
      'min_over_time((node_load1{instance="a"} / x{instance="a",mode="idle"})[15m:1m]) > 2 and ' +
        'count_over_time((node_load1{instance="a"} / x{instance="a",mode="idle"})[15m:1m]) >= 14',
    );
  });

  it('is that of this host and of no other', async () => {
    const condition = conditionOf('NodeSystemSaturation');
    const queries = {
      node_uname_info: [{ labels: { nodename: 'another', instance: 'other:9100' }, value: 1 }],
      [lastingExpression(condition, 'instance="other:9100"')]: [{ labels: {}, value: 9 }],
    };
    const world = { ...withMetrics({ node_load1: 9 }), queries };
    expect(brief(await foundIn(world))).toEqual(['NodeSystemSaturation POSSIBLE INFO']);
  });
});

describe('Two looks at the host, where Prometheus knows nothing of it', () => {
  const second = 1.5;
  it.each<[string, Values, Values, Values]>([
    [
      'NodeMemoryMajorPagesFaults',
      { node_vmstat_pgmajfault: 100 },
      { node_vmstat_pgmajfault: 100 + 600 * second },
      { node_vmstat_pgmajfault: 100 + 400 * second },
    ],
    [
      'NodeCPUHighUsage',
      {},
      { 'node_cpu_seconds_total{cpu="0",mode="user"}': 110 },
      {
        'node_cpu_seconds_total{cpu="0",mode="user"}': 110,
        'node_cpu_seconds_total{cpu="1",mode="idle"}': 1005,
      },
    ],
    [
      'NodeDiskIOSaturation',
      {},
      { 'node_disk_io_time_weighted_seconds_total{device="vda"}': 2186 + 11 * second },
      { 'node_disk_io_time_weighted_seconds_total{device="vda"}': 2186 + 9 * second },
    ],
    [
      'NodeNetworkReceiveErrs',
      { 'node_network_receive_errs_total{device="eth0"}': 1 },
      {
        'node_network_receive_errs_total{device="eth0"}': 4,
        'node_network_receive_packets_total{device="eth0"}': 1000,
      },
      {
        'node_network_receive_errs_total{device="eth0"}': 2,
        'node_network_receive_packets_total{device="eth0"}': 1100,
      },
    ],
    [
      'NodeNetworkTransmitErrs',
      { 'node_network_transmit_errs_total{device="eth0"}': 1 },
      {
        'node_network_transmit_errs_total{device="eth0"}': 4,
        'node_network_transmit_packets_total{device="eth0"}': 400,
      },
      { 'node_network_transmit_errs_total{device="eth0"}': 1 },
    ],
  ])('suspect %s', async (code, before, bad, bearable) => {
    const world = (after: Values): FakeWorld => ({
      ...wellWorld,
      queries: {},
      routes: pages(before, { ...before, ...after }),
    });
    // Each check of a diagnosis shares its looks; here each has two of its own.
    expect(brief(await foundIn(world(bad)))).toEqual([`${code} POSSIBLE INFO`]);
    expect(await foundIn(world(bearable))).toEqual([]);
  });

  it('are too short to see a unit that is started again and again', async () => {
    const world = withMetrics({ 'node_systemd_service_restart_total{name="a.service"}': 9 });
    expect((await runCheck(plugin, 'host-units', world)).status).toBe('SKIPPED');
  });
});
