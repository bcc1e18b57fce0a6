import { describe, expect, it } from 'vitest';

import type { HealthStatus } from './health.ts';
import type { Observation, Standing, Turn } from './standing.ts';
import { assess, expire, unobserved } from './standing.ts';

const start = Date.UTC(2026, 10, 23);
const at = (seconds: number) => new Date(start + seconds * 1000);
const seen = (status: HealthStatus, second: number, decisive = false): Observation => ({
  status,
  summary: `It was seen ${status}.`,
  at: at(second),
  checks: [],
  decisive,
});

/** Folds statuses, one a second, at thresholds of 3 for the worse and 2 for the better. */
function after(...statuses: readonly HealthStatus[]): readonly [Standing, readonly Turn[]] {
  const turns: Turn[] = [];
  let standing = unobserved(at(0));
  statuses.forEach((status, second) => {
    const [next, turn] = assess(standing, seen(status, second + 1), { failure: 3, success: 2 });
    standing = next;
    if (turn) turns.push(turn);
  });
  return [standing, turns];
}

describe('The health of a service', () => {
  it.each<[string, HealthStatus[], HealthStatus]>([
    ['is unknown until first seen', [], 'UNKNOWN'],
    ['is decided by the first observation', ['DOWN'], 'DOWN'],
    ['survives one bad probe', ['HEALTHY', 'DOWN'], 'HEALTHY'],
    ['survives two bad probes', ['HEALTHY', 'DOWN', 'DOWN'], 'HEALTHY'],
    ['changes for the worse after three in a row', ['HEALTHY', 'DOWN', 'DOWN', 'DOWN'], 'DOWN'],
    ['begins to count anew after a good one', ['HEALTHY', 'DOWN', 'DOWN', 'HEALTHY', 'DOWN'], 'HEALTHY'],
    ['begins to count anew when another status is seen', ['HEALTHY', 'DOWN', 'DOWN', 'DEGRADED'], 'HEALTHY'],
    ['changes for the better after two in a row', ['DOWN', 'HEALTHY', 'HEALTHY'], 'HEALTHY'],
    ['does not change for the better after one', ['DOWN', 'HEALTHY'], 'DOWN'],
    ['counts what could not be found out as a turn for the worse', ['DOWN', 'UNKNOWN', 'UNKNOWN'], 'DOWN'],
    [
      'becomes unknown when nothing can be found out',
      ['HEALTHY', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN'],
      'UNKNOWN',
    ],
    ['leaves unknown at once', ['HEALTHY', 'UNKNOWN', 'UNKNOWN', 'UNKNOWN', 'HEALTHY'], 'HEALTHY'],
  ])('%s', (_title, statuses, expected) => {
    expect(after(...statuses)[0].status).toBe(expected);
  });

  it('turns once, saying from what to what, and since when', () => {
    const [standing, turns] = after('HEALTHY', 'DOWN', 'DOWN', 'DOWN', 'DOWN');
    expect(turns.map(({ from, to }) => [from, to])).toEqual([
      ['UNKNOWN', 'HEALTHY'],
      ['HEALTHY', 'DOWN'],
    ]);
    expect(standing.since).toEqual(at(4));
    expect(standing.observedAt).toEqual(at(5));
  });

  it('changes at once on a decisive observation', () => {
    const [healthy] = after('HEALTHY');
    const [standing, turn] = assess(healthy, seen('DOWN', 2, true), { failure: 3, success: 2 });
    expect(standing.status).toBe('DOWN');
    expect(turn).toMatchObject({ from: 'HEALTHY', to: 'DOWN' });
  });

  it('remembers what speaks against it, and forgets that when it is borne out', () => {
    expect(after('HEALTHY', 'DOWN')[0].contender).toEqual({ status: 'DOWN', streak: 1 });
    expect(after('HEALTHY', 'DOWN', 'HEALTHY')[0].contender).toBeNull();
  });
});

describe('Evidence that grows old', () => {
  const bounds = { staleAfterMs: 10_000, watchedSince: at(0) };

  it('is believed until its time', () => {
    const [healthy] = after('HEALTHY');
    expect(expire(healthy, at(10), bounds)).toEqual([healthy, null]);
  });

  it('turns the status unknown, saying since when and what it was', () => {
    const [healthy] = after('HEALTHY');
    const [standing, turn] = expire(healthy, at(11), bounds);
    expect(standing).toMatchObject({ status: 'UNKNOWN', stale: true, since: at(11), observedAt: at(1) });
    expect(standing.summary).toContain(at(1).toISOString());
    expect(standing.summary).toContain('HEALTHY');
    expect(turn).toMatchObject({ from: 'HEALTHY', to: 'UNKNOWN' });
  });

  it('turns only once', () => {
    const [stale] = expire(after('HEALTHY')[0], at(11), bounds);
    expect(expire(stale, at(60), bounds)).toEqual([stale, null]);
  });

  it('is not held against a service while nobody could look', () => {
    const [healthy] = after('HEALTHY');
    expect(expire(healthy, at(1000), { staleAfterMs: 10_000, watchedSince: at(995) })[1]).toBeNull();
  });

  it('is fresh again with the next observation', () => {
    const [stale] = expire(after('HEALTHY')[0], at(11), bounds);
    const [standing, turn] = assess(stale, seen('HEALTHY', 12), { failure: 3, success: 2 });
    expect(standing).toMatchObject({ status: 'HEALTHY', stale: false });
    expect(turn).toMatchObject({ from: 'UNKNOWN', to: 'HEALTHY' });
  });
});
