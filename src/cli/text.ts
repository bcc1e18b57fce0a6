import type { Terminal } from './world.ts';

const colours = { red: 31, green: 32, yellow: 33, grey: 90, bold: 1 } as const;
export type Colour = keyof typeof colours;

/** The text in a colour, where colours are wanted. */
export function paint({ coloured }: Pick<Terminal, 'coloured'>, colour: Colour, text: string): string {
  return coloured ? `\u001b[${String(colours[colour])}m${text}\u001b[0m` : text;
}

/** A text from elsewhere on one line, without what would steer a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trimEnd();
}

/** Rows in columns as wide as they must be; `decorate` may colour a cell once it has its width. */
export function table(
  rows: readonly (readonly string[])[],
  decorate: (cell: string, column: number, row: number) => string = (cell) => cell,
): string {
  const clean = rows.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of clean) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  }
  const line = (row: readonly string[], number: number): string =>
    row
      .map((cell, column) =>
        decorate(column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0), column, number),
      )
      .join('  ')
      .trimEnd();
  return clean.map((row, number) => `${line(row, number)}\n`).join('');
}

/** How long ago something was, in the largest unit that fits, such as `5m`. */
export function age(from: string | null, now: Date): string {
  if (from === null) return 'never';
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(from)) / 1000));
  if (seconds < 60) return `${String(seconds)}s`;
  if (seconds < 3600) return `${String(Math.floor(seconds / 60))}m`;
  if (seconds < 86_400) return `${String(Math.floor(seconds / 3600))}h`;
  return `${String(Math.floor(seconds / 86_400))}d`;
}
