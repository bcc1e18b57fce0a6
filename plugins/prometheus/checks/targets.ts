import type { CheckContext, CheckDefinition, Checked, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, unknown, warn } from 'custos/plugin-sdk';
import { findMissingJobs } from '../scraping/find-missing-jobs.ts';
import { findTroubles } from '../scraping/find-troubles.ts';
import type { Target } from '../scraping/target.ts';
import { readTargets } from '../scraping/target.ts';

/** Is everything scraped that should be, and what stops it? */
export const targets: CheckDefinition = {
  name: 'targets',
  title: 'Are all targets up, and all expected jobs there?',
  reference: 'C09',
  run: async (context) => {
    const list = await readTargets(context);
    const [missing, troubles] = await Promise.all([
      findMissingJobs(context, list),
      list.some(isDown) ? findTroubles(context, list) : [],
    ]);
    return verdictOf(context, list, [...troubles, ...missing]);
  },
};

function verdictOf(context: CheckContext, list: readonly Target[], findings: readonly Finding[]): Checked {
  const down = list.filter(isDown);
  const waiting = list.filter(({ health }) => health === 'unknown');
  const observed = { down: down.length, unknown: waiting.length, total: list.length };
  const more = { observed, threshold: { down: 0 }, findings };
  if (down.length > 0) {
    const lines = down.slice(0, 20).map(({ job, url, error }) => `${job} ${url}: ${error}`);
    const summary = `${String(down.length)} of ${String(list.length)} targets ${down.length === 1 ? 'is' : 'are'} down.`;
    const isNoise = findings.every(({ severity }) => severity === 'INFO');
    return (isNoise ? warn : fail)(summary, {
      ...more,
      evidence: [evidence('HTTP', '/api/v1/targets', lines)],
    });
  }
  if (findings.length > 0) return warn('All targets are up, but a job is missing.', more);
  if (waiting.length > 0)
    return unknown(
      `${String(waiting.length)} of ${String(list.length)} targets have not been scraped yet.`,
      more,
    );
  if (list.length === 0) return unknown(`${context.service.name} has no targets.`, more);
  return pass(`All targets (${String(list.length)}) are up.`, more);
}

function isDown({ health }: Target): boolean {
  return health === 'down';
}
