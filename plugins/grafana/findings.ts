import type { FindingDefinition } from 'custos/plugin-sdk';

/** What keeps a container from serving, as the plugins of Docker and of each component find it. */
const stopped = [
  'ContainerStopped',
  'ContainerPaused',
  'MountFailed',
  'EntrypointFailed',
  'DockerUnreachable',
  'DockerHung',
];
/** What keeps a Prometheus from starting, or from answering (runbook P01, P03). */
const prometheusDown = [
  ...stopped,
  ...['F01', 'F02', 'F03', 'F04', 'F05', 'F07', 'F08', 'F09', 'F10', 'F11', 'F12', 'F13', 'F14', 'F15'],
  ...['X14', 'X15', 'NetworkPartition', 'PrometheusUnreachable'],
];
/** Data sources that do not answer. */
const unanswered = ['X17', 'F16', 'F17', 'F18', 'F19', 'F23'];

export const findings: readonly FindingDefinition[] = [
  {
    code: 'GrafanaUnreachable',
    title: 'Grafana does not answer',
    severity: 'CRITICAL',
    symptomOf: [
      ...stopped,
      'F03',
      'F04',
      'F10',
      'F11',
      'F30',
      'F32',
      'X14',
      'X15',
      'GrafanaMigrationFailed',
      'NetworkPartition',
    ],
  },
  {
    code: 'GrafanaDatabaseFailing',
    title: 'Grafana’s database does not answer',
    severity: 'CRITICAL',
    symptomOf: ['F10', 'F30', 'F31'],
  },
  {
    code: 'GrafanaMigrationFailed',
    title: 'Grafana could not migrate its database',
    severity: 'CRITICAL',
    symptomOf: ['F10', 'F30'],
  },
  { code: 'F04', title: 'Something else holds Grafana’s port', severity: 'CRITICAL' },
  { code: 'F10', title: 'Grafana’s disk is full', severity: 'CRITICAL' },
  {
    code: 'F16',
    title: 'A data source’s host name does not resolve',
    severity: 'WARNING',
    symptomOf: [...stopped, 'NetworkPartition'],
  },
  {
    code: 'F17',
    title: 'A data source asks an address at which nothing listens',
    severity: 'WARNING',
    symptomOf: [...stopped, 'X14'],
  },
  {
    code: 'F18',
    title: 'A data source does not answer in time',
    severity: 'WARNING',
    symptomOf: [...stopped, 'NetworkPartition', 'F15', 'X15', 'X16', 'X19'],
  },
  { code: 'F19', title: 'A data source is turned away', severity: 'WARNING' },
  { code: 'F23', title: 'TLS with a data source fails', severity: 'WARNING' },
  { code: 'F28', title: 'An account of Grafana is locked out', severity: 'WARNING' },
  { code: 'F29', title: 'Grafana refuses a password', severity: 'WARNING', symptomOf: ['F28'] },
  { code: 'F30', title: 'Grafana may not write its data', severity: 'CRITICAL', symptomOf: ['F05'] },
  { code: 'F31', title: 'Grafana’s SQLite database is locked', severity: 'WARNING' },
  { code: 'F32', title: 'Grafana’s provisioning is wrong', severity: 'WARNING' },
  { code: 'F33', title: 'Grafana cannot decrypt its secrets', severity: 'WARNING' },
  { code: 'F34', title: 'A browser is sent to the login again and again', severity: 'WARNING' },
  {
    code: 'X17',
    title: 'A data source of Grafana does not answer',
    severity: 'WARNING',
    symptomOf: prometheusDown,
  },
  {
    code: 'X18',
    title: 'Grafana is slow',
    severity: 'WARNING',
    symptomOf: ['F31', 'X15', 'X16', 'PrometheusSlowQueries'],
  },
  { code: 'X24', title: 'Credentials lie in plain sight', severity: 'INFO' },
  {
    code: 'PrometheusSlowQueries',
    title: 'Dashboards wait for Prometheus',
    severity: 'WARNING',
    symptomOf: ['X15', 'X16', 'X19', 'F15'],
  },
  {
    code: 'GrafanaNoValues',
    title: 'Panels have nothing to show',
    severity: 'WARNING',
    symptomOf: [
      ...prometheusDown,
      'F16',
      'F17',
      'F18',
      'F19',
      'F20',
      'F21',
      'F22',
      'F23',
      'X02',
      'PrometheusNotIngestingSamples',
    ],
  },
  {
    code: 'GrafanaDataSourceMissing',
    title: 'Grafana has no data source for Prometheus',
    severity: 'WARNING',
    symptomOf: ['F32'],
  },
  {
    code: 'GrafanaDashboardDangling',
    title: 'Dashboards ask a data source that does not exist',
    severity: 'WARNING',
    symptomOf: ['GrafanaDataSourceMissing', 'F32'],
  },
  {
    code: 'GrafanaDashboardsMissing',
    title: 'Dashboards are missing',
    severity: 'WARNING',
    symptomOf: ['F32', 'GrafanaDashboardPathMissing', 'GrafanaDashboardFileBroken'],
  },
  {
    code: 'GrafanaDashboardPathMissing',
    title: 'The folder of provisioned dashboards is missing',
    severity: 'WARNING',
    symptomOf: ['MountFailed'],
  },
  {
    code: 'GrafanaDashboardFileBroken',
    title: 'A provisioned dashboard cannot be loaded',
    severity: 'WARNING',
  },
  { code: 'GrafanaHeavyDashboard', title: 'A dashboard is heavy', severity: 'INFO' },
  {
    code: 'GrafanaRequestsFailing',
    title: 'Requests to Grafana fail',
    severity: 'WARNING',
    symptomOf: [...unanswered, ...prometheusDown, 'F30', 'F31', 'F33', 'GrafanaDatabaseFailing'],
  },
  {
    code: 'GrafanaAlertingErrors',
    title: 'Alerts of Grafana’s own are in error',
    severity: 'WARNING',
    symptomOf: [...unanswered, ...prometheusDown],
  },
  {
    code: 'GrafanaSchedulerBehind',
    title: 'Grafana’s alert scheduler is behind',
    severity: 'WARNING',
    symptomOf: ['X15', 'X16'],
  },
  {
    code: 'GrafanaRuleEvaluationFailures',
    title: 'Alert rules of Grafana’s own fail',
    severity: 'WARNING',
    symptomOf: [...unanswered, ...prometheusDown],
  },
  {
    code: 'GrafanaRuleEvaluationsMissed',
    title: 'Alert rules of Grafana’s own are not evaluated in time',
    severity: 'WARNING',
    symptomOf: ['GrafanaSchedulerBehind', 'PrometheusSlowQueries', 'X15', 'X16'],
  },
  { code: 'GrafanaNotificationsSlow', title: 'Grafana’s notifications are slow', severity: 'WARNING' },
];
