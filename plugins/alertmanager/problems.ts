import type { ProblemDefinition } from 'custos/plugin-sdk';

/** What can be wrong with the way from Alertmanager to people. */
export const problems: readonly ProblemDefinition[] = [
  {
    name: 'notifications-not-working',
    title: 'Alerts fire, and nobody is told',
    symptoms: [
      'An alert fires in Alertmanager, and its receiver got nothing.',
      'Requests of notifications fail.',
      'It is told once, and not again: repeat_interval is four hours by default.',
      'That an alert is over is not told: send_resolved is false.',
    ],
    reference: 'P08',
    checks: [
      ...['status', 'notifications', 'receivers', 'alerts', 'silences', 'internals', 'watchdog-arrives'],
      ...['log-signatures', 'offline-configuration', 'templates', 'plain-credentials'],
      ...['container-state', 'net-membership', 'data-free'],
    ],
  },
];
