import type { ProblemDefinition } from 'custos/plugin-sdk';

/** What can be wrong with what Prometheus scrapes, its rules, and the way of its alerts. */
export const problems: readonly ProblemDefinition[] = [
  {
    name: 'prometheus-not-collecting',
    title: 'Prometheus does not collect metrics',
    symptoms: [
      'Targets are down, or an expected job is not there.',
      'No samples are appended to its database.',
      'Panels are empty.',
    ],
    reference: 'P02',
    checks: [
      ...[
        'targets',
        'probe-from-scraper',
        'dns',
        'service-discovery',
        'samples',
        'dropped-samples',
        'scrape-gaps',
      ],
      ...['clock', 'configuration-drift', 'log-signatures', 'ingestion', 'container-state', 'data-free'],
      ...['net-membership', 'net-health', 'cpu'],
    ],
  },
  {
    name: 'alerts-not-firing',
    title: 'Alerts do not fire, or do not arrive at Alertmanager',
    // The way of an alert ends at Alertmanager, which may silence or inhibit what Prometheus has sent.
    of: ['prometheus', 'alertmanager'],
    symptoms: [
      'The expression of an alert is true, and Alertmanager has no such alert.',
      'There are no rules.',
      'Alertmanager has no alerts at all.',
    ],
    reference: 'P07',
    checks: [
      ...[
        'rules',
        'alert-states',
        'alertmanagers',
        'watchdog',
        'rule-files',
        'targets',
        'clock',
        'log-signatures',
      ],
      ...['status', 'alerts', 'silences', 'container-state', 'net-membership'],
    ],
  },
  {
    name: 'missing-metrics',
    title: 'Metrics have gaps, or are missing',
    symptoms: ['Graphs have gaps.', 'Fewer samples are recorded than there were scrapes.'],
    reference: 'P15',
    checks: [
      ...[
        'scrape-gaps',
        'targets',
        'churn',
        'samples',
        'dropped-samples',
        'service-discovery',
        'rules',
        'clock',
      ],
      ...['probe-from-scraper', 'cpu', 'data-free'],
    ],
  },
];
