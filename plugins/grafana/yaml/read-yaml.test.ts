import { describe, expect, it } from 'vitest';
import { Fault, Unread } from './outcome.ts';
import { readYaml } from './read-yaml.ts';

describe('YAML', () => {
  it.each<[string, string, unknown]>([
    ['nothing', '# only a comment\n', null],
    ['a mapping', "a: 1\nb: two words # why\n\"c d\": 'it''s'\n", { a: 1, b: 'two words', 'c d': "it's" }],
    [
      'a list below a key, indented or not',
      'a:\n  - 1\n  - x\nb:\n- y\nc: 2\n',
      { a: [1, 'x'], b: ['y'], c: 2 },
    ],
    ['mappings in a list', '- a: 1\n  b:\n    c: true\n- a: ~\n', [{ a: 1, b: { c: true } }, { a: null }]],
    ['lists in a list', '- - 1\n  - 2\n-\n  - 3\n', [[1, 2], [3]]],
    [
      'brackets',
      'a: [1, "x, y", {b: c}]\nd: { e: [], f: http://g:1 }\n',
      { a: [1, 'x, y', { b: 'c' }], d: { e: [], f: 'http://g:1' } },
    ],
    ['brackets over lines', 'a: [\n  1,\n  2\n]\nb: 3\n', { a: [1, 2], b: 3 }],
    ['an address', 'url: http://prometheus:9090#x\n', { url: 'http://prometheus:9090#x' }],
    ['a block of text', 'a: |\n  not: [read\n    at all\nb: 1\n', { a: 'not: [read\nat all', b: 1 }],
    ['words that go on below', 'a: one\n  two\nb: 1\n', { a: 'one two', b: 1 }],
    ['a mark of its beginning, and lines of Windows', '---\r\na: 1\r\n', { a: 1 }],
  ])('is read: %s', (_, text, value) => {
    expect(readYaml(text)).toEqual(value);
  });

  it.each<[string, string, number]>([
    ['a tab', 'a:\n\tb: 1\n', 2],
    ['a line that is neither', 'a: 1\nb\n', 2],
    ['an item among keys', 'a: 1\n- b\n', 2],
    ['a key indented less than those beside it', 'a:\n    b: 1\n  c: 2\n', 3],
    ['a key indented more than those beside it', 'a: 1\n  b: 2\n', 2],
    ['an open quote', 'a: "b\nc: 1\n', 1],
    ['an open bracket', 'a: [1, 2\n', 1],
    ['words after a value', 'a: "b" c\n', 1],
    ['two values', 'a: b: c\n', 1],
    ['a key that is there twice', 'a: 1\na: 2\n', 2],
  ])('is refused for %s, by its line', (_, text, line) => {
    expect(faultOf(text)).toMatchObject({ line });
    expect(faultOf(text)).toBeInstanceOf(Fault);
  });

  it.each(['a: &b 1\n', 'a: *b\n', 'a: !!str 1\n', '<<: *b\n', 'a: 1\n---\nb: 2\n', '? a\n: b\n'])(
    'is left unread where it is more: %j',
    (text) => {
      expect(faultOf(text)).toBeInstanceOf(Unread);
    },
  );
});

function faultOf(text: string): unknown {
  try {
    return readYaml(text);
  } catch (error) {
    return error;
  }
}
