import { sortArguments } from './options.ts';
import type { Word } from './word.ts';

/** Programs that run the rest of their arguments, with their options that take a value, and how many operands first. */
const prefixes: Readonly<Record<string, { readonly valued: readonly string[]; readonly skipped: number }>> = {
  sudo: { valued: ['-u', '--user', '-g', '--group', '-h', '-p'], skipped: 0 },
  doas: { valued: ['-u'], skipped: 0 },
  env: { valued: ['-u', '--unset', '-C'], skipped: 0 },
  nohup: { valued: [], skipped: 0 },
  time: { valued: [], skipped: 0 },
  exec: { valued: [], skipped: 0 },
  command: { valued: [], skipped: 0 },
  nice: { valued: ['-n'], skipped: 0 },
  ionice: { valued: ['-c', '-n'], skipped: 0 },
  stdbuf: { valued: ['-i', '-o', '-e'], skipped: 0 },
  timeout: { valued: ['-k', '-s', '--signal', '--kill-after'], skipped: 1 },
  flock: { valued: ['-w', '--timeout', '-E'], skipped: 1 },
};
/** `sudo env nice ...`: nobody writes more of them than that. */
const mostPrefixes = 5;
const assignment = /^[A-Za-z_]\w*\+?=/u;

/**
 * The words of the command that is run in the end: without variables that are set for it, and without `sudo` and the
 * like. `env` alone prints the environment, and stays.
 */
export function withoutPrefixes(words: readonly Word[]): readonly Word[] {
  let command = words.slice(assignmentsIn(words));
  for (let depth = 0; depth < mostPrefixes; depth += 1) {
    const prefix = prefixes[nameOf(command[0])];
    if (prefix === undefined) return command;
    const { operands } = sortArguments(command.slice(1), { valued: prefix.valued, untilOperand: true });
    const rest = operands.slice(prefix.skipped);
    const next = rest.slice(assignmentsIn(rest));
    if (next.length === 0) return command;
    command = next;
  }
  return command;
}

/** The name of a program, without its folder. */
export function nameOf(word: Word | undefined): string {
  return word?.text.slice(word.text.lastIndexOf('/') + 1) ?? '';
}

function assignmentsIn(words: readonly Word[]): number {
  const first = words.findIndex(({ text }) => !assignment.test(text));
  return first === -1 ? words.length : first;
}
