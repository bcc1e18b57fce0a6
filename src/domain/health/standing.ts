import type { CheckResult } from './check.ts';
import type { HealthStatus } from './health.ts';
import { withTurn } from './flapping.ts';
import { badness } from './health.ts';

/** What was seen of a service at one time. */
export interface Observation {
  readonly status: HealthStatus;
  readonly summary: string;
  readonly at: Date;
  readonly checks: readonly CheckResult[];
  /** Needs no second opinion: Docker says that the container died. */
  readonly decisive: boolean;
}

/** How a service stands: its judged health, and what speaks for another one. */
export interface Standing {
  readonly status: HealthStatus;
  readonly since: Date;
  /** Why it has this status. */
  readonly summary: string;
  /** When it was last observed; null when it never was. */
  readonly observedAt: Date | null;
  /** Whether the last observation is too old to be believed; the status is then UNKNOWN. */
  readonly stale: boolean;
  /** What the newest observation saw. */
  readonly checks: readonly CheckResult[];
  /** The other status that was seen last, and how often in a row; null when the last one agreed. */
  readonly contender: { readonly status: HealthStatus; readonly streak: number } | null;
  /** When the status last changed, the newest last, as far as that tells whether it flaps. */
  readonly turns: readonly Date[];
}

/** How many equal observations in a row change the status: `failure` for the worse, `success` for the better. */
export interface Thresholds {
  readonly failure: number;
  readonly success: number;
}

/** That the status of a service changed. */
export interface Turn {
  readonly from: HealthStatus;
  readonly to: HealthStatus;
  readonly summary: string;
}

/** A service that nobody has looked at yet. */
export function unobserved(at: Date): Standing {
  return {
    status: 'UNKNOWN',
    since: at,
    summary: 'It has not been observed yet.',
    observedAt: null,
    stale: false,
    checks: [],
    contender: null,
    turns: [],
  };
}

/**
 * Folds one observation into a service's standing.
 *
 * The status changes only after as many equal observations in a row as the
 * threshold of its direction asks, so one lost packet opens no incident. The
 * first observation of an UNKNOWN service decides at once, and so does a
 * decisive one. A probe that found nothing out (UNKNOWN) speaks against the
 * status like any other, and counts as a turn for the worse.
 */
export function assess(
  before: Standing,
  seen: Observation,
  thresholds: Thresholds,
): readonly [Standing, Turn | null] {
  const fresh = { ...before, observedAt: seen.at, stale: false, checks: seen.checks };
  if (seen.status === before.status) {
    return [{ ...fresh, summary: seen.summary, contender: null }, null];
  }
  const streak = before.contender?.status === seen.status ? before.contender.streak + 1 : 1;
  const needed =
    seen.status === 'UNKNOWN' || badness(seen.status) > badness(before.status)
      ? thresholds.failure
      : thresholds.success;
  if (before.status !== 'UNKNOWN' && !seen.decisive && streak < needed) {
    return [{ ...fresh, contender: { status: seen.status, streak } }, null];
  }
  return [
    {
      ...fresh,
      status: seen.status,
      since: seen.at,
      summary: seen.summary,
      contender: null,
      // That it was seen at all is no change of mind.
      turns: before.observedAt ? withTurn(before.turns, seen.at) : before.turns,
    },
    { from: before.status, to: seen.status, summary: seen.summary },
  ];
}

/**
 * Turns a standing whose evidence is older than `staleAfterMs` into UNKNOWN,
 * saying its age. Age counts from the last observation, but never from before
 * `watchedSince`: a server that was off has no right to call others silent.
 */
export function expire(
  before: Standing,
  now: Date,
  bounds: { readonly staleAfterMs: number; readonly watchedSince: Date },
): readonly [Standing, Turn | null] {
  const seenAt = Math.max(before.observedAt?.getTime() ?? 0, bounds.watchedSince.getTime());
  const ageMs = now.getTime() - seenAt;
  if (before.stale || ageMs < bounds.staleAfterMs) return [before, null];
  const summary = before.observedAt
    ? `Not observed since ${before.observedAt.toISOString()}; it was ${before.status} then: ${before.summary}`
    : 'It has not been observed yet.';
  const after: Standing = { ...before, status: 'UNKNOWN', stale: true, summary, contender: null };
  if (before.status === 'UNKNOWN') return [after, null];
  return [
    { ...after, since: now, turns: withTurn(before.turns, now) },
    { from: before.status, to: 'UNKNOWN', summary },
  ];
}
