import { z } from 'zod';

import { redact } from '../../domain/redact.ts';
import { parseDuration } from '../../domain/target/duration.ts';
import type { ScrapedTarget, TargetHealth } from '../../domain/target/target.ts';
import {
  Unreadable,
  asJson,
  inSlices,
  labelsOf,
  parsed,
  shown,
  withoutCredentials,
} from '../http/read-answer.ts';

/** What is said so often, or in so many words, is no stack that anybody runs, and would be kept in memory. */
const mostTargets = 20_000;
const longestValue = 1024;
const longestText = 2048;

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

/**
 * Reads the answer of `/api/v1/targets`, in slices, between which everything else has its turn.
 * @throws Unreadable for whatever is no list of whole targets within bounds.
 */
export async function readTargets(text: string): Promise<readonly ScrapedTarget[]> {
  const { data } = parsed(answer, asJson(text), 'is no list of targets');
  const { activeTargets } = data;
  if (activeTargets.length > mostTargets) {
    throw new Unreadable(
      `It lists ${String(activeTargets.length)} targets; at most ${String(mostTargets)} are read.`,
    );
  }
  return inSlices(activeTargets, readTarget);
}

function readTarget(value: unknown, index: number): ScrapedTarget {
  const which = `has a target (number ${String(index + 1)}) that is none`;
  const target = parsed(answeredTarget, value, which);
  const labels = labelsOf(target.labels, 'A target');
  const lastScrape = toDate(target.lastScrape);
  const lastError = redact(shown(target.lastError, longestText));
  return {
    job: shown(target.labels['job'] ?? target.scrapePool, longestValue),
    instance: shown(target.labels['instance'] ?? '', longestValue),
    scrapeUrl: redact(shown(withoutCredentials(target.scrapeUrl), longestText)),
    labels,
    health: healthOf(target.health),
    lastError: lastError === '' ? null : lastError,
    lastScrape,
    scrapeDurationMs: lastScrape && Math.max(0, target.lastScrapeDuration * 1000),
    scrapeIntervalMs: parseDuration(target.scrapeInterval),
  };
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
