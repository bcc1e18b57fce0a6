import type { Outcome } from 'custos/plugin-sdk';
import { pass, skipped, unknown, warn } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';
import { ownMetrics } from '../answers.ts';

/** Does it run the configuration that it was told to load last? A failed reload leaves the old one in force. */
export async function configuration(answers: Answers): Promise<Outcome> {
  const metrics = await ownMetrics(answers).catch(() => null);
  if (metrics === null) return skipped('Its metrics, which would say it, cannot be read.');
  const observed = metrics.samples('prometheus_config_last_reload_successful')[0]?.value;
  if (observed === undefined) return unknown('Its metrics do not say whether its configuration was loaded.');
  return observed === 1
    ? pass('It runs the configuration that it loaded last.', { observed, threshold: 1 })
    : warn('Its last reload failed: it still runs the configuration from before.', {
        observed,
        threshold: 1,
      });
}
