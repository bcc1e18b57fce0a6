import type { CheckContext, ContainerStateFacts, LogLine } from 'custos/plugin-sdk';

/** How long before its end a run that ended is looked at, in milliseconds: what stopped it stands there. */
const lastMs = 120_000;

/** Lines of the run that goes on, or of the last ones where none does. */
export interface LastLines {
  readonly lines: readonly LogLine[];
  readonly isRunning: boolean;
  /** From when on minutes are counted back: now, or when it ended. */
  readonly until: number;
}

/** Null where it has no container. @throws ReadFailure */
export async function lastLines(context: CheckContext): Promise<LastLines | null> {
  const facts = await context.container.inspect();
  if (!facts) return null;
  const { state } = facts;
  const isRunning = state.status === 'running' || state.status === 'paused';
  // The first lines are written a moment before Docker notes that it started.
  const since = isRunning ? (state.startedAt ?? 0) - 1000 : (state.finishedAt ?? context.now()) - lastMs;
  const lines = await context.container.logs({ since: Math.max(0, since) });
  return { lines, isRunning, until: endOf(state, isRunning) ?? context.now() };
}

function endOf({ finishedAt }: ContainerStateFacts, isRunning: boolean): number | null {
  return isRunning ? null : finishedAt;
}

/** A line without the colours of a terminal, cut to what is worth showing. */
export function plain(line: string): string {
  const [first = '', ...coloured] = line.split('\u001b');
  return [first, ...coloured.map((part) => part.replace(/^\[[\d;]*m/, ''))].join('').slice(0, 600);
}
