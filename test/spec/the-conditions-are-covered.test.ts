import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';

import type { PluginDefinition } from '../../src/plugin-sdk/index.ts';

/** What experts alert on, by component: the condition, what it is judged by here, and what is found. */
const conditions: Readonly<
  Record<string, readonly (readonly [condition: string, by: string, found: string])[]>
> = {
  prometheus: [
    ['PrometheusBadConfig', 'prometheus_config_last_reload_successful', 'X01 F01 F02'],
    ['PrometheusSDRefreshFailure', 'prometheus_sd_refresh_failures_total', 'PrometheusSDRefreshFailure'],
    [
      'PrometheusNotificationQueueRunningFull',
      'prometheus_notifications_queue_length',
      'PrometheusNotificationQueueRunningFull',
    ],
    [
      'PrometheusErrorSendingAlertsToSomeAlertmanagers',
      'prometheus_notifications_errors_total',
      'PrometheusErrorSendingAlertsToSome',
    ],
    [
      'PrometheusErrorSendingAlertsToAnyAlertmanager',
      'prometheus_notifications_errors_total',
      'PrometheusErrorSendingAlertsToAny F27',
    ],
    [
      'PrometheusNotConnectedToAlertmanagers',
      '/api/v1/alertmanagers',
      'PrometheusNotConnectedToAlertmanagers',
    ],
    [
      'PrometheusTSDBReloadsFailing',
      'prometheus_tsdb_reloads_failures_total',
      'PrometheusTSDBReloadsFailing',
    ],
    [
      'PrometheusTSDBCompactionsFailing',
      'prometheus_tsdb_compactions_failed_total',
      'PrometheusTSDBCompactionsFailing',
    ],
    [
      'PrometheusNotIngestingSamples',
      'prometheus_tsdb_head_max_time_seconds',
      'PrometheusNotIngestingSamples',
    ],
    ['PrometheusDuplicateTimestamps', 'sample_duplicate_timestamp_total', 'PrometheusDuplicateTimestamps'],
    ['PrometheusOutOfOrderTimestamps', 'sample_out_of_order_total', 'PrometheusOutOfOrder'],
    [
      'PrometheusRemoteStorageFailures',
      'prometheus_remote_storage_samples_failed_total',
      'PrometheusRemoteStorageFailures',
    ],
    [
      'PrometheusRemoteWriteBehind',
      'prometheus_remote_storage_queue_highest_sent_timestamp_seconds',
      'PrometheusRemoteWriteBehind',
    ],
    [
      'PrometheusRemoteWriteDesiredShards',
      'prometheus_remote_storage_shards_desired',
      'PrometheusRemoteWriteDesiredShards',
    ],
    ['PrometheusRuleFailures', 'prometheus_rule_evaluation_failures_total', 'X06'],
    ['PrometheusMissingRuleEvaluations', 'prometheus_rule_group_iterations_missed_total', 'X07'],
    ['PrometheusTargetLimitHit', 'prometheus_target_scrape_pool_exceeded_target_limit_total', 'F21'],
    ['PrometheusLabelLimitHit', 'prometheus_target_scrape_pool_exceeded_label_limits_total', 'F21'],
    ['PrometheusScrapeBodySizeLimitHit', 'exceeded_body_size_limit_total', 'F21'],
    ['PrometheusScrapeSampleLimitHit', 'exceeded_sample_limit_total', 'F21'],
    ['PrometheusTargetSyncFailure', 'prometheus_target_sync_failed_total', 'PrometheusTargetSyncFailure'],
    ['PrometheusHighQueryLoad', 'prometheus_engine_queries', 'X19'],
    ['Prometheus falls again and again', 'prometheus_tsdb_clean_start', 'PrometheusCrashlooping'],
    ['TSDB WAL corruptions', 'corruptionCount', 'F06'],
    [
      'TSDB checkpoint creation failures',
      'prometheus_tsdb_checkpoint_creations_failed_total',
      'PrometheusTSDBCheckpointFailing',
    ],
    [
      'TSDB checkpoint deletion failures',
      'prometheus_tsdb_checkpoint_deletions_failed_total',
      'PrometheusTSDBCheckpointFailing',
    ],
    [
      'TSDB head truncations failed',
      'prometheus_tsdb_head_truncations_failed_total',
      'PrometheusTSDBHeadTruncationsFailing',
    ],
    [
      'TSDB WAL truncations failed',
      'prometheus_tsdb_wal_truncations_failed_total',
      'PrometheusTSDBWALTruncationsFailing',
    ],
    ['a job is missing', 'prometheus_sd_discovered_targets', 'PrometheusJobMissing'],
    ['all targets of a job are missing', 'prometheus_sd_discovered_targets', 'PrometheusTargetEmpty'],
    ['a rule group takes longer than its interval', 'prometheus_rule_group_last_duration_seconds', 'X07'],
    [
      'template expansion failures',
      'prometheus_template_text_expansion_failures_total',
      'PrometheusTemplateExpansionFailures',
    ],
    ['not ready, replaying', '/api/v1/status/walreplay', 'F15'],
    ['TargetDown', '/api/v1/targets', 'PrometheusTargetDown F16 F17 F18 F19 F20'],
    ['Watchdog', 'vector(1)', 'X09'],
  ],
  alertmanager: [
    ['AlertmanagerFailedReload', 'alertmanager_config_last_reload_successful', 'X01 F24'],
    [
      'AlertmanagerFailedToSendAlerts',
      'alertmanager_notifications_failed_total',
      'AlertmanagerFailedToSendAlerts',
    ],
    [
      'AlertmanagerClusterFailedToSendAlerts',
      'alertmanager_notifications_failed_total',
      'AlertmanagerClusterFailedToSendAlerts F25',
    ],
    ['alerts that it refuses', 'alertmanager_alerts_invalid_total', 'AlertmanagerAlertsInvalid'],
    [
      'notifications that are held back',
      'alertmanager_notifications_suppressed_total',
      'AlertmanagerNotificationsSuppressed',
    ],
    [
      'its log of notifications cannot be kept',
      'alertmanager_nflog_maintenance_errors_total',
      'AlertmanagerMaintenanceErrors',
    ],
    [
      'silences cannot be kept',
      'alertmanager_silences_maintenance_errors_total',
      'AlertmanagerMaintenanceErrors',
    ],
    ['events that are dropped', 'alertmanager_events_dropped_total', 'AlertmanagerEventsDropped'],
  ],
  'node-exporter': [
    ['NodeFilesystemSpaceFillingUp', 'node_filesystem_avail_bytes', 'X12'],
    ['NodeFilesystemAlmostOutOfSpace', 'node_filesystem_avail_bytes', 'NodeFilesystemAlmostOutOfSpace'],
    ['NodeFilesystemFilesFillingUp', 'node_filesystem_files_free', 'NodeFilesystemFilesFillingUp'],
    ['NodeFilesystemAlmostOutOfFiles', 'node_filesystem_files_free', 'NodeFilesystemAlmostOutOfFiles'],
    ['NodeMemoryHighUtilization', 'node_memory_MemAvailable_bytes', 'NodeMemoryHighUtilization'],
    ['NodeMemoryMajorPagesFaults', 'node_vmstat_pgmajfault', 'NodeMemoryMajorPagesFaults'],
    ['NodeCPUHighUsage', 'node_cpu_seconds_total', 'NodeCPUHighUsage'],
    ['NodeSystemSaturation', 'node_load1', 'NodeSystemSaturation'],
    ['NodeDiskIOSaturation', 'node_disk_io_time_weighted_seconds_total', 'NodeDiskIOSaturation'],
    ['NodeNetworkReceiveErrs', 'node_network_', 'NodeNetworkReceiveErrs'],
    ['NodeNetworkTransmitErrs', 'node_network_', 'NodeNetworkTransmitErrs'],
    ['NodeHighNumberConntrackEntriesUsed', 'node_nf_conntrack_entries', 'NodeHighNumberConntrackEntriesUsed'],
    ['NodeFileDescriptorLimit', 'node_filefd_allocated', 'NodeFileDescriptorLimit'],
    ['NodeClockSkewDetected', 'node_timex_offset_seconds', 'X02'],
    ['NodeClockNotSynchronising', 'node_timex_sync_status', 'NodeClockNotSynchronising'],
    ['NodeRAIDDegraded', 'node_md_disks', 'NodeRAIDDegraded'],
    ['NodeRAIDDiskFailure', 'node_md_disks', 'NodeRAIDDiskFailure'],
    ['NodeBondingDegraded', 'node_bonding_slaves', 'NodeBondingDegraded'],
    ['NodeSystemdServiceFailed', 'node_systemd_unit_state', 'NodeSystemdServiceFailed'],
    [
      'NodeSystemdServiceCrashlooping',
      'node_systemd_service_restart_total',
      'NodeSystemdServiceCrashlooping',
    ],
    ['NodeTextFileCollectorScrapeError', 'node_textfile_scrape_error', 'X13'],
    ['the exporter does not answer', '/metrics', 'NodeExporterDown'],
    ['a collector fails', 'node_scrape_collector_success', 'F35'],
    ['a file of metrics is old', 'node_textfile_mtime_seconds', 'NodeTextFileStale'],
  ],
  grafana: [
    ['GrafanaRequestsFailing', 'grafana_http_request_duration_seconds_count', 'GrafanaRequestsFailing'],
    ['alerts of its own are in error', 'grafana_alerting_alerts', 'GrafanaAlertingErrors'],
    ['its scheduler is behind', 'grafana_alerting_scheduler_behind_seconds', 'GrafanaSchedulerBehind'],
    ['notifications take long', 'grafana_alerting_notification_latency_seconds', 'GrafanaNotificationsSlow'],
    [
      'rules of its own fail',
      'grafana_alerting_rule_evaluation_failures_total',
      'GrafanaRuleEvaluationFailures',
    ],
    [
      'evaluations are missed',
      'grafana_alerting_schedule_rule_evaluations_missed_total',
      'GrafanaRuleEvaluationsMissed',
    ],
    ['a data source does not answer', 'health', 'X17 F16 F17 F18 F19'],
    ['its database is locked', 'database is locked', 'F31'],
    ['dashboards are missing', '/api/search', 'GrafanaDashboardsMissing'],
  ],
  'docker-engine': [
    ['memory near its limit', 'memory', 'X15'],
    ['held back for processor time', 'cpu', 'X16'],
    ['killed for want of memory', 'oomKilled', 'F11'],
    ['started again and again', 'restartCount', 'X14'],
    ['its health check fails', 'failingStreak', 'HealthCheckFailing'],
  ],
};

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const rows = Object.entries(conditions).flatMap(([plugin, all]) =>
  all.map(([condition, by, found]) => ({ plugin, condition, by, found: found.split(' ') })),
);

