import type { CheckContext, Finding } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { ageSeconds, listOf, ownMetrics } from '../reading.ts';
import type { Target } from './target.ts';
import { reconfigure } from './trouble.ts';

/** Service discovery tells of its first targets after a tick of five seconds: twice that, and a little more. */
const settledSeconds = 15;

/** Jobs that have no target: of those that the settings expect, and of those that are configured. */
export async function findMissingJobs(
  context: CheckContext,
  targets: readonly Target[],
): Promise<readonly Finding[]> {
  const pools = await discovered(context);
  if (pools === null) return [];
  const jobs = new Set(targets.map(({ job }) => job));
  const expected = listOf(context.settings['expectedJobs']).filter((job) => typeof job === 'string');
  const absent = expected.filter((job) => !jobs.has(job) && !pools.has(job));
  const scraped = new Set(targets.map(({ pool }) => pool));
  const empty = [...pools].filter(([job]) => !scraped.has(job));
  return [
    ...absent.map((job) => unconfigured(job, [...pools.keys()])),
    ...empty.map(([job, count]) => withoutTargets(job, count)),
  ];
}

/** How many targets each job's service discovery tells of; null while it has not had the time to. */
async function discovered(context: CheckContext): Promise<ReadonlyMap<string, number> | null> {
  try {
    const metrics = await ownMetrics(context);
    const [reload] = metrics.samples('prometheus_config_last_reload_success_timestamp_seconds');
    const sinceReload = reload ? context.now() / 1000 - reload.value : Infinity;
    if (sinceReload < settledSeconds || (await ageSeconds(context)) < settledSeconds) return null;
    return new Map(
      metrics
        .samples('prometheus_sd_discovered_targets')
        .filter(({ labels }) => labels['name'] === 'scrape')
        .map(({ labels, value }) => [labels['config'] ?? '', value]),
    );
  } catch {
    // How many were discovered makes an explanation better; what is down is told without.
    return null;
  }
}

function unconfigured(job: string, configured: readonly string[]): Finding {
  const has = configured.length > 0 ? ` (it has ${configured.slice(0, 10).join(', ')})` : '';
  return {
    code: 'PrometheusJobMissing',
    certainty: 'CONFIRMED',
    aspect: `job=${job}`,
    explanation: `Job ${job} is expected, but the configuration that Prometheus runs has no such job${has}: add it to scrape_configs, or see whether a newer configuration was not loaded.`,
    evidence: [
      evidence(
        'METRIC',
        'prometheus_sd_discovered_targets',
        configured.map((name) => `config="${name}"`),
      ),
    ],
    remedies: [
      reconfigure(`scrape_configs has no job ${job}.`),
      { action: 'reload-configuration', why: 'The job may be in the file already, and not loaded yet.' },
    ],
  };
}

function withoutTargets(job: string, count: number): Finding {
  const because =
    count === 0
      ? 'its service discovery finds nothing. See its targets, files or credentials'
      : `relabelling drops ${count === 1 ? 'the one target' : `all ${String(count)} targets`} that its service discovery finds. See relabel_configs`;
  return {
    code: 'PrometheusTargetEmpty',
    certainty: 'CONFIRMED',
    aspect: `job=${job}`,
    explanation: `Job ${job} is configured, but has no target: ${because}.`,
    evidence: [
      evidence(
        'METRIC',
        'prometheus_sd_discovered_targets',
        `config="${job}",name="scrape" ${String(count)}`,
      ),
    ],
    remedies: [reconfigure(`Job ${job} scrapes nothing.`)],
  };
}
