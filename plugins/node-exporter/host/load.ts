import type { Growth } from 'custos/plugin-sdk';
import type { Condition, Reading } from './condition.ts';

/** How much a counter grew in a second. */
const perSecond = ({ grown, overMs }: Growth): number => grown / (overMs / 1000);

const rates = (growths: readonly Growth[]): readonly Reading[] =>
  growths.map((growth) => ({ labels: growth.labels, value: perSecond(growth) }));

/** How much of the time the processors do neither nothing nor wait for a disk, in percent, by their counters. */
function busy(growths: readonly Growth[]): readonly Reading[] {
  const total = growths.reduce((sum, { grown }) => sum + grown, 0);
  const idle = growths
    .filter(({ labels }) => labels['mode'] === 'idle' || labels['mode'] === 'iowait')
    .reduce((sum, { grown }) => sum + grown, 0);
  return total === 0 ? [] : [{ labels: {}, value: (100 * (total - idle)) / total }];
}

export const memoryConditions: readonly Condition[] = [
  {
    code: 'NodeMemoryHighUtilization',
    ...{ above: 90, severity: 'WARNING', minutes: 15 },
    expression: '100 - node_memory_MemAvailable_bytes{$} / node_memory_MemTotal_bytes{$} * 100',
    now: (metrics) => {
      const available = metrics.samples('node_memory_MemAvailable_bytes')[0]?.value;
      const total = metrics.samples('node_memory_MemTotal_bytes')[0]?.value;
      if (available === undefined || total === undefined) return [];
      return [{ labels: {}, value: 100 - (100 * available) / total }];
    },
    says: ({ value }) => `${value.toFixed(0)} % of the memory of the host is taken`,
    advice:
      'find what takes it before the kernel ends a process; limit the memory of the container that grows.',
    remedies: [{ action: 'set-memory-limit', why: 'A limit keeps one container from taking it from all.' }],
  },
  {
    code: 'NodeMemoryMajorPagesFaults',
    ...{ above: 500, severity: 'WARNING', minutes: 15 },
    expression: 'rate(node_vmstat_pgmajfault{$}[5m])',
    counters: ['node_vmstat_pgmajfault'],
    rate: rates,
    says: ({ value }) => `The host reads ${value.toFixed(0)} pages a second back from its disk`,
    advice: 'it has too little memory for what runs on it, and all of it is slow; free some, or add some.',
  },
];

export const processorConditions: readonly Condition[] = [
  {
    code: 'NodeCPUHighUsage',
    ...{ above: 90, severity: 'INFO', minutes: 15 },
    expression:
      'sum without (mode) (avg without (cpu) (rate(node_cpu_seconds_total{$,mode!~"idle|iowait"}[2m]))) * 100',
    counters: ['node_cpu_seconds_total'],
    rate: busy,
    says: ({ value }) => `The processors of the host are ${value.toFixed(0)} % busy`,
    advice: 'look which process takes them, if something is slow.',
  },
  {
    code: 'NodeSystemSaturation',
    ...{ above: 2, severity: 'WARNING', minutes: 15 },
    expression: 'node_load1{$} / count without (cpu, mode) (node_cpu_seconds_total{$,mode="idle"})',
    now: (metrics) => {
      const load = metrics.samples('node_load1')[0]?.value;
      const cpus = metrics
        .samples('node_cpu_seconds_total')
        .filter(({ labels }) => labels['mode'] === 'idle').length;
      return load === undefined || cpus === 0 ? [] : [{ labels: {}, value: load / cpus }];
    },
    says: ({ value }) => `For each processor of the host ${value.toFixed(1)} processes want to run`,
    advice: 'more is asked of it than it can do; look which processes run or wait for a disk.',
  },
];

export const diskConditions: readonly Condition[] = [
  {
    code: 'NodeDiskIOSaturation',
    ...{ above: 10, severity: 'WARNING', minutes: 30 },
    expression: 'rate(node_disk_io_time_weighted_seconds_total{$}[5m])',
    by: ['device'],
    counters: ['node_disk_io_time_weighted_seconds_total'],
    rate: rates,
    says: ({ labels, value }) =>
      `On average ${value.toFixed(0)} reads and writes wait for the disk ${labels['device'] ?? ''} of the host`,
    advice: 'look which process reads and writes so much, or whether the disk is failing.',
  },
];
