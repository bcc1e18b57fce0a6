import type { Line, Snippet } from './runbook.ts';
import type { Command } from './shell/command.ts';
import { readShell } from './shell/read-shell.ts';
import { scheduledIn } from './shell/run-by.ts';
import type { Stretch } from './shell/word.ts';
import { readYaml } from './yaml-lines.ts';

/** A line of a script, and what it is a part of. */
interface Sorted {
  readonly part: 'shell' | 'comment' | 'yaml' | 'cron' | 'document';
  readonly text: string;
  readonly start: number;
}

/**
 * The commands of a script, and its lines that are none: comments, YAML that somebody put into a shell's fence or wrote
 * to a file, lines of a table of cron.
 */
export function readScript(script: Stretch): Omit<Snippet, 'section'> {
  const lines = sortLines(script);
  // What is no shell is made blank, so that everything else stays where it is.
  const only = (...parts: readonly Sorted['part'][]): Stretch => ({
    text: lines.map(({ part, text }) => (parts.includes(part) ? text : ' '.repeat(text.length))).join('\n'),
    start: script.start,
  });
  const commands = readShell(only('shell', 'comment', 'document'));
  const cron = lines.filter(({ part }) => part === 'cron').flatMap(readCronLine);
  return {
    commands: [...commands, ...cron],
    lines: [
      ...lines.filter(({ part }) => part === 'comment').map(readComment),
      ...readYaml(only('yaml')),
      ...commands.flatMap(yamlWritten),
    ],
  };
}

const cronLine =
  /^\s*(?:@(?:reboot|hourly|daily|weekly|monthly|yearly)|[\d*][\d*,/-]*(?:\s+[\d*,/-]+){3}\s+[\d*,/a-z-]+)\s+\S/iu;
const keyAlone = /^\s*(?:- )?[A-Za-z_][\w.-]*:\s*(?:#.*)?$/u;
const heredoc = /<<-?\s*["']?([\w-]+)/u;

function sortLines({ text, start }: Stretch): readonly Sorted[] {
  let mark: string | null = null;
  let yaml = false;
  let at = start;
  return text.split('\n').map((line) => {
    const begins = at;
    at += line.length + 1;
    const document = mark !== null;
    if (document) mark = line.trim() === mark ? null : mark;
    else mark = heredoc.exec(line)?.[1] ?? null;
    // A block of YAML begins with a key that has nothing after it, and ends with an empty line.
    yaml = !document && line.trim() !== '' && (yaml || keyAlone.test(line));
    return { part: partOf(line, { document, yaml }), text: line, start: begins };
  });
}

function partOf(line: string, { document, yaml }: { readonly document: boolean; readonly yaml: boolean }) {
  if (document) return 'document';
  if (yaml) return 'yaml';
  if (line.trimStart().startsWith('#')) return 'comment';
  return cronLine.test(line) ? 'cron' : 'shell';
}

function readComment({ text, start }: Sorted): Line {
  const lead = text.search(/\S/u);
  return {
    what: 'comment',
    text: text.trim(),
    path: '',
    start: start + lead,
    end: start + text.trimEnd().length,
  };
}

function readCronLine(line: Sorted): readonly Command[] {
  return scheduledIn(line).flatMap((run) =>
    'source' in run ? readShell(run.source, { run: null, inside: null, comment: '', scheduled: true }) : [],
  );
}

/** The YAML that a command writes to a file. */
function yamlWritten({ input, writes, words }: Command): readonly Line[] {
  const named = [...writes.map(({ to }) => to), ...words];
  return input !== null && named.some(({ text }) => /\.ya?ml$/u.test(text)) ? readYaml(input) : [];
}
