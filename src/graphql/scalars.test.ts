import 'reflect-metadata';

import { parseValue } from 'graphql';
import { describe, expect, it } from 'vitest';

import { DateTime, JsonValue, SafeInt } from './scalars.ts';

describe('A DateTime', () => {
  it.each([
    ['2026-11-22T08:39:00.000Z', '2026-11-22T08:39:00.000Z'],
    ['2026-11-22T08:39:00Z', '2026-11-22T08:39:00.000Z'],
    ['2026-11-22t08:39:00z', '2026-11-22T08:39:00.000Z'],
    ['2026-11-22T10:39:00+02:00', '2026-11-22T08:39:00.000Z'],
    ['2026-11-22T08:39:00.123456Z', '2026-11-22T08:39:00.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('comes in as %s and leaves as %s', (text, expected) => {
    expect(DateTime.serialize(DateTime.parseValue(text))).toBe(expected);
    expect(DateTime.serialize(DateTime.parseLiteral(parseValue(JSON.stringify(text))))).toBe(expected);
  });

  it.each([
    ...['', 'now', '2026-11-22', '2026-11-22T08:39', '2026-11-22T08:39:00', '2026-11-22 08:39:00Z'],
    ...['2026-02-30T00:00:00Z', '2025-02-29T00:00:00Z', '2026-13-01T00:00:00Z', '2026-11-22T24:00:00Z'],
    ...[
      '2026-11-22T08:60:00Z',
      '2026-11-22T08:39:60Z',
      '2026-11-22T08:39:00+25:00',
      'Sun, 22 Nov 2026 08:39:00 GMT',
    ],
    ...[0, 1_795_336_740_000, null, true, {}],
  ])('is refused as %j', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('is not a DateTime');
    const literal = parseValue(value === null || typeof value === 'object' ? 'null' : JSON.stringify(value));
    expect(() => DateTime.parseLiteral(literal)).toThrow('is not a DateTime');
  });

  it.each(['2026-11-22T08:39:00.000Z', 0, new Date(NaN)])('is made of nothing but a time: %s', (value) => {
    expect(() => DateTime.serialize(value)).toThrow();
  });
});

describe('A SafeInt', () => {
  it.each([0, -1, 2 ** 31, Number.MAX_SAFE_INTEGER])('is %d', (value) => {
    expect(SafeInt.serialize(value)).toBe(value);
    expect(SafeInt.parseValue(value)).toBe(value);
  });

  it.each([2 ** 53, 0.5, Infinity, NaN])('is not %d', (value) => {
    expect(() => SafeInt.serialize(value)).toThrow();
    expect(() => SafeInt.parseValue(value)).toThrow();
  });
});

describe('A JSON value', () => {
  it.each([null, 0, 'text', true, [1, [2]], { a: { b: null } }])('leaves as it is: %j', (value) => {
    expect(JsonValue.serialize(value)).toEqual(value);
  });
});