/** What a plugin's own files say: those that run, and those that test them. */
function textOf(plugin: string, isTest: boolean): string {
  const folder = at(`plugins/${plugin}`);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name.endsWith('.test.ts') === isTest)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

describe('The conditions that experts alert on', () => {
  it.each(rows)('$condition of $plugin is found, and a test says so', async ({ plugin, by, found }) => {
    const { default: definition } = (await import(`../../plugins/${plugin}/plugin.ts`)) as {
      readonly default: PluginDefinition;
    };
    const declared = (definition.findings ?? []).map(({ code }) => code);
    expect(declared).toEqual(expect.arrayContaining(found));
    expect((textOf(plugin, false) + textOf(plugin, true)).includes(by)).toBe(true);
    const tests = textOf(plugin, true);
    expect(found.filter((code) => !tests.includes(code))).toEqual([]);
  });

  it('are told where they are covered: docs/conditions.md', async () => {
    const file = at('docs/conditions.md');
    const head = 'Component | Condition | Judged by | Found';
    const lines = rows.map(({ plugin, condition, by, found }) =>
      [plugin, condition, `\`${by}\``, found.join(', ')].join(' | '),
    );
    const page = `# Conditions that experts alert on

What the rule sets of Prometheus, Alertmanager, node_exporter and Grafana warn of, and what a diagnosis finds of it. A
rule needs a Prometheus that works; a diagnosis reads the same metrics itself where Prometheus is the patient. Left out
is what only pairs and Kubernetes have.

| ${head} |
| --- | --- | --- | --- |
${lines.map((line) => `| ${line} |`).join('\n')}
`;
    const formatted = await format(page, { ...(await resolveConfig(file)), parser: 'markdown' });
    await expect(formatted).toMatchFileSnapshot(file);
  });
});
