import type { Outcome } from 'custos/plugin-sdk';
import { pass, skipped, unknown, warn } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';

/** Without these, the dashboards and alerts of a host are blind (runbook C31). */
const needed = ['cpu', 'meminfo', 'filesystem', 'diskstats', 'netdev', 'loadavg'];

/** Do its collectors work? One that fails leaves a hole that looks like silence. */
export async function collectors(answers: Answers): Promise<Outcome> {
  const metrics = await answers.read.catch(() => null);
  if (!metrics) return skipped('Its metrics, which would say it, cannot be read.');
  const samples = metrics.samples('node_scrape_collector_success');
  if (samples.length === 0) return unknown('Its metrics do not say how its collectors are.');
  const worked = new Map(samples.map(({ labels, value }) => [labels['collector'] ?? '', value === 1]));
  const blind = needed.filter((name) => worked.get(name) !== true);
  const failed = [...worked].filter(([, works]) => !works).map(([name]) => name);
  const observed = { failed, missing: needed.filter((name) => !worked.has(name)) };
  if (blind.length > 0)
    return warn(`It does not collect ${blind.join(', ')}.`, { observed, threshold: needed });
  return failed.length > 0
    ? pass(`What is needed is collected; ${failed.join(', ')} fails, which few need.`, {
        observed,
        threshold: needed,
      })
    : pass('All its collectors work.', { observed, threshold: needed });
}
