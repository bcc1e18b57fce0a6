import { describe, expect, it } from 'vitest';
import { satisfies } from './sdk-range.ts';

describe('A range of SDK versions', () => {
  it.each<[range: string, within: readonly string[], without: readonly string[]]>([
    ['1.2.3', ['1.2.3'], ['1.2.2', '1.2.4', '2.2.3']],
    ['~1.2.3', ['1.2.3', '1.2.9'], ['1.2.2', '1.3.0', '2.2.3']],
    ['^1.2.3', ['1.2.3', '1.3.0', '1.10.0'], ['1.2.2', '0.9.0', '2.0.0']],
    ['^0.2.3', ['0.2.3', '0.2.9'], ['0.2.2', '0.3.0', '1.0.0']],
    ['^0.0.3', ['0.0.3'], ['0.0.2', '0.0.4', '0.1.0']],
    ['^1', ['1.0.0', '1.9.9'], ['0.9.9', '2.0.0']],
    ['~1.2', ['1.2.0', '1.2.9'], ['1.1.9', '1.3.0']],
    ['latest', [], ['1.0.0']],
    ['>=1.0.0', [], ['1.0.0']],
  ])('%s allows what it should and nothing else', (range, within, without) => {
    expect(within.filter((version) => !satisfies(version, range))).toEqual([]);
    expect(without.filter((version) => satisfies(version, range))).toEqual([]);
  });
});
