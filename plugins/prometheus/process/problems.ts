import type { ProblemDefinition } from 'custos/plugin-sdk';

/** What can be wrong with how Prometheus starts and keeps its data. */
export const processProblems: readonly ProblemDefinition[] = [
  {
    name: 'prometheus-not-starting',
    title: 'Prometheus does not start',
    reference: 'P01',
    symptoms: [
      'Its container exits, or is restarted, within a minute of its start.',
      'Its port refuses connections.',
      'It answers 503 for minutes.',
    ],
    checks: [
      ...['log-signatures', 'offline-configuration', 'configuration-text', 'ready', 'blocks', 'crash-loop'],
      ...['container-state', 'container-events', 'mounts', 'port-owner', 'data-free', 'data-owner'],
    ],
  },
  {
    name: 'prometheus-high-memory',
    title: 'Prometheus needs much memory',
    reference: 'P03',
    symptoms: [
      'It is killed for want of memory.',
      'It uses more than 80 % of its limit, or more than 2 GiB where it has none.',
      'It was restarted three times or more.',
    ],
    checks: [
      ...['internals', 'cardinality', 'samples', 'churn', 'retention', 'log-signatures', 'crash-loop'],
      ...['container-state', 'container-events', 'memory'],
    ],
  },
  {
    name: 'data-corruption',
    title: 'The data of Prometheus is damaged',
    reference: 'P16',
    symptoms: ['Values that cannot be.', 'Gaps.', 'Errors of its database in its log.'],
    checks: [
      ...['log-signatures', 'database', 'blocks', 'ingestion', 'dropped-samples'],
      ...['container-state', 'container-events', 'data-free', 'data-owner'],
    ],
  },
  {
    name: 'prometheus-configuration',
    title: 'The configuration of Prometheus is wrong',
    reference: 'P19',
    symptoms: ['A reload fails.', 'What was changed has no effect.', 'It does not start after a change.'],
    checks: [
      ...['offline-configuration', 'reload', 'configuration-drift', 'configuration-text', 'rule-files'],
      ...['retention', 'log-signatures', 'remote-storage', 'targets', 'container-state', 'mounts'],
    ],
  },
];
