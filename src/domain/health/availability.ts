import type { HealthStatus } from './health.ts';

/** How much of a time a service was there; times in milliseconds. */
export interface Availability {
  /** The time asked for, or the first observation. */
  readonly since: Date;
  readonly until: Date;
  /** Share of the time, from 0 to 1, in which it was HEALTHY or DEGRADED; null when all was unknown or paused. */
  readonly ratio: number | null;
  /** How often it went DOWN outside of maintenance. */
  readonly outages: number;
  readonly healthyMs: number;
  readonly degradedMs: number;
  readonly downMs: number;
  readonly unknownMs: number;
  /** In maintenance, counted in none of the others. */
  readonly pausedMs: number;
}

/** A change of what counts: another status, or the beginning or end of maintenance. */
export type Step =
  { readonly at: Date; readonly status: HealthStatus } | { readonly at: Date; readonly paused: boolean };

/** How a service was when the time began. */
export interface Beginning {
  readonly since: Date;
  readonly status: HealthStatus;
  readonly paused: boolean;
}

/** Adds up how a service was from a beginning, through steps in the order of time, until an end. */
export function availability(beginning: Beginning, steps: readonly Step[], until: Date): Availability {
  const spent: Record<HealthStatus | 'PAUSED', number> = {
    HEALTHY: 0,
    UNKNOWN: 0,
    DEGRADED: 0,
    DOWN: 0,
    PAUSED: 0,
  };
  let { status, paused } = beginning;
  let from = beginning.since.getTime();
  let outages = 0;
  for (const step of steps) {
    const at = Math.min(Math.max(step.at.getTime(), from), until.getTime());
    spent[paused ? 'PAUSED' : status] += at - from;
    from = at;
    if ('paused' in step) paused = step.paused;
    else {
      if (step.status === 'DOWN' && status !== 'DOWN' && !paused) outages += 1;
      status = step.status;
    }
  }
  spent[paused ? 'PAUSED' : status] += Math.max(0, until.getTime() - from);
  const there = spent.HEALTHY + spent.DEGRADED;
  const counted = there + spent.DOWN;
  return {
    since: beginning.since,
    until,
    ratio: counted === 0 ? null : there / counted,
    outages,
    healthyMs: spent.HEALTHY,
    degradedMs: spent.DEGRADED,
    downMs: spent.DOWN,
    unknownMs: spent.UNKNOWN,
    pausedMs: spent.PAUSED,
  };
}
