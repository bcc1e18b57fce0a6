import type { Metrics, Remedy } from 'custos/plugin-sdk';
import type { Condition, Reading } from './condition.ts';
import { joined, keyOf } from './condition.ts';

const space = ['node_filesystem_avail_bytes', 'node_filesystem_size_bytes'] as const;
const files = ['node_filesystem_files_free', 'node_filesystem_files'] as const;

/** What makes room on a host that runs containers. */
const makeRoom: readonly Remedy[] = [
  { action: 'reclaim-space', why: 'Images and build caches that nobody uses take space.' },
  { action: 'rotate-logs', why: 'Logs without a limit grow until the disk is full.' },
];

/** The file systems that can be written to, in percent that is taken, one for each device. */
export function taken(metrics: Metrics, kind: 'space' | 'files'): readonly Reading[] {
  const readOnly = new Set(
    metrics
      .samples('node_filesystem_readonly')
      .filter(({ value }) => value === 1)
      .map(({ labels }) => keyOf(labels)),
  );
  const readings = joined(metrics, kind === 'space' ? space : files, (free, all) => 100 - (100 * free) / all)
    // Of a file system without a size or without inodes there is nothing to run out of.
    .filter(({ labels, value }) => Number.isFinite(value) && !readOnly.has(keyOf(labels)));
  return perDevice(readings);
}

/** One device may be mounted in many places, a container's own files among them: the shortest path is told. */
function perDevice(readings: readonly Reading[]): readonly Reading[] {
  const kept = new Map<string, Reading>();
  for (const reading of readings) {
    const { device = '', fstype = '', mountpoint = '' } = reading.labels;
    // Each tmpfs is a file system of its own, whatever its device is called.
    const key = device.startsWith('/') ? device : `${fstype} ${mountpoint}`;
    const before = kept.get(key)?.labels['mountpoint'];
    if (before === undefined || mountpoint.length < before.length) kept.set(key, reading);
  }
  return [...kept.values()];
}

const left = ({ value }: Reading): string => `${(100 - value).toFixed(1)} %`;

/** By the rules of the node mixin: less than 5 % left, and less than 3 %. */
export const filesystemConditions: readonly Condition[] = [
  {
    code: 'NodeFilesystemAlmostOutOfSpace',
    ...{ above: 95, severity: 'WARNING', criticalAbove: 97, settledAbove: 97, minutes: 30 },
    expression:
      '(100 - node_filesystem_avail_bytes{$} / node_filesystem_size_bytes{$} * 100) * (1 - node_filesystem_readonly{$})',
    by: ['mountpoint'],
    now: (metrics) => taken(metrics, 'space'),
    says: (reading) =>
      `${reading.labels['mountpoint'] ?? 'A file system'} of the host has ${left(reading)} of its space left`,
    advice: 'make room before what writes there stops.',
    remedies: makeRoom,
  },
  {
    code: 'NodeFilesystemAlmostOutOfFiles',
    ...{ above: 95, severity: 'WARNING', criticalAbove: 97, settledAbove: 97, minutes: 60 },
    expression:
      '(100 - node_filesystem_files_free{$} / node_filesystem_files{$} * 100) * (1 - node_filesystem_readonly{$})',
    by: ['mountpoint'],
    now: (metrics) => taken(metrics, 'files'),
    says: (reading) =>
      `${reading.labels['mountpoint'] ?? 'A file system'} of the host has ${left(reading)} of its inodes left`,
    advice:
      'no file can be created without one, however much space there is; find the folder with the many small files.',
  },
];
