import { HttpFailure } from './http.ts';

/** One sample of a metric. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  /** NaN and the infinities too. */
  readonly value: number;
}

/** What a service says in Prometheus' text format. */
export interface Metrics {
  /** The samples of this name, in the order of the text; of a histogram, name its `_bucket` and the like. */
  samples(name: string): readonly Sample[];
  /** The samples whose names match, in the order of the text. */
  named(pattern: RegExp): readonly Sample[];
}

const sampleLine =
  /^([a-zA-Z_:][\w:]*)(?:\{((?:[^"{}]|"(?:[^"\\]|\\.)*")*)\})?[ \t]+([+-]?[\w.+-]+)(?:[ \t]+-?\d+)?[ \t\r]*$/;
const label = /([a-zA-Z_]\w*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"/g;
const escapes: Readonly<Record<string, string>> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };
const specials: Readonly<Record<string, number>> = { '+inf': Infinity, inf: Infinity, '-inf': -Infinity };

/** No component has so many lines to say of itself (promises F11); to read them would hold up its neighbours. */
const mostLines = 100_000;

/** What was read last: the checks of one probe ask for the same text, one after the other. */
let last: { readonly text: string; readonly metrics: Metrics } | null = null;

/**
 * Reads Prometheus' text format. Every line is looked at, and none is kept until its name is asked for.
 * @throws HttpFailure TOO_LARGE for more than 100,000 lines, WRONG_ANSWER when a line is none of the format, or no
 * line is a sample.
 */
export function readMetrics(text: string): Metrics {
  if (last?.text !== text) last = { text, metrics: readLines(text) };
  return last.metrics;
}

function readLines(text: string): Metrics {
  let count = 1;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) count += 1;
  if (count > mostLines) {
    const message = `Its metrics have ${String(count)} lines; no more than ${String(mostLines)} are read.`;
    throw new HttpFailure('TOO_LARGE', message);
  }
  const lines = text.split('\n');
  const wrong = lines.findIndex((line) => !/^\s*(#|$)/.test(line) && !isSample(line));
  if (wrong >= 0)
    throw new HttpFailure('WRONG_ANSWER', `Line ${String(wrong + 1)} of its metrics cannot be read.`);
  if (lines.every((line) => /^\s*(#|$)/.test(line)))
    throw new HttpFailure('WRONG_ANSWER', 'Its metrics are empty.');
  const read = (candidates: readonly string[], isWanted: (name: string) => boolean): readonly Sample[] =>
    candidates
      .map((line) => sampleLine.exec(line))
      .filter((found) => found !== null && isWanted(found[1] ?? ''))
      .map((found) => ({ labels: labelsOf(found?.[2] ?? ''), value: numberOf(found?.[3] ?? '') }));
  return {
    samples: (name) =>
      read(
        lines.filter((line) => line.startsWith(name)),
        (found) => found === name,
      ),
    named: (pattern) =>
      read(
        lines.filter((line) => !line.startsWith('#')),
        (name) => pattern.test(name),
      ),
  };
}

function isSample(line: string): boolean {
  const [, , , value] = sampleLine.exec(line) ?? [];
  return value !== undefined && (value.toLowerCase() === 'nan' || !Number.isNaN(numberOf(value)));
}

function numberOf(value: string): number {
  return specials[value.toLowerCase()] ?? Number(value);
}

function labelsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(label)].map(([, name = '', value = '']) => [
      name,
      value.replace(/\\["\\n]/g, (escaped) => escapes[escaped] ?? escaped),
    ]),
  );
}
