import type { ProblemDefinition } from 'custos/plugin-sdk';

/** What can be wrong with an exporter, and with its host. */
export const problems: readonly ProblemDefinition[] = [
  {
    name: 'node-exporter-no-metrics',
    title: 'node_exporter gives no metrics, or not those of its host',
    symptoms: [
      'Its page has fewer than a hundred series, or none.',
      'Prometheus has no node_uname_info.',
      'Panels of the host are empty.',
    ],
    reference: 'P09',
    checks: [
      ...['probe', 'series', 'mounts', 'textfile', 'log-signatures'],
      ...['container-state', 'targets', 'probe-from-scraper', 'net-membership'],
    ],
  },
  {
    name: 'host-in-trouble',
    title: 'The host is short of something, or something on it is broken',
    symptoms: ['Everything on it is slow.', 'Services stop, one after the other.', 'Disks are full.'],
    checks: [
      ...['host-filesystems', 'host-memory', 'host-processors', 'host-disks', 'host-network'],
      ...['host-tables', 'host-clock', 'host-raid', 'host-units'],
    ],
  },
];
