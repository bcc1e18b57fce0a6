import type { ContainerEvent } from '../../../plugin-sdk/container.ts';
import { nanosOf } from '../notice.ts';
import { within } from '../within.ts';
import { type Reading, shortMs } from './reading.ts';
import { happened } from './replies.ts';

/** Docker ends its answer with the present moment, by its own clock: where that is behind ours, it is not waited for. */
const mostMs = 1000;
/** Docker keeps 256 events: their labels take no more than this, in characters. */
const mostCharacters = 4 * 1024 * 1024;

/** What reading itself causes, health checks included: it says nothing about the container. */
const noise = /^(?:exec_|archive-path$|attach$|detach$|top$|resize$)/u;

interface Wanted {
  readonly containerId: string;
  readonly since: number;
}

/** What happened to a container since, the oldest first, as far as Docker still knows. */
export async function readEvents(
  reading: Reading,
  { containerId, since }: Wanted,
  signal: AbortSignal,
): Promise<readonly ContainerEvent[]> {
  const { docker, clock } = reading;
  const over = new AbortController();
  const ending = AbortSignal.any([signal, over.signal]);
  const options = {
    filters: { type: ['container' as const], container: [containerId] },
    since: since / 1000,
    until: clock.now().getTime() / 1000,
    abortSignal: ending,
  };
  try {
    const stream = await within({ clock, ms: shortMs, signal }, () => docker.getEvents(options));
    const text = await textOf(stream, clock.sleep(mostMs, ending));
    signal.throwIfAborted();
    return text.split('\n').flatMap(eventIn);
  } finally {
    over.abort();
  }
}

/** What came until the end, or until it was late. */
async function textOf(stream: NodeJS.ReadableStream, late: Promise<void>): Promise<string> {
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    if (text.length < mostCharacters) text += chunk;
  });
  const ended = new Promise<void>((resolve) => {
    for (const end of ['end', 'close', 'error']) stream.on(end, () => resolve());
  });
  await Promise.race([ended, late]);
  return text;
}

/** None for a line that was cut off, and for noise. */
function eventIn(line: string): readonly ContainerEvent[] {
  const nanos = nanosOf(line);
  const parsed = line.endsWith('}') ? happened.safeParse(jsonOf(line)) : null;
  if (!parsed?.success) return [];
  const { Action: action, Actor: actor, time } = parsed.data;
  const [word = action, detail] = action.split(/:\s*/u);
  if (noise.test(word)) return [];
  const { exitCode, signal } = actor.Attributes;
  return [
    {
      at: nanos === null ? time * 1000 : Number(nanos / 1_000_000n),
      action: word,
      exitCode: exitCode !== undefined && /^\d+$/u.test(exitCode) ? Number(exitCode) : null,
      signal: signal ?? null,
      health: word === 'health_status' ? (detail ?? null) : null,
    },
  ];
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
