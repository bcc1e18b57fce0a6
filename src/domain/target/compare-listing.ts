import type { Target, TargetHealth } from './target.ts';

/** A target that came, went or changed health, as it is since. */
export interface TargetTurn {
  readonly target: Target;
  /** Null when it came. */
  readonly from: TargetHealth | null;
  /** Null when it went. */
  readonly to: TargetHealth | null;
}

/** What a listing tells, beside what was known. */
export interface Comparison {
  readonly turns: readonly TargetTurn[];
  /** Listed with the health that was known. */
  readonly kept: readonly Target[];
}

/** When, and how long what a listing does not tell of is waited for. */
export interface ListingTime {
  readonly at: Date;
  /** Since when one listing followed the other without failure. */
  readonly since: Date;
  /** How long a target may be missing before it is gone. */
  readonly patienceMs: number;
}

/**
 * Compares a listing with the targets that were known of the same Prometheus, both by id.
 *
 * A Prometheus that has just been started lists nothing for 5 s, and then nothing scraped: what is missing, or was
 * known and is UNKNOWN of a sudden, is given time to return, and grows old meanwhile. Otherwise each restart would
 * be three changes of every target.
 */
export function compareListing(
  known: ReadonlyMap<string, Target>,
  listed: ReadonlyMap<string, Target>,
  time: ListingTime,
): Comparison {
  const turns: TargetTurn[] = [];
  const kept: Target[] = [];
  for (const target of listed.values()) {
    const before = known.get(target.id);
    if (!before) turns.push({ target, from: null, to: target.health });
    else if (before.health === target.health) kept.push(target);
    else if (target.health !== 'UNKNOWN' || isOver(before, time, 2 * (target.scrapeIntervalMs ?? 0))) {
      turns.push({ target, from: before.health, to: target.health });
    }
  }
  for (const before of known.values()) {
    if (listed.has(before.id) || !isOver(before, time, 0)) continue;
    turns.push({ target: { ...before, removedAt: time.at }, from: before.health, to: null });
  }
  return { turns, kept };
}

function isOver({ observedAt }: Target, { at, since, patienceMs }: ListingTime, atLeastMs: number): boolean {
  const silentSince = Math.max(observedAt.getTime(), since.getTime());
  return at.getTime() - silentSince >= Math.max(patienceMs, atLeastMs);
}
