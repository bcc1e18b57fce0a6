import type { Measure, Row, Skipped } from './row.ts';
import { isBehind, median, ratios } from './statistics.ts';

/** What came out of a row. */
export interface Result {
  readonly row: Pick<Row, 'name' | 'peer'>;
  readonly outcome: readonly Measure[] | Skipped | { readonly failed: string };
}

const headings = ['row', 'beside', 'measure', 'Custos', 'peer', 'ratio', 'of the rounds', ''] as const;

/** The results as a table in Markdown, its columns aligned. */
export function table(results: readonly Result[]): string {
  const lines = [headings, headings.map(() => '-'), ...results.flatMap(linesOf)];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  const padded = (line: readonly string[]) =>
    widths.map((width, column) =>
      line[column] === '-' ? '-'.repeat(width) : (line[column] ?? '').padEnd(width),
    );
  return lines.map((line) => `| ${padded(line).join(' | ')} |`).join('\n');
}

function linesOf({ row, outcome }: Result): string[][] {
  if ('failed' in outcome)
    return [[row.name, row.peer, 'FAILED', '', '', '', '', outcome.failed.split('\n')[0] ?? '']];
  if ('skipped' in outcome) return [[row.name, row.peer, `skipped: ${outcome.skipped}`]];
  return outcome.map((measure, index) => [
    ...(index === 0 ? [row.name, row.peer] : ['', '']),
    ...figures(measure),
  ]);
}

function figures(measure: Measure): string[] {
  const { name, unit, rounds, atLeast, note = '' } = measure;
  const each = ratios(measure);
  return [
    `${name}, ${unit}`,
    shown(median(rounds.map(({ ours }) => ours))),
    shown(median(rounds.map(({ theirs }) => theirs))),
    `${median(each).toFixed(2)}x`,
    each.map((ratio) => ratio.toFixed(2)).join(' '),
    isBehind(measure) ? `BEHIND ${atLeast?.toFixed(2) ?? ''}x` : note,
  ];
}

/** Three digits are as many as such a measurement can stand for. */
function shown(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3);
}
