import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, pass, warn } from 'custos/plugin-sdk';
import type { Rise } from '../risen.ts';
import { risen, shownRise } from '../risen.ts';

/** A list of targets that could not be made stays wrong until the next load: as long as the expert rule looks back. */
const minutesOfSync = 30;
const minutesOfRefresh = 10;

/** Are the lists of targets current and whole? */
export const serviceDiscovery: CheckDefinition = {
  name: 'service-discovery',
  title: 'Can service discovery be asked, and can targets be made of what it tells?',
  reference: 'P02',
  run: async (context) => {
    const [refresh, sync] = await Promise.all([
      risen(context, ['prometheus_sd_refresh_failures_total'], minutesOfRefresh),
      risen(context, ['prometheus_target_sync_failed_total'], minutesOfSync),
    ]);
    const findings = [...refresh.map(stale), ...sync.map(unmade)];
    return findings.length > 0
      ? warn('Lists of targets are old, or not whole.', { findings })
      : pass('Service discovery has told of no failure lately.');
  },
};

function stale(rise: Rise): Finding {
  const { mechanism = 'unknown', config } = rise.labels;
  return {
    code: 'PrometheusSDRefreshFailure',
    certainty: 'CONFIRMED',
    aspect: `discovery=${config ?? mechanism}`,
    explanation: `Service discovery by ${mechanism}${config === undefined ? '' : ` of ${config}`} fails, so its list of targets is old: new targets are not scraped. See its log for why, then what it asks and with which credentials.`,
    evidence: [evidence('METRIC', '/metrics', shownRise(rise))],
  };
}

function unmade(rise: Rise): Finding {
  const job = rise.labels['scrape_job'] ?? 'unknown';
  return {
    code: 'PrometheusTargetSyncFailure',
    certainty: 'CONFIRMED',
    aspect: `job=${job}`,
    explanation: `Job ${job}: targets could not be made of what service discovery tells, so they are not scraped: see “Creating target(s) failed” in its log, then relabel_configs and addresses of the job.`,
    evidence: [evidence('METRIC', '/metrics', shownRise(rise))],
    remedies: [
      { action: 'write-configuration', why: `The configuration of job ${job} makes invalid targets.` },
    ],
  };
}
