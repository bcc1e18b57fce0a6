import { z } from 'zod';

import { redact } from '../../domain/redact.ts';
import { parseDuration } from '../../domain/target/duration.ts';
import type { ScrapedTarget, TargetHealth } from '../../domain/target/target.ts';

/** What is said so often, or in so many words, is no stack that anybody runs, and would be kept in memory. */
const mostTargets = 20_000;
const mostLabels = 100;
const longestName = 256;
const longestValue = 1024;
const longestText = 2048;
/** Targets validated at a time: about a millisecond, after which others have their turn. */
const slice = 250;

/** Of a target, what is read; the labels from before relabelling are not. */
const answeredTarget = z.object({
  labels: z.record(z.string(), z.string()),
  scrapePool: z.string().default(''),
  scrapeUrl: z.string(),
  lastError: z.string().default(''),
  lastScrape: z.string().default(''),
  lastScrapeDuration: z.number().default(0),
  health: z.string(),
  scrapeInterval: z.string().default(''),
});

const answer = z.object({
  status: z.literal('success'),
  data: z.object({ activeTargets: z.array(z.unknown()) }),
});

/** Says in a sentence what is wrong with an answer. */
export class UnreadableTargets extends Error {
  override readonly name = 'UnreadableTargets';
}

/**
 * Reads the answer of `/api/v1/targets`, in slices, between which everything else has its turn.
 * @throws UnreadableTargets for whatever is no list of whole targets within bounds.
 */
export async function readTargets(text: string): Promise<readonly ScrapedTarget[]> {
  const { data } = parsed(answer, asJson(text), 'is no list of targets');
  const { activeTargets } = data;
  if (activeTargets.length > mostTargets) {
    throw new UnreadableTargets(
      `It lists ${String(activeTargets.length)} targets; at most ${String(mostTargets)} are read.`,
    );
  }
  const targets: ScrapedTarget[] = [];
  for (let begin = 0; begin < activeTargets.length; begin += slice) {
    if (begin > 0) await new Promise((resolve) => setImmediate(resolve));
    for (const [index, one] of activeTargets.slice(begin, begin + slice).entries()) {
      targets.push(readTarget(one, begin + index));
    }
  }
  return targets;
}

function readTarget(value: unknown, index: number): ScrapedTarget {
  const which = `has a target (number ${String(index + 1)}) that is none`;
  const target = parsed(answeredTarget, value, which);
  const labels = Object.entries(target.labels);
  if (labels.length > mostLabels) {
    throw new UnreadableTargets(
      `A target has ${String(labels.length)} labels; at most ${String(mostLabels)} are read.`,
    );
  }
  const lastScrape = toDate(target.lastScrape);
  const lastError = redact(shown(target.lastError, longestText));
  return {
    job: shown(target.labels['job'] ?? target.scrapePool, longestValue),
    instance: shown(target.labels['instance'] ?? '', longestValue),
    scrapeUrl: redact(shown(withoutCredentials(target.scrapeUrl), longestText)),
    labels: Object.fromEntries(
      labels.map(([name, label]) => [shown(name, longestName), redact(shown(label, longestValue))]),
    ),
    health: healthOf(target.health),
    lastError: lastError === '' ? null : lastError,
    lastScrape,
    scrapeDurationMs: lastScrape && Math.max(0, target.lastScrapeDuration * 1000),
    scrapeIntervalMs: parseDuration(target.scrapeInterval),
  };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableTargets('The answer is no JSON, or broken off.');
  }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown, which: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ` : '';
  throw new UnreadableTargets(`The answer ${which} (${shown(where + (issue?.message ?? ''), 200)}).`);
}

function healthOf(health: string): TargetHealth {
  if (health === 'up') return 'UP';
  return health === 'down' ? 'DOWN' : 'UNKNOWN';
}

/** The year 1 is how Go writes that it never was. */
function toDate(text: string): Date | null {
  const time = new Date(text);
  return time.getTime() > 0 ? time : null;
}

/** What stands before the host may be a password. */
function withoutCredentials(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/?#]*@/iu, '$1');
}

/** Cut to a length; what cannot be written down (half a character, the character 0) is replaced. */
function shown(text: string, longest: number): string {
  const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return short.replace(/\p{Surrogate}/gu, '\uFFFD').replaceAll('\0', '\uFFFD');
}
