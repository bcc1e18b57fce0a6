import type { FindingDefinition } from 'custos/plugin-sdk';

/**
 * What stops the service of a target, whatever its kind, as other plugins name it. What stops Prometheus itself is not
 * among these: it does not scrape then.
 */
const stopsTarget = [
  ...['ContainerStopped', 'ContainerPaused', 'NetworkPartition', 'MountFailed', 'EntrypointFailed'],
  ...['F03', 'F04', 'F05', 'F11', 'F24', 'F30', 'F32', 'X14'],
];
/** What makes it so slow that it does not answer in time. */
const slowsTarget = [...stopsTarget, 'X15', 'X16'];

/** What can be found about what Prometheus scrapes, its rules, and the way of its alerts. */
export const findings: readonly FindingDefinition[] = [
  {
    code: 'F16',
    title: 'The name of a target cannot be resolved',
    severity: 'WARNING',
    symptomOf: stopsTarget,
  },
  {
    code: 'F17',
    title: 'A target refuses connections: wrong address or port, or it does not run',
    severity: 'WARNING',
    symptomOf: stopsTarget,
  },
  {
    code: 'F18',
    title: 'A target does not answer in time, or cannot be reached',
    severity: 'WARNING',
    symptomOf: slowsTarget,
  },
  { code: 'F19', title: 'A target asks for credentials, or has nothing at that path', severity: 'WARNING' },
  { code: 'F20', title: 'A target does not answer with metrics', severity: 'WARNING' },
  { code: 'F21', title: 'A target breaks a limit', severity: 'WARNING', covers: ['X21'] },
  {
    code: 'F22',
    title: 'Times of samples are too old or in the future',
    severity: 'WARNING',
    symptomOf: ['X02'],
  },
  { code: 'F23', title: 'TLS with a target fails', severity: 'WARNING' },
  {
    code: 'PrometheusTargetDown',
    title: 'A target is down: it answers with an error of its own',
    severity: 'WARNING',
    symptomOf: stopsTarget,
  },
  {
    code: 'PrometheusJobMissing',
    title: 'An expected job is not configured',
    severity: 'WARNING',
    symptomOf: ['F01', 'X01'],
  },
  { code: 'PrometheusTargetEmpty', title: 'A job has no targets', severity: 'WARNING' },
  {
    code: 'PrometheusSamplesDropped',
    title: 'Relabelling drops all that a target delivers',
    severity: 'WARNING',
  },
  { code: 'PrometheusSDRefreshFailure', title: 'Service discovery fails', severity: 'WARNING' },
  {
    code: 'PrometheusTargetSyncFailure',
    title: 'Targets cannot be made of what is discovered',
    severity: 'CRITICAL',
  },
  {
    code: 'PrometheusOutOfOrder',
    title: 'Samples come out of order and are dropped',
    severity: 'WARNING',
    covers: ['X21'],
  },
  {
    code: 'PrometheusDuplicateTimestamps',
    title: 'Samples come twice with one time and are dropped',
    severity: 'WARNING',
    covers: ['X21'],
  },
  {
    code: 'PrometheusScrapeGaps',
    title: 'Scrapes were left out or not stored',
    severity: 'WARNING',
    symptomOf: ['F10', 'F11', 'X02', 'X14', 'X16', 'X19'],
  },
  { code: 'X02', title: 'Its clock is wrong', severity: 'WARNING' },
  {
    code: 'X03',
    title: 'Targets flap, or series come and go',
    severity: 'WARNING',
    symptomOf: ['F16', 'F17', 'F18', 'X14'],
  },
  { code: 'X04', title: 'One target delivers most of all samples', severity: 'WARNING' },
  { code: 'X06', title: 'A rule cannot be evaluated', severity: 'CRITICAL', symptomOf: ['F10'] },
  {
    code: 'X07',
    title: 'A rule group leaves evaluations out',
    severity: 'WARNING',
    symptomOf: ['X16', 'X19'],
  },
  {
    code: 'PrometheusRulesMissing',
    title: 'No alerting rule is loaded',
    severity: 'WARNING',
    symptomOf: ['F02'],
  },
  { code: 'PrometheusAlertPending', title: 'An alert waits for its time', severity: 'INFO' },
  {
    code: 'PrometheusAlertWithoutData',
    title: 'An alert asks for a metric that is not there',
    severity: 'INFO',
  },
  {
    code: 'X09',
    title: 'No alert always fires',
    severity: 'WARNING',
    symptomOf: ['X06', 'X07', 'F02', 'F10'],
  },
  { code: 'F26', title: 'Alerts are sent to an interface that is gone', severity: 'CRITICAL' },
  {
    code: 'F27',
    title: 'Alerts cannot be handed to an Alertmanager',
    severity: 'CRITICAL',
    symptomOf: stopsTarget,
  },
  {
    code: 'PrometheusNotConnectedToAlertmanagers',
    title: 'Prometheus has no Alertmanager',
    severity: 'CRITICAL',
    covers: ['X08'],
    symptomOf: ['F01', 'X01'],
  },
  {
    code: 'PrometheusErrorSendingAlertsToAny',
    title: 'Alerts fail with every Alertmanager',
    severity: 'CRITICAL',
    covers: ['X08'],
    symptomOf: ['F26', 'F27'],
  },
  {
    code: 'PrometheusErrorSendingAlertsToSome',
    title: 'Alerts fail with some Alertmanager',
    severity: 'WARNING',
    covers: ['X08'],
    symptomOf: ['F26', 'F27'],
  },
  {
    code: 'PrometheusNotificationQueueRunningFull',
    title: 'The queue of alerts is running full',
    severity: 'WARNING',
    covers: ['X08'],
    symptomOf: ['F27'],
  },
  {
    code: 'X08',
    title: 'Alerts were dropped',
    severity: 'CRITICAL',
    symptomOf: ['F26', 'F27', 'PrometheusNotConnectedToAlertmanagers', 'PrometheusErrorSendingAlertsToAny'],
  },
];
