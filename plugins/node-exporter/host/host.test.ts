import { describe, expect, it } from 'vitest';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { bond, now, recorded, root, wellWorld, withMetrics } from '../worlds.ts';
import { brief, foundIn } from './found-in.ts';

const raid = (active: number, failed: number) => ({
  'node_md_disks_required{device="md0"}': 2,
  'node_md_disks{device="md0",state="active"}': active,
  'node_md_disks{device="md0",state="failed"}': failed,
});
const unit = (failed: number) => ({ 'node_systemd_unit_state{name="a.service",state="failed"}': failed });

type Values = Readonly<Record<string, number>>;

/** What is wrong; the values that show it; what is told without a record; values that are just bearable. */
const looks: readonly (readonly [string, Values, string, Values])[] = [
  [
    'X12 a file system that is almost full',
    { [`node_filesystem_avail_bytes${root}`]: 10e9 },
    ...([
      'NodeFilesystemAlmostOutOfSpace POSSIBLE INFO',
      { [`node_filesystem_avail_bytes${root}`]: 14e9 },
    ] as const),
  ],
  [
    'X12 a file system that is full',
    { [`node_filesystem_avail_bytes${root}`]: 1e9 },
    'NodeFilesystemAlmostOutOfSpace LIKELY CRITICAL',
    { [`node_filesystem_avail_bytes${root}`]: 1e9, [`node_filesystem_readonly${root}`]: 1 },
  ],
  [
    'X12 a file system without inodes',
    { [`node_filesystem_files_free${root}`]: 0 },
    ...([
      'NodeFilesystemAlmostOutOfFiles LIKELY CRITICAL',
      { [`node_filesystem_files_free${root}`]: 9e5 },
    ] as const),
  ],
  [
    'memory',
    { node_memory_MemAvailable_bytes: 2e9 },
    'NodeMemoryHighUtilization POSSIBLE INFO',
    { node_memory_MemAvailable_bytes: 2.6e9 },
  ],
  ['load', { node_load1: 4.1 }, 'NodeSystemSaturation POSSIBLE INFO', { node_load1: 3.9 }],
  [
    'connections',
    { node_nf_conntrack_entries: 200_000 },
    'NodeHighNumberConntrackEntriesUsed CONFIRMED WARNING',
    { node_nf_conntrack_entries: 190_000 },
  ],
  [
    'file descriptors',
    { node_filefd_allocated: 1_800_000 },
    'NodeFileDescriptorLimit POSSIBLE INFO',
    { node_filefd_allocated: 1_700_000 },
  ],
  [
    'hardly any file descriptor',
    { node_filefd_allocated: 2_400_000 },
    'NodeFileDescriptorLimit LIKELY CRITICAL',
    {},
  ],
  [
    'X02 a clock that is off',
    { node_timex_offset_seconds: -0.06 },
    'X02 POSSIBLE INFO',
    { node_timex_offset_seconds: 0.04 },
  ],
  ['X02 a clock that is seconds off', { node_timex_offset_seconds: 2 }, 'X02 LIKELY WARNING', {}],
  [
    'X02 a clock that nobody keeps right',
    { node_timex_sync_status: 0, node_timex_maxerror_seconds: 16 },
    'NodeClockNotSynchronising POSSIBLE INFO',
    { node_timex_sync_status: 0 },
  ],
  ['an array that lacks a disk', raid(1, 0), 'NodeRAIDDegraded LIKELY CRITICAL', raid(2, 0)],
  [
    'a disk of an array that failed, with a spare in its place',
    raid(2, 1),
    'NodeRAIDDiskFailure CONFIRMED WARNING',
    raid(2, 0),
  ],
  ['a bond that lacks a device', bond(1), 'NodeBondingDegraded POSSIBLE INFO', bond(2)],
  ['a unit that failed', unit(1), 'NodeSystemdServiceFailed LIKELY WARNING', unit(0)],
  [
    'X13 a file of metrics that cannot be read',
    { node_textfile_scrape_error: 1 },
    'X13 CONFIRMED WARNING',
    {},
  ],
  [
    'X13 a file of metrics that is old',
    { 'node_textfile_mtime_seconds{file="/a.prom"}': now / 1000 - 3700 },
    'NodeTextFileStale CONFIRMED WARNING',
    { 'node_textfile_mtime_seconds{file="/a.prom"}': now / 1000 - 3500 },
  ],
];

describe('A look at the host', () => {
  it('finds nothing where all is well', async () => {
    expect(await foundIn(wellWorld)).toEqual([]);
  });

  it.each(looks)('%s is told from all else', async (_, values, told, bearable) => {
    expect(brief(await foundIn(withMetrics(values)))).toEqual([told]);
    expect(await foundIn(withMetrics(bearable))).toEqual([]);
  });

  it('tells one device once, by the shortest of the paths where it is mounted', async () => {
    const again = '{device="/dev/vda",fstype="ext4",mountpoint="/var/lib/docker"}';
    const full = Object.fromEntries(
      [root, again].flatMap((labels) => [
        [`node_filesystem_avail_bytes${labels}`, 0],
        [`node_filesystem_size_bytes${labels}`, 270e9],
      ]),
    );
    expect((await foundIn(withMetrics(full))).map(({ aspect }) => aspect)).toEqual(['mountpoint=/']);
  });

  it('says why it is not known for how long', async () => {
    const [found] = await foundIn(withMetrics({ node_load1: 9 }));
    expect(found?.explanation).toMatch(
      /just now \(for how long is not known: Prometheus has no metrics of this host\)/,
    );
  });
});

describe('What will be full', () => {
  const filling = (metric: string, hours: number) => ({
    expression: `-predict_linear(${metric}{$}[6h], ${String(hours * 3600)})`,
    ...{ above: 0, minutes: 60 },
  });
  const world = (code: string, left: number, hours: number): FakeWorld => {
    const metric = code === 'X12' ? 'avail_bytes' : 'files_free';
    const all = code === 'X12' ? 270e9 : 16.7e6;
    const name = `node_filesystem_${metric}`;
    return {
      ...withMetrics({ [`${name}${root}`]: (all * left) / 100 }),
      queries: recorded([filling(name, hours), { mountpoint: '/' }, 1e9]),
    };
  };

  it.each<[string, number, number, string[]]>([
    ['X12', 35, 24, ['X12 LIKELY WARNING']],
    ['X12', 15, 4, ['X12 LIKELY CRITICAL']],
    ['X12', 45, 24, []],
    ['X12', 25, 4, []],
    ['NodeFilesystemFilesFillingUp', 35, 24, ['NodeFilesystemFilesFillingUp LIKELY WARNING']],
    ['NodeFilesystemFilesFillingUp', 15, 4, ['NodeFilesystemFilesFillingUp LIKELY CRITICAL']],
  ])('%s with %d %% left and none in %d hours gives %j', async (code, left, hours, told) => {
    expect(brief(await foundIn(world(code, left, hours)))).toEqual(told);
  });
});
