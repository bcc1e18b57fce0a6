import { CommanderError } from 'commander';

import { journalLevels } from './adapters/system/journal.ts';
import { createProgram } from './cli/program.ts';
import { createCommands } from './commands.ts';
import { version } from './project.ts';
import { exitCodes, explainFailure } from './startup-failure.ts';

/** Does what a command line asks for, and answers the exit code. A failure is one message, without a stack. */
export async function run(argv: readonly string[]): Promise<number> {
  let code = 0;
  const ended = (answered: number): void => {
    code = answered;
  };
  try {
    await createProgram({ version, levels: journalLevels, ended }, createCommands()).parseAsync(argv);
    return code;
  } catch (error) {
    // Commander has printed its message, or the help that was asked for, by itself.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
    const failure = explainFailure(error);
    process.stderr.write(`custos: ${failure.message}\n`);
    return failure.code;
  }
}
