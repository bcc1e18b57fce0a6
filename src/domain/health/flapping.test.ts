import { describe, expect, it } from 'vitest';

import { isFlapping, withTurn } from './flapping.ts';

const start = Date.UTC(2026, 10, 23, 12);
const minute = (minutes: number) => new Date(start + minutes * 60_000);
const after = (...minutes: readonly number[]) =>
  minutes.map(minute).reduce<readonly Date[]>((turns, at) => withTurn(turns, at), []);

describe('A status flaps', () => {
  it.each<[boolean, string, readonly number[], number]>([
    [false, 'never turned', [], 0],
    [false, 'turned five times within ten minutes', [0, 1, 2, 3, 4], 4],
    [true, 'turned six times within ten minutes', [0, 2, 4, 6, 8, 10], 10],
    [false, 'turned six times in a longer time', [0, 2, 4, 6, 8, 10.1], 10.1],
    [true, 'turned six times, and last ten minutes ago', [0, 1, 2, 3, 4, 5], 15],
    [false, 'turned six times, and last more than ten minutes ago', [0, 1, 2, 3, 4, 5], 15.1],
    [true, 'turned six times and goes on turning now and then', [0, 1, 2, 3, 4, 5, 14, 23], 30],
    [false, 'was quiet for long and turned once since', [0, 1, 2, 3, 4, 5, 20], 21],
  ])('(%s) when it %s', (expected, _, minutes, now) => {
    expect(isFlapping(after(...minutes), minute(now))).toBe(expected);
  });

  it('with a memory that is bounded', () => {
    const turns = after(...Array.from({ length: 100 }, (_, index) => index));
    expect(turns.length).toBe(20);
    expect(isFlapping(turns, minute(99))).toBe(true);
  });
});
