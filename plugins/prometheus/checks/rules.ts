import type { CheckDefinition, Checked, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, unknown, warn } from 'custos/plugin-sdk';
import type { RuleGroup } from '../alerting/rule-group.ts';
import { readRules } from '../alerting/rule-group.ts';
import { findLateGroups } from '../alerting/find-late-groups.ts';
import { fieldsOf, listOf, apiData } from '../reading.ts';
import type { Rise } from '../risen.ts';
import { risen, shownRise } from '../risen.ts';

/** Are all rules evaluated, without errors and in time? */
export const rules: CheckDefinition = {
  name: 'rules',
  title: 'Are there alerting rules, and are they evaluated in time and without errors?',
  reference: 'C24',
  covers: ['X06', 'X07'],
  run: async (context) => {
    const groups = await readRules(context);
    const [failures, late, alertmanagers] = await Promise.all([
      risen(context, ['prometheus_rule_evaluation_failures_total']),
      findLateGroups(context),
      apiData(context, '/api/v1/alertmanagers'),
    ]);
    const hasAlertmanager = listOf(fieldsOf(alertmanagers)['activeAlertmanagers']).length > 0;
    const findings = [...findErrors(groups), ...findPast(groups, failures), ...late];
    return verdictOf(groups, findings, hasAlertmanager);
  },
};

function verdictOf(
  groups: readonly RuleGroup[],
  findings: readonly Finding[],
  hasAlertmanager: boolean,
): Checked {
  const all = groups.flatMap((group) => group.rules);
  const failing = all.filter(({ health }) => health === 'err').length;
  const observed = { rules: all.length, alerts: all.filter(({ isAlert }) => isAlert).length, failing };
  const more = { observed, findings };
  if (failing > 0)
    return fail(`${String(failing)} of ${String(all.length)} rules cannot be evaluated.`, more);
  if (observed.alerts === 0 && hasAlertmanager)
    return fail('It has an Alertmanager and no alerting rule: nothing can ever fire.', {
      ...more,
      findings: [...findings, noRules],
    });
  if (all.length === 0) return skipped('It has no rules, and no Alertmanager that would need some.', more);
  if (findings.length > 0) return warn('Rules are evaluated late, or fail at times.', more);
  if (all.some(({ health }) => health === 'unknown'))
    return unknown('Some rules have not been evaluated yet.', more);
  return pass(`All rules (${String(all.length)}) are evaluated without errors.`, more);
}

const noRules: Finding = {
  code: 'PrometheusRulesMissing',
  certainty: 'CONFIRMED',
  explanation:
    'Prometheus has an Alertmanager, but no alerting rule is loaded, so no alert can fire: see rule_files in its configuration, and whether the files are mounted.',
  evidence: [evidence('HTTP', '/api/v1/rules', 'no rule of type alerting')],
  remedies: [
    {
      action: 'reload-configuration',
      why: 'Rule files that came after the last load are read with the next.',
    },
  ],
};

/** Rules that fail now: one finding for each group. */
function findErrors(groups: readonly RuleGroup[]): readonly Finding[] {
  return groups.flatMap(({ name, file, rules: all }) => {
    const failing = all.filter(({ health }) => health === 'err');
    const [first] = failing;
    if (!first) return [];
    const others = failing.length > 1 ? ` (and ${String(failing.length - 1)} more of its group)` : '';
    return [
      {
        code: 'X06',
        certainty: 'CONFIRMED' as const,
        aspect: `group=${name}`,
        explanation: `Rule ${first.name}${others} in ${file}, group ${name}, cannot be evaluated and never fires: ${first.error.slice(0, 300)}. Correct its expression.`,
        evidence: [
          evidence(
            'HTTP',
            '/api/v1/rules',
            failing.slice(0, 5).map((rule) => `${rule.name}: ${rule.error}`),
          ),
        ],
        remedies: [
          { action: 'write-configuration', why: `The expression of ${first.name} in ${file} fails.` },
        ],
      },
    ];
  });
}

/** Rules that are well now, and failed in the last minutes. */
function findPast(groups: readonly RuleGroup[], failures: readonly Rise[]): readonly Finding[] {
  return failures.flatMap((rise) => {
    const [file = '', name = ''] = (rise.labels['rule_group'] ?? '').split(';');
    const group = groups.find((candidate) => candidate.name === name && candidate.file === file);
    if (!group || group.rules.some(({ health }) => health === 'err')) return [];
    return [
      {
        code: 'X06',
        certainty: 'LIKELY' as const,
        aspect: `group=${name}`,
        explanation: `Rules of group ${name} in ${file} failed in the last minutes, though not in their last evaluation: see “Evaluating rule failed” in its log.`,
        evidence: [evidence('METRIC', '/metrics', shownRise(rise))],
      },
    ];
  });
}
