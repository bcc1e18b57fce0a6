import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, pass, skipped, warn } from 'custos/plugin-sdk';

/** Variables whose values are withheld because they look like secrets; one that names a file is as it should be. */
const secretName = /password|passwd|secret|token|api_?key|private_?key|credential/iu;

/** Are there secrets in plain text among its variables? */
export const environment: CheckDefinition = {
  name: 'environment',
  title: 'Are there secrets in plain text among its variables?',
  covers: ['X24'],
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const names = Object.entries(facts.environment)
      .filter(([name, value]) => value === null && secretName.test(name) && !name.endsWith('_FILE'))
      .map(([name]) => name);
    if (names.length === 0) return pass('No secret was seen among its variables.');
    const finding: Finding = {
      code: 'X24',
      certainty: 'LIKELY',
      severity: 'INFO',
      explanation: `Secrets stand in plain text among the variables of its container (${names.join(', ')}), where whoever may inspect it reads them: put them into files, such as ${names[0] ?? ''}_FILE.`,
      evidence: [evidence('INSPECT', 'Config.Env', names)],
    };
    return warn(finding.explanation, { observed: names, findings: [finding] });
  },
};
