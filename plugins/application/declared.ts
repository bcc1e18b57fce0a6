import type { FindingDefinition, ProblemDefinition } from 'custos/plugin-sdk';

/** What keeps a container from serving, as Docker's plugin finds it. */
const stopped = [
  ...['ContainerStopped', 'ContainerPaused', 'MountFailed', 'EntrypointFailed', 'NetworkPartition'],
  ...['DockerUnreachable', 'DockerHung', 'F03', 'F04', 'F11'],
];

export const findings: readonly FindingDefinition[] = [
  {
    code: 'ApplicationUnreachable',
    title: 'The application does not answer',
    severity: 'CRITICAL',
    symptomOf: [...stopped, 'X14'],
  },
  { code: 'ApplicationUnhealthy', title: 'The application says that it is not well', severity: 'CRITICAL' },
  {
    code: 'ApplicationFailing',
    title: 'The application fails when it is scraped',
    severity: 'WARNING',
    symptomOf: ['ApplicationUnhealthy'],
  },
  { code: 'ApplicationNoMetrics', title: 'The application tells nothing', severity: 'WARNING' },
  {
    code: 'ApplicationMetricsMissing',
    title: 'Series that must be there are missing',
    severity: 'WARNING',
    symptomOf: ['ApplicationNoMetrics'],
  },
  { code: 'ApplicationDuplicateSeries', title: 'A series is told twice', severity: 'WARNING' },
  {
    code: 'F18',
    title: 'The application is too slow to be scraped',
    severity: 'WARNING',
    symptomOf: [...stopped, 'X15', 'X16', 'F21'],
  },
  { code: 'F19', title: 'The application does not show its metrics', severity: 'WARNING' },
  { code: 'F20', title: 'Prometheus cannot read the application’s metrics', severity: 'WARNING' },
  { code: 'F21', title: 'The application tells too many series', severity: 'WARNING', covers: ['X04'] },
  {
    code: 'F22',
    title: 'The application’s samples carry wrong times',
    severity: 'WARNING',
    symptomOf: ['X02'],
  },
  { code: 'F23', title: 'TLS with the application fails', severity: 'WARNING' },
  { code: 'X14', title: 'The application starts over and over', severity: 'WARNING', symptomOf: '*' },
];

const checks = [
  'container-state',
  'container-events',
  'probe',
  'metrics-size',
  'metric-timestamps',
  'required-series',
];

export const problems: readonly ProblemDefinition[] = [
  {
    name: 'application-not-scraped',
    title: 'Prometheus cannot scrape the application',
    reference: 'P02',
    symptoms: ['Its target is down.', 'Its panels are empty.'],
    checks: [...checks, 'application-health', 'net-membership', 'cpu'],
  },
  {
    name: 'application-metrics-missing',
    title: 'Metrics of the application have gaps, or are missing',
    reference: 'P15',
    symptoms: [
      'A graph has gaps.',
      'A metric is not there any more.',
      'Its target is up, and its metrics are not.',
    ],
    checks: [...checks, 'restarts', 'memory', 'cpu'],
  },
];
