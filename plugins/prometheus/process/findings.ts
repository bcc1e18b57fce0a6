import type { FindingDefinition } from 'custos/plugin-sdk';

/** What stops it before it can do anything else wrong. */
const stops = ['F01', 'F02', 'F13', 'F05', 'F07', 'F08', 'F09', 'F10', 'F12', 'F14'];

/** What can be found about how Prometheus starts and keeps its data. */
export const processFindings: readonly FindingDefinition[] = [
  { code: 'F01', title: 'Its configuration cannot be loaded', severity: 'CRITICAL' },
  { code: 'F02', title: 'A rule cannot be loaded', severity: 'CRITICAL' },
  { code: 'F04', title: 'Its port is held by another process', severity: 'CRITICAL' },
  {
    code: 'F05',
    title: 'It may not write its data folder',
    severity: 'CRITICAL',
    symptomOf: ['MountFailed'],
  },
  {
    code: 'F06',
    title: 'Its write-ahead log was damaged and repaired',
    severity: 'WARNING',
    symptomOf: ['F07'],
  },
  { code: 'F07', title: 'Its write-ahead log cannot be repaired', severity: 'CRITICAL' },
  { code: 'F08', title: 'A block of its data is damaged', severity: 'CRITICAL' },
  { code: 'F09', title: 'Its head chunks are damaged', severity: 'CRITICAL' },
  { code: 'F10', title: 'Its disk is full', severity: 'CRITICAL' },
  { code: 'F12', title: 'Another Prometheus uses its data folder', severity: 'CRITICAL' },
  { code: 'F13', title: 'It was started with flags that it does not know', severity: 'CRITICAL' },
  { code: 'F14', title: 'Its file system is not supported', severity: 'CRITICAL' },
  { code: 'F15', title: 'It replays its write-ahead log', severity: 'WARNING', symptomOf: ['F11', ...stops] },
  { code: 'X01', title: 'Its last reload failed', severity: 'WARNING', symptomOf: ['F01', 'F02'] },
  { code: 'X19', title: 'It runs as many queries as it may', severity: 'WARNING' },
  {
    code: 'X20',
    title: 'It asks for an API of Alertmanager that is gone',
    severity: 'WARNING',
    covers: ['X25'],
  },
  { code: 'X24', title: 'Credentials lie in plain sight', severity: 'INFO' },
  {
    code: 'PrometheusHighMemory',
    title: 'It needs much memory',
    severity: 'WARNING',
    symptomOf: ['F11', 'X15'],
  },
  { code: 'PrometheusLargeLog', title: 'Its write-ahead log is large', severity: 'WARNING' },
  { code: 'PrometheusSeriesGrow', title: 'It has many more series than a day ago', severity: 'WARNING' },
  { code: 'PrometheusHighCardinality', title: 'One metric has most of its series', severity: 'WARNING' },
  { code: 'PrometheusRetentionDiffers', title: 'It keeps more or less than it should', severity: 'WARNING' },
  {
    code: 'PrometheusConfigurationDrift',
    title: 'It does not run what its file says',
    severity: 'WARNING',
    symptomOf: ['F01', 'F02', 'X01'],
  },
  {
    code: 'PrometheusRuleFileMissing',
    title: 'A rule file that is named is not there',
    severity: 'WARNING',
    symptomOf: ['F01', 'F02'],
  },
  { code: 'PrometheusRuleFileUnused', title: 'A rule file is named by nobody', severity: 'INFO' },
  {
    code: 'PrometheusRuleFileNotLoaded',
    title: 'A rule file is not loaded',
    severity: 'WARNING',
    symptomOf: ['F01', 'F02', 'X01'],
  },
  {
    code: 'PrometheusTSDBCompactionsFailing',
    title: 'Compactions fail',
    severity: 'WARNING',
    symptomOf: ['F10', 'F08'],
  },
  {
    code: 'PrometheusTSDBReloadsFailing',
    title: 'Blocks cannot be loaded',
    severity: 'WARNING',
    symptomOf: ['F10', 'F08'],
  },
  {
    code: 'PrometheusTSDBCheckpointFailing',
    title: 'Checkpoints of its log cannot be made or deleted',
    severity: 'WARNING',
    symptomOf: ['F10', 'F05'],
  },
  {
    code: 'PrometheusTSDBHeadTruncationsFailing',
    title: 'Its head cannot be shortened',
    severity: 'WARNING',
    symptomOf: ['F10', 'F05'],
  },
  {
    code: 'PrometheusTSDBWALTruncationsFailing',
    title: 'Its log cannot be shortened',
    severity: 'WARNING',
    symptomOf: ['F10', 'F05'],
  },
  {
    code: 'PrometheusBlockSkipped',
    title: 'A block is passed over, and what it holds is missing',
    severity: 'WARNING',
    symptomOf: ['F08', 'F10'],
  },
  {
    code: 'PrometheusQueriesUnfinished',
    title: 'It was evaluating queries when it last ended',
    severity: 'INFO',
  },
  { code: 'PrometheusCrashlooping', title: 'It falls again and again', severity: 'CRITICAL', symptomOf: '*' },
  {
    code: 'PrometheusConfigurationStale',
    title: 'Its container keeps a configuration file that was replaced on the host',
    severity: 'WARNING',
  },
  {
    code: 'PrometheusRetentionMisread',
    title: 'It keeps its data a million times as long',
    severity: 'WARNING',
  },
  { code: 'PrometheusTemplateExpansionFailures', title: 'Templates cannot be expanded', severity: 'WARNING' },
  {
    code: 'PrometheusRemoteStorageFailures',
    title: 'Samples for remote storage are lost',
    severity: 'CRITICAL',
  },
  { code: 'PrometheusRemoteWriteBehind', title: 'Remote storage is behind', severity: 'CRITICAL' },
  {
    code: 'PrometheusRemoteWriteDesiredShards',
    title: 'It needs more shards than it may have',
    severity: 'WARNING',
  },
  {
    code: 'PrometheusNotIngestingSamples',
    title: 'It takes in no samples',
    severity: 'WARNING',
    symptomOf: ['F10', 'F16', 'F17', 'F18', 'X02'],
  },
];
