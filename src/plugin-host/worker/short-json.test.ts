import { describe, expect, it } from 'vitest';
import { shortJson } from './short-json.ts';

describe('A value as short JSON', () => {
  it.each([[{ a: [1, 'b', null], c: { d: true } }], ['text'], [[]], [null]])(
    'is as JSON has it: %j',
    (value) => {
      expect(shortJson(value, 100)).toBe(JSON.stringify(value));
    },
  );

  it('is null when it would be longer than allowed, by whatever makes it so', () => {
    expect(shortJson('x'.repeat(99), 100)).toBeNull();
    expect(shortJson('x'.repeat(98), 100)).toHaveLength(100);
    expect(shortJson('x'.repeat(1e8), 100)).toBeNull();
    expect(shortJson(new Array(1e7).fill(0), 100)).toBeNull();
    expect(shortJson({ ['k'.repeat(101)]: 0 }, 100)).toBeNull();
    expect(shortJson('\u0000'.repeat(50), 100)).toBeNull();
  });

  it('throws what writing it throws', () => {
    const round: { self?: unknown } = {};
    round.self = round;
    expect(() => shortJson(round, 100)).toThrow(/circular/);
  });
});
