import type { Stretch, Word } from './word.ts';

/** Where the output of a command goes. */
export interface Written {
  readonly to: Word;
  readonly append: boolean;
}

/** Commands joined by `|`, and what becomes of how they end. */
export interface Pipeline {
  readonly commands: readonly Command[];
  /** Whether `&&`, `||`, `if` or `while` asks how it ended. */
  readonly judged: boolean;
}

/** One command as it would be run: without `sudo` and the like. */
export interface Command {
  /** Without its folder, such as `curl`; empty where only a variable is set. */
  readonly name: string;
  readonly words: readonly Word[];
  readonly writes: readonly Written[];
  /** Its heredoc. */
  readonly input: Stretch | null;
  readonly pipeline: Pipeline;
  /** The comment right above it, or above its neighbours in the same paragraph. */
  readonly comment: string;
  /** As it is written; where it begins and ends in the runbook. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The command that runs this one, and as what. */
  readonly run: {
    readonly by: Command;
    readonly as: 'exec' | 'shell' | 'argument' | 'substitution' | 'cron';
  } | null;
  /** Whether cron runs it, or the command that runs it. */
  readonly scheduled: boolean;
  /** The service or container in which it runs; null: on the host. */
  readonly inside: string | null;
}

/** Its arguments, as text. */
export function argumentsOf({ words }: Command): readonly string[] {
  return words.map(({ text }) => text);
}

/** What is piped into. */
export function pipedInto(command: Command): readonly Command[] {
  const { commands } = command.pipeline;
  return commands.slice(commands.indexOf(outermost(command)) + 1);
}

/** The command of the pipeline in which it is written. */
function outermost(command: Command): Command {
  return command.run !== null && command.run.by.pipeline === command.pipeline
    ? outermost(command.run.by)
    : command;
}

/** Where its output, or that of the command that runs it, is written. */
export function writtenTo(command: Command): readonly Written[] {
  const through = [command, ...pipedInto(command)].flatMap(({ writes }) => writes);
  return command.run?.as === 'exec' ? [...through, ...writtenTo(command.run.by)] : through;
}
