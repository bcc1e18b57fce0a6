import type { Clock } from '../../application/ports/clock.ts';
import type { Tail } from '../../application/ports/container-engine.ts';
import type { LogLine } from '../../domain/container/container.ts';
import { redact } from '../../domain/redact.ts';
import type { Client } from './client.ts';
import { framesOf } from './frames.ts';
import { uninterrupted, within } from './within.ts';

interface Deps {
  readonly client: Client;
  readonly clock: Clock;
}

/** It takes no longer than this, however much there is. */
const mostMs = 2000;
/** Docker writes lines up to 16 KiB as they are, and cuts what is longer. */
const longestLine = 16 * 1024;
/** Of more than this, the newest is kept. */
const mostCharacters = 1024 * 1024;

/** The newest output of a container, the oldest line first; null when it could not be read. Never rejects. */
export async function readLogs(
  { client, clock }: Deps,
  id: string,
  tail: Tail,
): Promise<readonly LogLine[] | null> {
  try {
    return await within({ clock, ms: mostMs, signal: uninterrupted }, async (signal) => {
      const inspected = await client.inspect(id, signal);
      if (!inspected) return null;
      const output = await client.logs(id, tail, signal);
      return await linesOf(output, inspected.Config.Tty === true);
    });
  } catch {
    return null;
  }
}

/** The newest lines of an output, the oldest first, secrets taken out. @throws Error for what is no output. */
export function linesOf(output: AsyncIterable<Buffer>, terminal: boolean): Promise<readonly LogLine[]> {
  return terminal ? readRaw(output, new Lines('STDOUT')) : readFrames(output);
}

/** Output with a terminal comes as it is. */
async function readRaw(output: AsyncIterable<Buffer>, lines: Lines): Promise<readonly LogLine[]> {
  const kept = new Kept();
  for await (const chunk of output) kept.add(lines.take(chunk));
  kept.add(lines.end());
  return kept.lines;
}

/** Output without one comes in frames. */
async function readFrames(output: AsyncIterable<Buffer>): Promise<readonly LogLine[]> {
  const kept = new Kept();
  const streams = { STDOUT: new Lines('STDOUT'), STDERR: new Lines('STDERR') };
  for await (const { stream, bytes } of framesOf(output)) kept.add(streams[stream].take(bytes));
  for (const stream of Object.values(streams)) kept.add(stream.end());
  return kept.lines;
}

/** The newest lines, as many as fit. */
class Kept {
  readonly lines: LogLine[] = [];
  #characters = 0;

  add(lines: readonly LogLine[]): void {
    for (const line of lines) {
      this.lines.push(line);
      this.#characters += line.text.length;
    }
    while (this.#characters > mostCharacters) this.#characters -= this.lines.shift()?.text.length ?? 0;
  }
}

/** Makes lines of one stream's bytes. */
class Lines {
  readonly #stream: LogLine['stream'];
  readonly #decoder = new TextDecoder();
  #open = '';

  constructor(stream: LogLine['stream']) {
    this.#stream = stream;
  }

  take(bytes: Uint8Array): readonly LogLine[] {
    const parts = (this.#open + this.#decoder.decode(bytes, { stream: true })).split('\n');
    // The beginning of a line without an end is enough of it.
    this.#open = (parts.pop() ?? '').slice(0, 2 * longestLine);
    return parts.flatMap((part) => this.#line(part));
  }

  end(): readonly LogLine[] {
    return this.#open === '' ? [] : this.#line(this.#open);
  }

  /** Docker puts the time before the text. */
  #line(said: string): readonly LogLine[] {
    const space = said.indexOf(' ');
    const at = new Date(said.slice(0, space === -1 ? undefined : space));
    if (Number.isNaN(at.getTime())) return [];
    const text = space === -1 ? '' : said.slice(space + 1).replace(/\r$/u, '');
    return [{ at, stream: this.#stream, text: redact(text).slice(0, longestLine) }];
  }
}
