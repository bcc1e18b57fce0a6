import type { HttpAnswer } from 'custos/plugin-sdk';

/** Metrics in Prometheus' text format, as a scrape would see them. */
export interface Exposition {
  readonly samples: number;
  /** The first line that is none of the format: for it Prometheus rejects all others too. Null: every line is. */
  readonly wrong: { readonly line: number; readonly text: string; readonly why: string } | null;
  /** Series that are there twice; of each only one sample is kept. At most ten are named. */
  readonly twice: readonly string[];
  /** The earliest and latest time that samples carry themselves, in milliseconds; null: none carries one. */
  readonly times: { readonly earliest: number; readonly latest: number; readonly example: string } | null;
  /** The metric with the most series. */
  readonly largest: { readonly name: string; readonly series: number; readonly label: string | null } | null;
}

const name = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const quotedPair = '[a-zA-Z_][a-zA-Z0-9_]*[ \\t]*=[ \\t]*"(?:[^"\\\\\\n]|\\\\.)*"';
const sampleLine = new RegExp(
  `^[ \\t]*(${name})(?:[ \\t]*\\{[ \\t]*((?:${quotedPair}[ \\t]*(?:,[ \\t]*)?)*)\\}[ \\t]*|[ \\t]+)(\\S+)(?:[ \\t]+(\\S+))?[ \\t]*$`,
);

/** Whether it speaks the newer format, which is only asked for by Prometheus itself: its lines are another matter. */
export function isOpenMetrics({ headers }: Pick<HttpAnswer, 'headers'>): boolean {
  return /^application\/openmetrics-text\b/i.test(headers['content-type'] ?? '');
}

/** More lines than these are counted, and not looked at: what is wrong with so many is that they are so many. */
const mostLines = 100_000;

/** What was read last: the checks of one diagnosis ask for the same text. */
let last: { readonly text: string; readonly exposition: Exposition } | null = null;

/** Reads what an application exposes, as strictly as Prometheus does: one line that is wrong spoils all. */
export function readExposition(text: string): Exposition {
  if (last?.text !== text) last = { text, exposition: read(text) };
  return last.exposition;
}

/** What the lines that were looked at come to. */
interface Tally {
  wrong: Exposition['wrong'];
  times: Exposition['times'];
  readonly twice: Set<string>;
  /** The label sets of each metric. */
  readonly seen: Map<string, Set<string>>;
}

function read(text: string): Exposition {
  const tally: Tally = { wrong: null, times: null, twice: new Set(), seen: new Map() };
  let samples = 0;
  for (const [index, whole] of text.split('\n').entries()) {
    const line = whole.replace(/\r$/, '');
    if (/^[ \t]*(#|$)/.test(line)) continue;
    samples += 1;
    // Prometheus 3 takes names in quotes too: what is told so is counted.
    if (index < mostLines && !/^[ \t]*\{[ \t]*"/.test(line)) take(tally, line, index + 1);
  }
  const { wrong, times, twice, seen } = tally;
  return { samples, wrong, times, twice: [...twice], largest: largestOf(seen) };
}

function take(tally: Tally, line: string, number: number): void {
  const found = sampleLine.exec(line);
  const why = found ? faultIn(found) : faultOf(line);
  if (why !== null) tally.wrong ??= { line: number, text: line.slice(0, 200), why };
  if (!found || why !== null) return;
  const [, metric = '', labels = '', , time] = found;
  count(tally, metric, labels);
  if (time !== undefined) tally.times = spread(tally.times, Number(time), line);
}

function count({ seen, twice }: Tally, metric: string, labels: string): void {
  const series = seen.get(metric) ?? new Set();
  if (series.has(labels) && twice.size < 10) twice.add(labels === '' ? metric : `${metric}{${labels}}`);
  seen.set(metric, series.add(labels));
}

function spread(before: Exposition['times'], at: number, line: string): NonNullable<Exposition['times']> {
  const example = line.slice(0, 200);
  if (!before) return { earliest: at, latest: at, example };
  const isFarther = at < before.earliest || at > before.latest;
  return {
    earliest: Math.min(before.earliest, at),
    latest: Math.max(before.latest, at),
    example: isFarther ? example : before.example,
  };
}

/** What is wrong with a line that has the shape of a sample; null: nothing. */
function faultIn([, , , value = '', time]: RegExpExecArray): string | null {
  if (!isNumber(value)) return `“${value.slice(0, 40)}” is no number`;
  return time === undefined || /^-?\d+$/.test(time)
    ? null
    : `“${time.slice(0, 40)}” is no time in milliseconds`;
}

/** As Prometheus reads numbers: as Go does, but for hexadecimal ones and underscores. */
function isNumber(value: string): boolean {
  return /^[+-]?(nan|inf|infinity|(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)$/i.test(value);
}

function faultOf(line: string): string {
  if (line.trimStart().startsWith('<')) return 'it is a page, not metrics';
  if (line.trimStart().startsWith('{')) return 'it begins with no name of a metric';
  if (new RegExp(`^${name}[ \\t]*$`).test(line)) return 'it has no value';
  return 'it is neither “name value” nor “name{label="…"} value”';
}

function largestOf(seen: ReadonlyMap<string, ReadonlySet<string>>): Exposition['largest'] {
  let largest: Exposition['largest'] = null;
  for (const [metric, series] of seen)
    if (series.size > (largest?.series ?? 0)) largest = { name: metric, series: series.size, label: null };
  return largest && { ...largest, label: variousLabel(seen.get(largest.name) ?? new Set()) };
}

/** The label that has the most values in these series: it is what makes them many. */
function variousLabel(series: ReadonlySet<string>): string | null {
  const values = new Map<string, Set<string>>();
  for (const labels of series)
    for (const [, label = '', value = ''] of labels.matchAll(
      /([a-zA-Z_]\w*)[ \t]*=[ \t]*"((?:[^"\\]|\\.)*)"/g,
    ))
      values.set(label, (values.get(label) ?? new Set()).add(value));
  const [most] = [...values].sort(([, a], [, b]) => b.size - a.size);
  return most && most[1].size > 1 ? most[0] : null;
}
