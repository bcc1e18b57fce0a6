import type { CheckContext } from 'custos/plugin-sdk';
import { apiData, fieldsOf, listOf, textOf } from '../reading.ts';

/** A rule, and how its last evaluation went. */
export interface Rule {
  readonly name: string;
  readonly expression: string;
  readonly isAlert: boolean;
  readonly health: 'ok' | 'err' | 'unknown';
  readonly error: string;
  /** Of an alert: `firing`, `pending`, `inactive`, or `unknown` before it was evaluated. */
  readonly state: string;
  /** How long its expression must be true before it fires. */
  readonly forSeconds: number;
  /** Since when its oldest alert is active, in milliseconds; null: it has none. */
  readonly activeSince: number | null;
}

/** Rules that are evaluated together. */
export interface RuleGroup {
  readonly name: string;
  readonly file: string;
  readonly intervalSeconds: number;
  readonly rules: readonly Rule[];
}

/** The rules that Prometheus has loaded. @throws ReadFailure */
export async function readRules(context: CheckContext): Promise<readonly RuleGroup[]> {
  const { groups } = fieldsOf(await apiData(context, '/api/v1/rules'));
  return listOf(groups).map((group) => {
    const { name, file, interval, rules } = fieldsOf(group);
    return {
      name: textOf(name),
      file: textOf(file),
      intervalSeconds: Number(interval) || 60,
      rules: listOf(rules).map(ruleOf),
    };
  });
}

function ruleOf(value: unknown): Rule {
  const { name, query, type, health, lastError, state, duration, alerts } = fieldsOf(value);
  const since = listOf(alerts)
    .map((alert) => Date.parse(textOf(fieldsOf(alert)['activeAt'])))
    .filter((at) => !Number.isNaN(at));
  return {
    name: textOf(name),
    expression: textOf(query),
    isAlert: type === 'alerting',
    health: health === 'ok' || health === 'err' ? health : 'unknown',
    error: textOf(lastError),
    state: textOf(state),
    forSeconds: Number(duration) || 0,
    activeSince: since.length > 0 ? Math.min(...since) : null,
  };
}
