import type { CheckContext, CheckDefinition, Checked, Finding } from 'custos/plugin-sdk';
import { evidence, pass, skipped, unknown } from 'custos/plugin-sdk';
import { fail, warn } from 'custos/plugin-sdk';
import { ageSeconds, asked, ownMetrics } from '../reading.ts';
import { inWords, secondsOf } from '../scraping/duration.ts';
import { readTargets } from '../scraping/target.ts';

const hourSeconds = 3600;
/** Service discovery and the first scrapes need this long after a start. */
const settledSeconds = 30;
/** Fewer scrapes than these say nothing: one that comes late would be a gap. */
const leastScrapes = 20;
/** Shares of the scrapes that should have been recorded, as in the runbook. */
const well = 0.98;
const bearable = 0.9;

/** Was every scrape of the last hour recorded, failed ones among them? Where one was not, Prometheus itself is the cause. */
export const scrapeGaps: CheckDefinition = {
  name: 'scrape-gaps',
  title: 'Are there gaps in what was recorded in the last hour?',
  reference: 'C38',
  run: async (context) => {
    const age = await ageSeconds(context);
    const window = Math.floor(Math.min(hourSeconds, age - settledSeconds));
    const intervals = await intervalsOf(context);
    const slowest = Math.max(...intervals.values());
    if (intervals.size === 0) return skipped('It has no targets that could have gaps.');
    if (window < slowest * leastScrapes)
      return skipped(
        `It has been running for ${inWords(age)}: too short to tell gaps at an interval of ${inWords(slowest)}.`,
      );
    const [ratios, late] = await Promise.all([ratiosOf(context, window, intervals), lateScrapes(context)]);
    return verdictOf(ratios, window, late);
  },
};

interface Ratio {
  readonly job: string;
  readonly value: number;
}

/** The interval of each target that is scraped now, by job and instance, in seconds. */
async function intervalsOf(context: CheckContext): Promise<ReadonlyMap<string, number>> {
  const targets = await readTargets(context);
  return new Map(
    targets.map(({ job, instance, intervalSeconds }) => [`${job} ${instance}`, intervalSeconds]),
  );
}

/** Of each job, the share of its scrapes that was recorded. Targets that came later than the window began are left out. */
async function ratiosOf(
  context: CheckContext,
  window: number,
  intervals: ReadonlyMap<string, number>,
): Promise<readonly Ratio[]> {
  const seconds = `${String(window)}s`;
  const counted = await asked(
    context,
    `count_over_time(up[${seconds}]) and on (job, instance) up offset ${seconds}`,
  );
  const jobs = new Map<string, { recorded: number; due: number }>();
  for (const { labels, value } of counted) {
    const { job = '', instance = '' } = labels;
    const interval = intervals.get(`${job} ${instance}`);
    if (interval === undefined) continue;
    const sums = jobs.get(job) ?? { recorded: 0, due: 0 };
    // Where a window begins and ends between two scrapes, one may lie just outside.
    sums.recorded += Math.min(value + 1, window / interval);
    sums.due += window / interval;
    jobs.set(job, sums);
  }
  return [...jobs]
    .map(([job, { recorded, due }]) => ({ job, value: recorded / due }))
    .sort((a, b) => a.value - b.value);
}

/** The worst of what Prometheus says itself of the time between two scrapes, where it is far off. */
async function lateScrapes(context: CheckContext): Promise<string | null> {
  const lengths = (await ownMetrics(context)).samples('prometheus_target_interval_length_seconds');
  const [late] = lengths
    .filter(({ labels }) => labels['quantile'] === '0.99')
    .map(({ labels, value }) => ({ interval: labels['interval'] ?? '', value }))
    .filter(({ interval, value }) => value > Math.max(1.5 * (secondsOf(interval) ?? Infinity), 2))
    .sort((a, b) => b.value - a.value);
  return late
    ? `one in a hundred scrapes comes ${inWords(late.value)} after the last instead of ${late.interval}`
    : null;
}

function verdictOf(ratios: readonly Ratio[], window: number, late: string | null): Checked {
  const [worst] = ratios;
  const shown = evidence(
    'QUERY',
    `count_over_time(up[${String(window)}s])`,
    ratios.slice(0, 20).map(({ job, value }) => `${job}: ${percent(value)}`),
  );
  if (!worst) return unknown('Nothing was recorded that is as old as the window: gaps cannot be told.');
  const more = {
    observed: { worstShare: Math.round(worst.value * 1000) / 1000, windowSeconds: window },
    threshold: { pass: well, warn: bearable },
    evidence: [shown],
  };
  if (worst.value >= well) {
    const said = late === null ? '' : `, though ${late}`;
    return pass(
      `At least ${percent(worst.value)} of all scrapes of the last ${inWords(window)} were recorded${said}.`,
      more,
    );
  }
  const end = worst.value >= bearable ? warn : fail;
  return end(`Of job ${worst.job} only ${percent(worst.value)} of the scrapes were recorded.`, {
    ...more,
    findings: [gap(ratios, window, late)],
  });
}

/** One finding for all jobs: what leaves scrapes out is Prometheus, its host or its disk, not a target. */
function gap(ratios: readonly Ratio[], window: number, late: string | null): Finding {
  const short = ratios.filter(({ value }) => value < well);
  const jobs = short.slice(0, 5).map(({ job, value }) => `${job} ${percent(value)}`);
  return {
    code: 'PrometheusScrapeGaps',
    certainty: 'CONFIRMED',
    explanation: `In the last ${inWords(window)} scrapes were left out or not stored (recorded: ${jobs.join(', ')})${late === null ? '' : `; ${late}`}: Prometheus was stopped, paused, short of processor time, or could not write. What is missing cannot be got back.`,
  };
}

function percent(share: number): string {
  return `${String(Math.floor(share * 1000) / 10)} %`;
}
