import type { Condition } from './condition.ts';

const unit = (labels: Readonly<Record<string, string>>): string => labels['name'] ?? 'A unit';

export const unitConditions: readonly Condition[] = [
  {
    code: 'NodeSystemdServiceFailed',
    // A unit that failed stays failed until somebody starts it: one look is enough.
    ...{ above: 0, severity: 'WARNING', settledAbove: 0, minutes: 5 },
    expression: 'node_systemd_unit_state{$,state="failed"}',
    by: ['name'],
    now: (metrics) =>
      metrics.samples('node_systemd_unit_state').filter(({ labels }) => labels['state'] === 'failed'),
    says: ({ labels }) => `${unit(labels)} of the host failed`,
    advice: 'see its journal on the host (journalctl -u), and start it again.',
  },
  {
    code: 'NodeSystemdServiceCrashlooping',
    ...{ above: 2, severity: 'WARNING', minutes: 15 },
    expression: 'increase(node_systemd_service_restart_total{$}[5m])',
    by: ['name'],
    counters: ['node_systemd_service_restart_total'],
    says: ({ labels, value }) =>
      `${unit(labels)} of the host was started again ${value.toFixed(0)} times in five minutes, and so on`,
    advice: 'see its journal on the host (journalctl -u).',
  },
];
