import type { CheckContext, ContainerFacts, LogLine } from 'custos/plugin-sdk';

/** How far the log of one that falls again and again is read: its last falls are in it. */
const lastRunsMs = 120_000;

/** What a container has lately said. */
export interface RecentLines {
  readonly facts: ContainerFacts;
  readonly lines: readonly LogLine[];
  /** Until when it could say something: now, or when it ended. In milliseconds since 1970. */
  readonly end: number;
}

/**
 * The lines that say how it is now: since it was started; of one that falls, or fell, those of its last two minutes
 * too. Null when it has no container.
 */
export async function recentLines(context: CheckContext): Promise<RecentLines | null> {
  const { container } = context;
  const facts = await container.inspect();
  if (!facts) return null;
  const { status, startedAt, finishedAt } = facts.state;
  const now = context.now();
  const isUp = status === 'running' || status === 'paused';
  const isFalling = facts.restartCount > 0 && now - (startedAt ?? 0) < lastRunsMs;
  const end = isUp ? now : (finishedAt ?? now);
  const since = isUp && !isFalling ? (startedAt ?? 0) : Math.max(0, end - lastRunsMs);
  return { facts, lines: await container.logs({ tail: 1000, since }), end };
}
