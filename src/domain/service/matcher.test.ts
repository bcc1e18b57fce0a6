import { describe, expect, it } from 'vitest';

import { Refusal } from '../refusal.ts';
import { matchesLabels, parseMatcher } from './matcher.ts';

const labels = { team: 'trading', path: 'a "quoted" \\ one', empty: '' };

describe('A label matcher', () => {
  it.each([
    ['team="trading"', true],
    ['team=trading', true],
    [' team = "trading" ', true],
    ['{team="trading"}', true],
    ['team="trade"', false],
    ['team!="trading"', false],
    ['team!="ops"', true],
    ['team=~"trad.*"', true],
    ['team=~"trad"', false],
    ['team=~"ops|trading"', true],
    ['team!~"ops|trading"', false],
    ['missing=""', true],
    ['missing!=""', false],
    ['empty=""', true],
    ['path="a \\"quoted\\" \\\\ one"', true],
    ['constructor=""', true],
  ])('%s holds: %s', (text, expected) => {
    expect(matchesLabels(parseMatcher(text), labels)).toBe(expected);
  });

  it.each(['', 'team', 'team=="x"', '="x"', 'team="x', 'team=a b', '1team="x"', 'team=~"("'])(
    'is refused when it cannot be read: %s',
    (text) => {
      expect(() => parseMatcher(text)).toThrow(Refusal);
    },
  );

  it('takes time linear in the text, whatever its pattern', () => {
    const hostile = parseMatcher('team=~"(a+)+b"');
    expect(matchesLabels(hostile, { team: 'a'.repeat(5000) })).toBe(false);
  });
});
