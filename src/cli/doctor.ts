import { ask } from './ask.ts';
import { documents } from './documents.ts';
import type { ServerOptions } from './open-server.ts';
import { findServer } from './open-server.ts';
import type { Colour } from './text.ts';
import { paint, printable, table } from './text.ts';
import type { World } from './world.ts';
import { CannotDo, exits } from './world.ts';

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

/** A plugin of a Custos that runs. */
interface Running {
  readonly name: string;
  readonly status: 'READY' | 'FAILED' | 'QUARANTINED' | 'DISABLED';
  readonly failure: string | null;
}

/**
 * How the plugins are of the Custos that runs here, or at `--url`: what fell, was quarantined or disabled there is not seen
 * by loading it once more. Nothing where none runs; never rejects.
 */
export async function examineRunning(world: World, options: ServerOptions): Promise<readonly Examined[]> {
  const name = 'running plugins';
  try {
    const server = await findServer(world, options);
    if (server === null) return [];
    const { plugins } = await ask<{ plugins: readonly Running[] }>(server, { query: documents.plugins });
    const others = plugins.filter(({ status }) => status !== 'READY');
    const told = `${String(plugins.length - others.length)} of ${String(plugins.length)} work at ${server.url}.`;
    return [{ name, status: 'ok', told, wayOut: null }, ...others.map(explain)];
  } catch (error) {
    // It is not the doctor who needs a token.
    if (error instanceof CannotDo) return [{ name, status: 'warn', told: error.message, wayOut: null }];
    throw error;
  }
}

function explain({ name, status, failure }: Running): Examined {
  const told = `It is ${status} in the Custos that runs${failure === null ? '' : `: ${failure}`}`;
  return {
    ...{ name: `plugin ${name}`, status: status === 'DISABLED' ? 'warn' : 'fail' },
    ...{ told: told.endsWith('.') ? told : `${told}.`, wayOut: waysOut[status](name) },
  };
}

const waysOut: Readonly<Record<Running['status'], (name: string) => string | null>> = {
  READY: () => null,
  FAILED: (name) => `Correct it, then reloadPlugin(input: { plugin: "${name}" }).`,
  QUARANTINED: (name) => `It is left alone until enablePlugin(input: { plugin: "${name}" }).`,
  DISABLED: (name) => `Somebody disabled it; enablePlugin(input: { plugin: "${name}" }) undoes that.`,
};

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
