import type { CheckContext, CheckDefinition, CommandResult, ContainerFacts } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, unknown } from 'custos/plugin-sdk';
import { configurationPath } from '../config/configuration.ts';
import { hintOf } from './log-signatures.ts';

/** Would it start with the configuration that lies there now? */
export const offlineConfiguration: CheckDefinition = {
  name: 'offline-configuration',
  title: 'Is its configuration file right, by the word of amtool?',
  reference: 'C04',
  covers: ['F24'],
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It runs in no container in which amtool could be asked.');
    const file = configurationPath(facts);
    const result = await checked(context, facts, file);
    const shown = [evidence('EXEC', `amtool check-config ${file}`, result.output.slice(0, 2000))];
    if (result.exitCode === 0) return pass(`amtool finds nothing wrong in ${file}.`, { evidence: shown });
    if (result.exitCode === null) return unknown('amtool did not end in time.');
    if (result.exitCode === 126 || result.exitCode === 127)
      return unknown('Its image has no amtool that could be asked.', { evidence: shown });
    const error = errorIn(result.output);
    return fail(`amtool says of ${file}: ${error}.`, {
      observed: result.exitCode,
      threshold: 0,
      evidence: shown,
      findings: [
        {
          code: 'F24',
          certainty: 'CONFIRMED',
          explanation: `Its configuration ${file} is wrong: ${error}.${unexpanded(file, error)}${hintOf(error)}`,
          evidence: shown,
          remedies: [
            { action: 'write-configuration', why: 'The file has to be corrected.' },
            facts.state.status === 'running'
              ? { action: 'reload-configuration', why: 'It reads the corrected file without a restart.' }
              : { action: 'start', why: 'It starts once the file is right.' },
          ],
        },
      ],
    });
  },
};

/** In its container while that runs, which is fast; else in a one-shot container with the same files. */
async function checked(context: CheckContext, facts: ContainerFacts, file: string): Promise<CommandResult> {
  if (facts.state.status === 'running') {
    const result = await context.container.exec('check-configuration', { file }).catch(asNull);
    if (result) return result;
  }
  return await context.container.helper('check-configuration', { file });
}

function asNull(error: unknown): null {
  // A container that restarts may have ended since it was looked at.
  if (error instanceof Error && error.name === 'ReadFailure') return null;
  throw error;
}

function errorIn(output: string): string {
  const failed = /FAILED: (.*)/.exec(output)?.[1] ?? /amtool: error: (.*)/.exec(output)?.[1];
  return (failed ?? output.trim().split('\n').at(-1) ?? 'it is wrong').replace(/\.$/, '').slice(0, 400);
}

function unexpanded(file: string, error: string): string {
  return /does not exist|no such file/.test(error)
    ? ` Nothing is mounted at ${file}, or it was renamed.`
    : '';
}
