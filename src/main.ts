#!/usr/bin/env node
import { CommanderError } from 'commander';

import { journalLevels } from './adapters/system/journal.ts';
import { createProgram } from './cli/program.ts';
import { checkRuntime } from './runtime.ts';
import { serve } from './serve.ts';
import { exitCodes, explainFailure } from './startup-failure.ts';
import { version } from './project.ts';

/** Says why Custos could not start: one message, no stack, and the exit code of its sort. */
function give(failure: { readonly message: string; readonly code: number }): void {
  process.stderr.write(`custos: ${failure.message}\n`);
  process.exitCode = failure.code;
}

const unfit = checkRuntime(process.versions.node);
if (unfit) give({ message: unfit, code: exitCodes.failed });
else {
  try {
    await createProgram(version, journalLevels, { serve }).parseAsync();
  } catch (error) {
    // Commander has printed its message, or the help that was asked for, by itself.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitCodes.usage;
    else give(explainFailure(error));
  }
}
