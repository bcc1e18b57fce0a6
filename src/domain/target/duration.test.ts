import { describe, expect, it } from 'vitest';

import { parseDuration } from './duration.ts';

describe('A duration as Prometheus writes it', () => {
  it.each<[string, number | null]>([
    ['15s', 15_000],
    ['1m30s', 90_000],
    ['500ms', 500],
    ['1h', 3_600_000],
    ['1d', 86_400_000],
    ['0s', 0],
    ['', null],
    ['15', null],
    ['s', null],
    ['-5s', null],
    ['1.5s', null],
    ['5s ', null],
    ['NaN', null],
    ['1y', null],
    ['9999999999y', null],
  ])('%j is %j milliseconds', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
});
