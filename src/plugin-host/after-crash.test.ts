import { describe, expect, it } from 'vitest';
import type { Streak } from './after-crash.ts';
import { afterCrash } from './after-crash.ts';

const minute = 60_000;

/** What follows each of these crashes. */
function delays(times: readonly number[]): readonly (number | null)[] {
  let streak: Streak = [];
  return times.map((at) => {
    const next = afterCrash(streak, at);
    streak = next.streak;
    return next.delayMs;
  });
}

describe('A plugin that crashed', () => {
  it.each<[string, readonly number[], readonly (number | null)[]]>([
    ['is started again after half a second', [0], [500]],
    ['waits twice as long after the next crash', [0, minute], [500, 1000]],
    ['is quarantined at the third crash in five minutes', [0, minute, 5 * minute - 1], [500, 1000, null]],
    ['is not quarantined when its third crash comes later', [0, 3 * minute, 6 * minute], [500, 1000, 2000]],
    ['begins anew after five minutes without a crash', [0, minute, 6 * minute], [500, 1000, 500]],
  ])('%s', (_, times, expected) => expect(delays(times)).toEqual(expected));

  it('never waits longer than half a minute', () => {
    const everyFourMinutes = Array.from({ length: 10 }, (_, number) => number * 4 * minute);
    expect(delays(everyFourMinutes)).toEqual([
      500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000,
    ]);
  });
});
