import type { Growth } from 'custos/plugin-sdk';
import type { Condition, Reading } from './condition.ts';

/** Which share of the packets was broken, device by device, by two looks. */
function share(growths: readonly Growth[]): readonly Reading[] {
  return growths
    .filter(({ metric }) => metric.includes('_errs_'))
    .flatMap(({ labels, grown }) => {
      const packets = growths.find(
        ({ metric, labels: other }) => metric.includes('_packets_') && other['device'] === labels['device'],
      );
      return packets && packets.grown > 0 ? [{ labels, value: grown / packets.grown }] : [];
    });
}

function errors(direction: 'receive' | 'transmit', code: string, verb: string): Condition {
  const [errs, packets] = ['errs', 'packets'].map((noun) => `node_network_${direction}_${noun}_total`);
  return {
    code,
    ...{ above: 0.01, severity: 'WARNING', minutes: 60 },
    expression: `rate(${errs ?? ''}{$}[2m]) / rate(${packets ?? ''}{$}[2m])`,
    by: ['device'],
    counters: [errs ?? '', packets ?? ''],
    rate: share,
    says: ({ labels, value }) =>
      `The host ${verb} ${(100 * value).toFixed(1)} % of the packets of ${labels['device'] ?? 'a device'} with errors`,
    advice: 'look at its cable, its port and its driver.',
  };
}

export const networkConditions: readonly Condition[] = [
  errors('receive', 'NodeNetworkReceiveErrs', 'receives'),
  errors('transmit', 'NodeNetworkTransmitErrs', 'sends'),
  {
    code: 'NodeBondingDegraded',
    ...{ above: 0, severity: 'WARNING', minutes: 5 },
    expression: 'node_bonding_slaves{$} - node_bonding_active{$}',
    by: ['master'],
    now: (metrics) => {
      const active = new Map(
        metrics.samples('node_bonding_active').map(({ labels, value }) => [labels['master'], value]),
      );
      return metrics
        .samples('node_bonding_slaves')
        .map(({ labels, value }) => ({ labels, value: value - (active.get(labels['master']) ?? value) }));
    },
    says: ({ labels, value }) =>
      `${String(value)} of the devices behind ${labels['master'] ?? 'a bond'} of the host do not work`,
    advice: 'the next one that fails takes the network away; look at its cable and port.',
  },
];

const percent = (value: number): string => `${(100 * value).toFixed(0)} %`;

export const tableConditions: readonly Condition[] = [
  {
    code: 'NodeHighNumberConntrackEntriesUsed',
    ...{ above: 0.75, severity: 'WARNING', minutes: 0 },
    expression: 'node_nf_conntrack_entries{$} / node_nf_conntrack_entries_limit{$}',
    now: (metrics) =>
      ratio(metrics.samples('node_nf_conntrack_entries'), metrics.samples('node_nf_conntrack_entries_limit')),
    says: ({ value }) => `The host keeps track of connections and uses ${percent(value)} of the table for it`,
    advice:
      'when it is full, new connections are dropped; find who opens so many, or raise net.netfilter.nf_conntrack_max.',
  },
  {
    code: 'NodeFileDescriptorLimit',
    ...{ above: 0.7, severity: 'WARNING', criticalAbove: 0.9, settledAbove: 0.95, minutes: 15 },
    expression: 'node_filefd_allocated{$} / node_filefd_maximum{$}',
    now: (metrics) => ratio(metrics.samples('node_filefd_allocated'), metrics.samples('node_filefd_maximum')),
    says: ({ value }) => `${percent(value)} of the file descriptors that the host has are taken`,
    advice:
      'without one no file can be opened and no connection made; find the process that does not close them.',
  },
];

function ratio(
  [part]: readonly { readonly value: number }[],
  [whole]: readonly { readonly value: number }[],
): readonly Reading[] {
  return part && whole && whole.value > 0 ? [{ labels: {}, value: part.value / whole.value }] : [];
}
