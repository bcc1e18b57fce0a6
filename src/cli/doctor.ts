import type { Colour } from './text.ts';
import { paint, printable, table } from './text.ts';
import type { World } from './world.ts';
import { exits } from './world.ts';

/** One thing that Custos needs here, and how it is. */
export interface Examined {
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly told: string;
  /** What to do; null when nothing is to be done. */
  readonly wayOut: string | null;
}

const colours: Readonly<Record<Examined['status'], Colour>> = { ok: 'green', warn: 'yellow', fail: 'red' };

/** Prints how everything is that Custos needs here. Answers 2 when something keeps it from working, else 0. */
export function tellExamined(
  { out }: Pick<World, 'out'>,
  examined: readonly Examined[],
  json: boolean,
): number {
  out.write(
    json ? `${JSON.stringify({ schemaVersion: 1, checks: examined }, null, 2)}\n` : lines(out, examined),
  );
  return examined.some(({ status }) => status === 'fail') ? exits.fail : exits.pass;
}

function lines(out: World['out'], examined: readonly Examined[]): string {
  const rows = examined.map(({ status, name, told, wayOut }) => [
    status,
    name,
    printable(wayOut === null ? told : `${told} ${wayOut}`),
  ]);
  const known = (word: string): word is Examined['status'] => Object.hasOwn(colours, word);
  return table(rows, (cell, column) => {
    const word = cell.trim();
    return column === 0 && known(word) ? paint(out, colours[word], cell) : cell;
  });
}
