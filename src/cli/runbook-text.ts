import type { Kind, Remark } from '../runbook-lint/remark.ts';
import { kinds } from '../runbook-lint/remark.ts';
import type { Versions } from '../runbook-lint/versions.ts';
import type { Colour } from './text.ts';
import { paint, printable } from './text.ts';
import type { Terminal } from './world.ts';

/** How many remarks there are, in all and of each kind. */
export type Counts = Readonly<Record<Kind | 'total', number>>;

const words: Readonly<Record<Kind, string>> = {
  DANGEROUS: 'dangerous',
  CANNOT_WORK: 'cannot work',
  MISLEADING: 'misleading',
};
const colours: Readonly<Record<Kind, Colour>> = {
  DANGEROUS: 'red',
  CANNOT_WORK: 'yellow',
  MISLEADING: 'grey',
};
/** How many further lines are named. */
const mostLines = 12;

export function countsOf(remarks: readonly Remark[]): Counts {
  const count = (kind: Kind): number => remarks.filter((remark) => remark.kind === kind).length;
  return {
    total: remarks.length,
    ...{ DANGEROUS: count('DANGEROUS'), CANNOT_WORK: count('CANNOT_WORK'), MISLEADING: count('MISLEADING') },
  };
}

/** What is known beside the remarks. */
interface About {
  readonly file: string;
  readonly versions: Versions;
  /** Why the versions are not known; null when they are. */
  readonly reason: string | null;
  readonly out: Terminal;
}

/** The remarks for a person, in the order of their lines; what holds of several lines is said once. */
export function describeRemarks(remarks: readonly Remark[], about: About): string {
  const alike = new Map<string, Remark[]>();
  for (const remark of remarks) {
    const key = `${remark.rule} ${remark.why}`;
    const before = alike.get(key);
    if (before) before.push(remark);
    else alike.set(key, [remark]);
  }
  const told = [...alike.values()].map((same) => describe(same, about));
  return `${[...told, summary(remarks, about)].join('\n')}\n`;
}

function describe([first, ...others]: readonly Remark[], { file, out }: About): string {
  if (first === undefined) return '';
  const { line, rule, kind, why, instead, versions, excerpt } = first;
  const where = paint(out, 'bold', `${printable(file)}:${String(line)}`);
  const holds = versions === 'all' ? '' : ` (${versions})`;
  return [
    `${where}  ${rule} ${paint(out, colours[kind], words[kind])}  ${why}${holds}`,
    `    ${paint(out, 'grey', printable(excerpt))}`,
    `    instead: ${instead}`,
    ...(others.length === 0 ? [] : [`    also on ${linesOf(others)}`]),
    '',
  ].join('\n');
}

function linesOf(remarks: readonly Remark[]): string {
  const named = remarks.slice(0, mostLines).map(({ line }) => String(line));
  const more = remarks.length - named.length;
  return `${remarks.length === 1 ? 'line' : 'lines'} ${named.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
}

function summary(remarks: readonly Remark[], { file, versions, reason }: About): string {
  const counts = countsOf(remarks);
  const parts = kinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${String(counts[kind])} ${words[kind]}`);
  const found = parts.length === 0 ? 'nothing to remark' : parts.join(', ');
  return `${printable(file)}: ${found}. ${heldTo(versions, reason)}`;
}

function heldTo(versions: Versions, reason: string | null): string {
  const known = Object.entries(versions).map(([kind, all]) => `${kind} ${all.join(' and ')}`);
  if (known.length > 0) return `Held to ${printable(known.join(', '))}.`;
  return `Versions unknown: every rule applies${reason === null ? '' : ` (${printable(reason)})`}.`;
}
