import type { Condition } from './condition.ts';

/** What is degraded stays so until somebody repairs it: one look is enough. */
export const raidConditions: readonly Condition[] = [
  {
    code: 'NodeRAIDDegraded',
    ...{ above: 0, severity: 'CRITICAL', settledAbove: 0, minutes: 15 },
    expression: 'node_md_disks_required{$} - ignoring (state) (node_md_disks{$,state="active"})',
    by: ['device'],
    now: (metrics) => {
      const active = new Map(
        metrics
          .samples('node_md_disks')
          .filter(({ labels }) => labels['state'] === 'active')
          .map(({ labels, value }) => [labels['device'], value]),
      );
      return metrics
        .samples('node_md_disks_required')
        .map(({ labels, value }) => ({ labels, value: value - (active.get(labels['device']) ?? value) }));
    },
    says: ({ labels, value }) =>
      `The array ${labels['device'] ?? ''} of the host lacks ${String(value)} of its disks`,
    advice: 'the next disk that fails takes its data along; replace it now.',
  },
  {
    code: 'NodeRAIDDiskFailure',
    ...{ above: 0, severity: 'WARNING', minutes: 0 },
    expression: 'node_md_disks{$,state="failed"}',
    by: ['device'],
    now: (metrics) => metrics.samples('node_md_disks').filter(({ labels }) => labels['state'] === 'failed'),
    says: ({ labels, value }) =>
      `${String(value)} of the disks of the array ${labels['device'] ?? ''} of the host failed`,
    advice: 'replace it, even where a spare took over.',
  },
];
