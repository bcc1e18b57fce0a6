import type { Command } from './command.ts';
import { dockerCall } from './docker.ts';
import { sortArguments } from './options.ts';
import type { Stretch, Word } from './word.ts';

/** What a command runs: a source of its own, or the words of one command; and where, when it is not where it is itself. */
export type Run = { readonly as: NonNullable<Command['run']>['as']; readonly inside?: string } & (
  { readonly source: Stretch } | { readonly words: readonly Word[] }
);

const shells = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh']);
/** Five fields and a command, as in a table of cron; one more where the table names the user. */
const schedule = /^\s*(?:@\w+|(?:[\d*,/-]+\s+){4}[\d*,/a-z-]+)\s+/iu;

/** What a command runs: in `$(...)`, in a container, in another shell, by xargs, watch, ssh or cron. */
export function runBy(command: Command): readonly Run[] {
  return [...substitutions(command), ...otherShell(command), ...ofArguments(command), ...scheduled(command)];
}

/** Commands in the arguments of a command that runs another one are run before both: they belong to the outer one. */
function substitutions({ words, writes, run }: Command): readonly Run[] {
  if (run?.as === 'exec' || run?.as === 'argument') return [];
  return [...words, ...writes.map(({ to }) => to)].flatMap(({ inner }) =>
    inner.map((source): Run => ({ as: 'substitution', source })),
  );
}

function otherShell({ name, words, input }: Command): readonly Run[] {
  if (name === 'ssh') {
    const { operands } = sortArguments(words, {
      valued: ['-p', '-i', '-l', '-o', '-J', '-F'],
      untilOperand: true,
    });
    return sourceIn(operands.length > 1 ? operands.slice(1) : [], input);
  }
  if (name === 'eval') return sourceIn(words, null);
  if (!shells.has(name)) return [];
  const script = words.findIndex(({ text }) => /^-[a-z]*c$/u.test(text));
  if (script !== -1) return sourceIn(words.slice(script + 1, script + 2), null);
  return words.every(({ text }) => text.startsWith('-')) ? sourceIn([], input) : [];
}

function sourceIn(words: readonly Word[], input: Stretch | null): readonly Run[] {
  const [first] = words;
  if (first === undefined) return input === null ? [] : [{ as: 'shell', source: input }];
  if (words.length > 1) return [{ as: 'argument', words }];
  return [{ as: 'shell', source: { text: first.text, start: first.start + (first.quoted ? 1 : 0) } }];
}

function ofArguments(command: Command): readonly Run[] {
  const { name, words } = command;
  const call = dockerCall(command);
  if (call !== null && (call.verb === 'exec' || call.verb === 'run')) {
    const [container, ...rest] = call.operands;
    if (container === undefined || rest.length === 0) return [];
    return [
      { as: 'exec', words: rest, inside: call.verb === 'exec' ? container.text : `a new ${container.text}` },
    ];
  }
  if (name === 'xargs') {
    const valued = ['-n', '-I', '-L', '-P', '-d', '-s', '-a'];
    const { operands } = sortArguments(words, { valued, untilOperand: true });
    return operands.length > 0 ? [{ as: 'argument', words: operands }] : [];
  }
  if (name !== 'watch') return [];
  const { operands } = sortArguments(words, { valued: ['-n', '--interval'], untilOperand: true });
  return sourceIn(operands, null);
}

/** What is put into the table of cron: a line that is piped to `crontab`, or each of a heredoc. */
function scheduled({ name, words, input, pipeline }: Command): readonly Run[] {
  if (!pipeline.commands.some((command) => command.name === 'crontab')) return [];
  const lines = input === null ? [] : linesOf(input);
  const echoed = name === 'echo' || name === 'printf' ? words : [];
  return [...lines, ...echoed.map(({ text, start }) => ({ text, start: start + 1 }))].flatMap(scheduledIn);
}

/** The command of a line of a table of cron. */
export function scheduledIn({ text, start }: Stretch): readonly Run[] {
  const when = schedule.exec(text)?.[0];
  if (when === undefined) return [];
  return [{ as: 'cron', source: { text: text.slice(when.length), start: start + when.length } }];
}

function linesOf({ text, start }: Stretch): readonly Stretch[] {
  return [...text.matchAll(/[^\n]+/gu)].map(({ 0: line, index }) => ({ text: line, start: start + index }));
}
