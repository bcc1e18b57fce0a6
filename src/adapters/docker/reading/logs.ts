import { Unreadable } from '../../../application/ports/engine-reader.ts';
import type { LogLine } from '../../../plugin-sdk/container.ts';
import { linesOf } from '../logs.ts';
import { within } from '../within.ts';
import type { Reading } from './reading.ts';
import { gone } from './unreadable.ts';

/** Beyond so many lines nobody reads. */
const mostLines = 2000;
/** Output that takes longer to be told is not waited for. */
const mostMs = 10_000;

interface Wanted {
  readonly containerId: string;
  readonly tail: number;
  readonly since: number;
}

/** The newest lines of a container's output, the oldest first, secrets taken out; at most 1 MiB of them. */
export function readLogs(
  { client, clock }: Reading,
  { containerId, tail, since }: Wanted,
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  return within({ clock, ms: mostMs, signal }, async (ending) => {
    const inspected = await client.inspect(containerId, ending);
    if (!inspected) throw new Unreadable(gone);
    const wanted = { tail: Math.min(tail, mostLines), since: since > 0 ? new Date(since) : null };
    const output = await client.logs(containerId, wanted, ending);
    const lines = await linesOf(output, inspected.Config.Tty === true);
    return lines.map(({ at, stream, text }) => ({
      at: at.getTime(),
      stream: stream === 'STDOUT' ? 'stdout' : 'stderr',
      text,
    }));
  });
}
