import type { CheckDefinition, CommandDefinition, CommandResult, Finding } from 'custos/plugin-sdk';
import { atLeast, evidence, fail, pass, skipped, unknown, warn } from 'custos/plugin-sdk';
import { configurationOnDisk, jobAtLine } from '../process/configuration-text.ts';
import { inContainer } from '../process/in-container.ts';
import { configurationFile } from '../process/settings-of.ts';

const parts = { file: '/[A-Za-z0-9_./-]+' };

/** What its own tool says of its configuration. Since 2.34 it can tell a warning apart, by ending with 3. */
export const examinations: readonly CommandDefinition[] = [
  { name: 'check-configuration', argv: ['promtool', 'check', 'config', '{file}'], parts },
  { name: 'lint-configuration', argv: ['promtool', 'check', 'config', '--lint-fatal', '{file}'], parts },
];

/** Would it start with the configuration that it has now? Asked of its own tool, whether it runs or not. */
export const offlineConfiguration: CheckDefinition = {
  name: 'offline-configuration',
  title: 'Would it start with the configuration that it has now?',
  reference: 'C04',
  covers: ['X25'],
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container whose configuration could be examined.');
    if (facts.state.status === 'paused') return unknown('Its container is paused: nothing can be run in it.');
    const file = configurationFile(facts);
    context.progress(`examining ${file}`);
    const command = atLeast(context.service.version, '2.34') ? 'lint-configuration' : 'check-configuration';
    const result = await inContainer(context, { command, parts: { file }, path: file });
    const observed = { exitCode: result.exitCode };
    if (result.exitCode === null) return unknown('promtool did not end in time.');
    if (result.exitCode === 0) return pass(`promtool finds nothing wrong with ${file}.`, { observed });
    if (result.exitCode === 3)
      return warn(`promtool warns of ${file}.`, { observed, evidence: shown(result) });
    if (!/FAILED|error/iu.test(result.output))
      return unknown(`promtool could not be run: ${result.output.trim().slice(0, 200)}`, { observed });
    const text = await configurationOnDisk(context).catch(() => null);
    const finding = findingIn(result, file, text?.text ?? '');
    return fail(finding.explanation, { observed, findings: [finding] });
  },
};

const shown = ({ output }: CommandResult) => [evidence('EXEC', 'promtool check config', output.slice(-4000))];

/** Rules are examined after the configuration that names them was found to be right. */
function findingIn(result: CommandResult, file: string, text: string): Finding {
  const isRules = /SUCCESS: .*is valid prometheus config/u.test(result.output);
  const failed = /FAILED:\s*([\s\S]*?)(?:\n\s*\n|\nChecking|$)/u.exec(result.output)?.[1] ?? result.output;
  const what = failed
    .trim()
    .split('\n')
    .slice(0, 3)
    .map((line) => line.trim())
    .join(' ')
    .slice(0, 400);
  const job = isRules ? null : jobAtLine(text, Number(/\bline (\d+):/u.exec(what)?.[1] ?? 0));
  const where = job === null || what.includes(`"${job}"`) ? '' : ` (in job ${job})`;
  return {
    code: isRules ? 'F02' : 'F01',
    certainty: 'CONFIRMED',
    explanation: isRules
      ? `A rule cannot be loaded: ${what}. Correct the rule and load the configuration again.`
      : `Its configuration ${file} cannot be loaded: ${what}${where}. Correct the file and load it again.`,
    evidence: shown(result),
    remedies: [
      { action: 'write-configuration', why: 'What is wrong is corrected where it stands.' },
      { action: 'reload-configuration', why: 'It takes over what was corrected.' },
    ],
  };
}
