import { describe, expect, it } from 'vitest';
import { readMetrics } from './index.ts';

const text = `# HELP up Whether it is up.
# TYPE up gauge
up{job="a",instance="b:1"} 1
up{job="with \\"quotes\\", commas}",path="C:\\\\dir\\nx",} 0

upper 5
ratio NaN
most +Inf 1700000000000
least -inf
small 1.5e-07
duration_bucket{le="+Inf"} 12
`;

describe('Metrics in the text format', () => {
  it('are found by their whole name, with labels unescaped', () => {
    expect(readMetrics(text).samples('up')).toEqual([
      { labels: { job: 'a', instance: 'b:1' }, value: 1 },
      { labels: { job: 'with "quotes", commas}', path: 'C:\\dir\nx' }, value: 0 },
    ]);
  });

  it.each<[string, number]>([
    ['upper', 5],
    ['ratio', NaN],
    ['most', Infinity],
    ['least', -Infinity],
    ['small', 1.5e-7],
    ['duration_bucket', 12],
  ])('have the value of %s as %d', (name, value) => {
    expect(
      readMetrics(text)
        .samples(name)
        .map((sample) => sample.value),
    ).toEqual([value]);
  });

  it('have no sample of a name that is not there', () => {
    expect(readMetrics(text).samples('down')).toEqual([]);
  });

  it('can have lines that end like those of Windows', () => {
    expect(readMetrics('up 1\r\ndown 0\r\n').samples('down')).toEqual([{ labels: {}, value: 0 }]);
  });

  it.each<[string, string, string]>([
    ['a page', '<html>\n', 'Line 1 of its metrics cannot be read.'],
    ['a line without a value', 'up 1\nup{a="b"}\n', 'Line 2 of its metrics cannot be read.'],
    ['a value that is no number', 'up one\n', 'Line 1 of its metrics cannot be read.'],
    ['a label that does not end', 'up{a="b} 1\n', 'Line 1 of its metrics cannot be read.'],
    ['nothing', '', 'Its metrics are empty.'],
    ['comments alone', '# HELP up It.\n', 'Its metrics are empty.'],
  ])('are not read from %s, which is said', (_, wrong, message) => {
    expect(() => readMetrics(wrong)).toThrow(expect.objectContaining({ reason: 'WRONG_ANSWER', message }));
  });

  it('are read in linear time, whatever a line is made of', () => {
    const hostile = [
      `up{${'a="'.repeat(50_000)}`,
      `up{${'a="b",'.repeat(50_000)}`,
      `up${' '.repeat(100_000)}x y`,
    ];
    for (const line of hostile) expect(() => readMetrics(line)).toThrow('cannot be read');
  });
});
