import type { CheckContext, CheckDefinition, Checked, Finding } from 'custos/plugin-sdk';
import { evidence, pass, skipped } from 'custos/plugin-sdk';
import { metricNames } from '../alerting/metric-names.ts';
import type { Rule } from '../alerting/rule-group.ts';
import { readRules } from '../alerting/rule-group.ts';
import { asked } from '../reading.ts';
import { inWords } from '../scraping/duration.ts';

/** The most alerts, and names of metrics, that are looked at: a question must stay short. */
const mostTold = 10;
const mostNames = 100;

/** Why do alerts not fire that are evaluated well? They wait for their `for`, or ask for what nobody measures. */
export const alertStates: CheckDefinition = {
  name: 'alert-states',
  title: 'Which alerts wait for their time, and which ask for metrics that are not there?',
  reference: 'P07',
  run: async (context) => {
    const rules = (await readRules(context)).flatMap((group) => group.rules).filter(({ isAlert }) => isAlert);
    if (rules.length === 0) return skipped('It has no alerting rule; `rules` says whether it should have.');
    const findings = [...findPending(context, rules), ...(await findUnmeasured(context, rules))];
    return verdictOf(rules, findings);
  },
};

function verdictOf(rules: readonly Rule[], findings: readonly Finding[]): Checked {
  const count = (wanted: string): number => rules.filter(({ state }) => state === wanted).length;
  const observed = { firing: count('firing'), pending: count('pending'), inactive: count('inactive') };
  const summary = `Of ${String(rules.length)} alerts ${String(observed.firing)} fire and ${String(observed.pending)} wait for their time.`;
  return pass(summary, { observed, findings });
}

/** True, and not for long enough yet. */
function findPending(context: CheckContext, rules: readonly Rule[]): readonly Finding[] {
  return rules
    .filter(({ state, forSeconds }) => state === 'pending' && forSeconds > 0)
    .slice(0, mostTold)
    .map(({ name, forSeconds, activeSince }) => {
      const since = activeSince === null ? null : Math.max(0, (context.now() - activeSince) / 1000);
      const rest = since === null ? forSeconds : Math.max(0, forSeconds - since);
      return {
        code: 'PrometheusAlertPending',
        certainty: 'CONFIRMED',
        aspect: `alert=${name}`,
        explanation: `${name} is true${since === null ? '' : ` since ${inWords(since)}`}, and fires when it has been for ${inWords(forSeconds)}: in about ${inWords(rest)}, unless it ends before.`,
        evidence: [evidence('HTTP', '/api/v1/rules', `${name}: pending, for ${inWords(forSeconds)}`)],
      };
    });
}

/** Nothing has such a name: the expression gives an empty vector for ever, without an error. */
async function findUnmeasured(context: CheckContext, rules: readonly Rule[]): Promise<readonly Finding[]> {
  const asking = rules
    .filter(
      ({ state, health, expression }) =>
        state === 'inactive' && health === 'ok' && !expression.includes('absent'),
    )
    .map((rule) => ({ rule, names: metricNames(rule.expression) }));
  const names = [...new Set(asking.flatMap((one) => one.names))].slice(0, mostNames);
  if (names.length === 0) return [];
  const there = await measured(context, names);
  return asking
    .flatMap(({ rule, names: wanted }) => {
      const missing = wanted.filter((name) => names.includes(name) && !there.has(name));
      return missing.length > 0 ? [unmeasured(rule, missing)] : [];
    })
    .slice(0, mostTold);
}

async function measured(context: CheckContext, names: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await asked(context, `count by (__name__) ({__name__=~${JSON.stringify(names.join('|'))}})`);
  return new Set(found.map(({ labels }) => labels['__name__'] ?? ''));
}

function unmeasured({ name, expression }: Rule, missing: readonly string[]): Finding {
  return {
    code: 'PrometheusAlertWithoutData',
    certainty: 'POSSIBLE',
    aspect: `alert=${name}`,
    explanation: `${name} cannot fire as long as there is no metric called ${missing.join(', ')}: it may be new, renamed or dropped by relabelling, or come only with the first error.`,
    evidence: [evidence('QUERY', expression.slice(0, 500), `no series: ${missing.join(', ')}`)],
  };
}
