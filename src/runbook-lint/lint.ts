import { excerptOf } from './excerpt.ts';
import { readRunbook } from './read-runbook.ts';
import type { Remark } from './remark.ts';
import type { Place, Rule } from './rule.ts';
import { rules } from './rules/index.ts';
import type { Snippet, Syntax } from './runbook.ts';
import type { Command } from './shell/command.ts';
import type { Versions } from './versions.ts';
import { applies, describeRange } from './versions.ts';

/** What a runbook is held to. */
export interface Circumstances {
  readonly syntax: Syntax;
  readonly versions: Versions;
}

/** What is found of one thing. */
type Verdict = Pick<Remark, 'rule' | 'kind' | 'why' | 'instead' | 'versions'>;

/** How far a rule looks back, in commands: a snippet that somebody follows is shorter. */
const lookBack = 200;

/**
 * What is wrong with a runbook, in the order of its lines. Where the version of a service is not known, every rule about
 * it applies.
 */
export function lintRunbook(source: string, { syntax, versions }: Circumstances): readonly Remark[] {
  const runbook = readRunbook(source, syntax);
  const lineStarts = lineStartsOf(runbook.text);
  const mentions = mentionsIn(runbook.text);
  const remarks = runbook.snippets.flatMap((snippet) =>
    verdictsOn(snippet, { runbook, mentions, versions }).map(({ start, end, verdict }) => ({
      ...placeOf({ start, end }, lineStarts),
      excerpt: excerptOf(runbook.text.slice(start, end)),
      ...verdict,
    })),
  );
  return withoutRepetitions(remarks);
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly verdict: Verdict;
}

function verdictsOn(
  snippet: Snippet,
  { runbook, mentions, versions }: Pick<Place, 'runbook' | 'mentions'> & Pick<Circumstances, 'versions'>,
): readonly Found[] {
  const judge = (rule: Rule): Verdict | null => verdictOf(rule, versions);
  const onCommands = snippet.commands.flatMap((command, index) => {
    const earlier = (): readonly Command[] =>
      snippet.commands.slice(Math.max(0, index - lookBack), index).reverse();
    const place: Place = { runbook, snippet, mentions, earlier };
    return rules
      .filter((rule) => rule.command?.(command, place))
      .map((rule) => ({ start: command.start, end: command.end, verdict: judge(rule) }));
  });
  const place: Place = { runbook, snippet, mentions, earlier: () => [] };
  const onLines = snippet.lines.flatMap((line) =>
    rules
      .filter((rule) => rule.line?.(line, place))
      .map((rule) => ({ start: line.start, end: line.end, verdict: judge(rule) })),
  );
  return [...onCommands, ...onLines].flatMap(({ start, end, verdict }) =>
    verdict === null ? [] : [{ start, end, verdict }],
  );
}

/** What a rule says at these versions; null: nothing. */
function verdictOf({ id, kind, why, instead, versions, before }: Rule, running: Versions): Verdict | null {
  if (versions === undefined) return { rule: id, kind, why, instead, versions: 'all' };
  const holds = describeRange(versions);
  if (applies(versions, running)) return { rule: id, kind, why, instead, versions: holds };
  if (before === undefined || versions.from === undefined) return null;
  const older = { of: versions.of, below: versions.from };
  return applies(older, running) ? { rule: id, ...before, instead, versions: describeRange(older) } : null;
}

/** A command that runs another one stands in the same place, and so may be found twice. */
function withoutRepetitions(remarks: readonly Remark[]): readonly Remark[] {
  const byPlace = new Map<string, Remark>();
  for (const remark of remarks) {
    const key = `${remark.rule} ${String(remark.line)} ${remark.why}`;
    if (!byPlace.has(key)) byPlace.set(key, remark);
  }
  return [...byPlace.values()].sort(
    (a, b) => a.line - b.line || a.column - b.column || (a.rule < b.rule ? -1 : 1),
  );
}

function mentionsIn(text: string): Place['mentions'] {
  const known = new Map<string, boolean>();
  const lower = text.toLowerCase();
  const mentions = (word: string): boolean => {
    const found = known.get(word) ?? lower.includes(word.toLowerCase());
    known.set(word, found);
    return found;
  };
  return (...words) => words.some(mentions);
}

function lineStartsOf(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/gu)].map(({ index }) => index + 1)];
}

function placeOf(
  { start, end }: { readonly start: number; readonly end: number },
  lineStarts: readonly number[],
): Pick<Remark, 'line' | 'column' | 'endLine' | 'endColumn'> {
  const [line, endLine] = [lineOf(start, lineStarts), lineOf(end, lineStarts)];
  return {
    ...{ line, column: start - (lineStarts[line - 1] ?? 0) + 1 },
    ...{ endLine, endColumn: end - (lineStarts[endLine - 1] ?? 0) + 1 },
  };
}

/** The line that has an offset, from 1. */
function lineOf(offset: number, lineStarts: readonly number[]): number {
  let [low, high] = [0, lineStarts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
