import type { CheckDefinition } from 'custos/plugin-sdk';
import { evidence, pass, skipped, unknown, warn } from 'custos/plugin-sdk';
import type { Rule } from '../alerting/rule-group.ts';
import { readRules } from '../alerting/rule-group.ts';

/** Is there an alert that always fires? When it stops to arrive, the whole way of alerts is known to be broken. */
export const watchdog: CheckDefinition = {
  name: 'watchdog',
  title: 'Is there an alert that always fires, so that silence can be told from failure?',
  reference: 'X09',
  run: async (context) => {
    const rules = (await readRules(context)).flatMap((group) => group.rules).filter(({ isAlert }) => isAlert);
    if (rules.length === 0) return skipped('It has no alerting rule at all; `rules` says whether it should.');
    const watchers = rules.filter(alwaysFires);
    const [first] = watchers;
    if (!first)
      return pass('It works without an alert that always fires.', {
        findings: [
          {
            code: 'X09',
            certainty: 'CONFIRMED',
            severity: 'INFO',
            explanation:
              'No alert always fires, so that no alerts come looks the same whether all is well or their way is broken: add one with the expression vector(1), and let somebody outside miss it.',
            remedies: [
              {
                action: 'write-configuration',
                why: 'A rule `Watchdog` with expr: vector(1) is all it takes.',
              },
            ],
          },
        ],
      });
    const firing = watchers.find(({ state }) => state === 'firing');
    if (firing) return pass(`${firing.name} fires, as it always should.`, { observed: firing.state });
    if (watchers.some(({ state, health }) => state === 'pending' || health === 'unknown'))
      return unknown(`${first.name}, which should always fire, has not had the time to.`);
    return warn(`${first.name}, which should always fire, does not.`, {
      observed: first.state,
      findings: [
        {
          code: 'X09',
          certainty: 'CONFIRMED',
          explanation: `${first.name} should always fire and is ${first.state}${first.error === '' ? '' : ` (${first.error.slice(0, 200)})`}: alerts may not fire at all. See the group that it is in.`,
          evidence: [
            evidence('HTTP', '/api/v1/rules', `${first.name}: ${first.state}, health ${first.health}`),
          ],
        },
      ],
    });
  },
};

/** By its expression, which is true of nothing and so always, or by the names that people give to it. */
function alwaysFires({ name, expression }: Rule): boolean {
  return (
    /^\s*vector\(\s*1\s*\)\s*$/.test(expression) || /^(watchdog|dead.?man.?s?.?(switch|snitch))$/i.test(name)
  );
}
