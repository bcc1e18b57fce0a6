import type { CheckContext, CheckDefinition, Evidence, Finding, LogLine } from 'custos/plugin-sdk';
import { evidence, pass, warn } from 'custos/plugin-sdk';
import type { Rise } from '../risen.ts';
import { risen, shownRise } from '../risen.ts';
import { faultOf } from '../scraping/scrape-fault.ts';
import { readTargets } from '../scraping/target.ts';

/** A reason for which samples are dropped: its counter, what its log line says, and what it means. */
interface Reason {
  readonly counter: string;
  readonly code: string;
  readonly aspect?: string;
  readonly line: RegExp;
  readonly means: string;
}

const scrapes = 'prometheus_target_scrapes_';
const reasons: readonly Reason[] = [
  {
    counter: `${scrapes}sample_out_of_bounds_total`,
    code: 'F22',
    line: /too old or are? ?too far into the future|too old or too far into the future|out of bounds/,
    means:
      'carry times that are too old or too far in the future: the clock of the target is wrong, or it sends times of its own. Set its clock right, or set honor_timestamps: false',
  },
  {
    counter: `${scrapes}sample_out_of_order_total`,
    code: 'PrometheusOutOfOrder',
    line: /out-of-order samples/,
    means:
      'are older than what is stored already: two targets deliver the same series, or one sends times that go back. Make their labels differ, or set honor_timestamps: false',
  },
  {
    counter: `${scrapes}sample_duplicate_timestamp_total`,
    code: 'PrometheusDuplicateTimestamps',
    line: /different value but same timestamp/,
    means:
      'have the time of one that is stored with another value: one series comes twice, in one answer or from two targets. Make their labels differ',
  },
  ...(['sample', 'body_size'] as const).map((what) => ({
    counter: `${scrapes}exceeded_${what}_limit_total`,
    code: 'F21',
    aspect: `limit=${what}_limit`,
    line: /limit exceeded/,
    means: `were in scrapes that broke ${what}_limit, and whole scrapes are dropped: raise the limit, or drop series that nobody needs`,
  })),
  {
    counter: 'prometheus_target_scrape_pool_exceeded_target_limit_total',
    code: 'F21',
    aspect: 'limit=target_limit',
    line: /target_limit exceeded/,
    means:
      'are missing of whole jobs: service discovery found more targets than target_limit allows, so none of the job is scraped. Raise it, or have fewer found',
  },
  {
    counter: 'prometheus_target_scrape_pool_exceeded_label_limits_total',
    code: 'F21',
    aspect: 'limit=label_limit',
    line: /label\w*_limit exceeded/,
    means:
      'were in scrapes that broke a limit of labels, and whole scrapes are dropped: raise it, or drop labels',
  },
];

/** Are samples thrown away although the target is up? */
export const droppedSamples: CheckDefinition = {
  name: 'dropped-samples',
  title: 'Are samples dropped for their times, as duplicates, or for a limit?',
  reference: 'X21',
  run: async (context) => {
    const rises = await risen(
      context,
      reasons.map(({ counter }) => counter),
    );
    if (rises.length === 0) return pass('No samples have been dropped lately.');
    const [log, isLimited] = await Promise.all([readWarnings(context), hasLimited(context)]);
    const findings = rises.flatMap((rise) => {
      const reason = reasons.find(({ counter }) => counter === rise.metric);
      // A target that is down for its limit is told by `targets`, with its job.
      return !reason || (isLimited && reason.code === 'F21') ? [] : [findingOf(reason, rise, log)];
    });
    return warn('Samples have been dropped in the last minutes.', {
      findings,
      evidence: [evidence('METRIC', '/metrics', rises.map(shownRise))],
    });
  },
};

function findingOf({ code, aspect, line, means }: Reason, rise: Rise, log: readonly LogLine[]): Finding {
  const said = log.filter(({ text }) => line.test(text)).slice(-5);
  const from = [...new Set(said.map(({ text }) => targetIn(text)))].filter((target) => target !== '');
  const shown: readonly Evidence[] =
    said.length > 0
      ? [
          evidence(
            'LOG',
            'log of Prometheus',
            said.map(({ text }) => text.slice(0, 600)),
          ),
        ]
      : [];
  return {
    code,
    certainty: 'CONFIRMED',
    ...(aspect !== undefined && { aspect }),
    explanation: `Samples${from.length > 0 ? ` of ${from.slice(0, 3).join(', ')}` : ''} ${means}.`,
    evidence: [evidence('METRIC', '/metrics', shownRise(rise)), ...shown],
    remedies: [
      { action: 'write-configuration', why: 'The job decides whose times, labels and limits are taken.' },
    ],
  };
}

/** The target that a line of the scrape manager is about. */
function targetIn(line: string): string {
  return /\btarget="?([^"\s]+)/.exec(line)?.[1] ?? '';
}

async function hasLimited(context: CheckContext): Promise<boolean> {
  const targets = await readTargets(context).catch(() => []);
  return targets.some(({ health, error }) => health === 'down' && faultOf(error).code === 'F21');
}

/** What it warned of while it has been running; nothing where that cannot be read. */
async function readWarnings(context: CheckContext): Promise<readonly LogLine[]> {
  try {
    const own = await context.container.inspect();
    const lines = await context.container.logs({ since: own?.state.startedAt ?? 0 });
    return lines.filter(({ text }) => /level=warn/i.test(text));
  } catch {
    return [];
  }
}
