import type { Remedy } from 'custos/plugin-sdk';

/** A counter that must not grow, and what it means when it does. */
export interface CounterCondition {
  readonly counter: string;
  readonly code: string;
  /** How far it is looked back: some of it is done every minute, some every two hours only (runbook X05). */
  readonly minutes: number;
  readonly explain: string;
  readonly remedies?: readonly Remedy[];
}

const keepFirst: readonly Remedy[] = [
  { action: 'take-snapshot', why: 'What can still be read is kept before anything is moved.' },
];

/** What cannot be shortened, and what it is called in a code. */
const shortened: Readonly<Record<string, string>> = {
  checkpoint_creations: 'Checkpoint',
  checkpoint_deletions: 'Checkpoint',
  head_truncations: 'HeadTruncations',
  wal_truncations: 'WALTruncations',
};

/** What must not grow in its database (the Prometheus mixin, awesome-prometheus-alerts, runbook X05). */
export const databaseConditions: readonly CounterCondition[] = [
  {
    counter: 'prometheus_tsdb_compactions_failed_total',
    code: 'PrometheusTSDBCompactionsFailing',
    minutes: 15,
    explain:
      'Compactions fail, so its folder grows and nothing old is deleted: see whether the disk is full or a block is damaged.',
    remedies: keepFirst,
  },
  {
    counter: 'prometheus_tsdb_reloads_failures_total',
    code: 'PrometheusTSDBReloadsFailing',
    minutes: 15,
    explain:
      'Blocks cannot be loaded again, so Prometheus would not start again: see `blocks` and its log for the one that cannot be read.',
    remedies: keepFirst,
  },
  ...Object.entries(shortened).map(([what, name]) => ({
    counter: `prometheus_tsdb_${what}_failed_total`,
    code: `PrometheusTSDB${name}Failing`,
    minutes: 180,
    explain: `Its write-ahead log cannot be shortened (${what.replace('_', ' ')} fail), so it grows until the disk is full: see its log for the file.`,
  })),
];

/** Beside its database: what alerts say. */
export const templateCondition: CounterCondition = {
  counter: 'prometheus_template_text_expansion_failures_total',
  code: 'PrometheusTemplateExpansionFailures',
  minutes: 5,
  explain:
    'Templates of alerts or consoles cannot be expanded, so their texts are wrong: see its log for the alert (“Error expanding alert template”).',
};
