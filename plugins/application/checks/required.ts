import type { Json, Outcome } from 'custos/plugin-sdk';
import { pass, skipped, warn } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';

/** Are the metrics there that it must have? One that vanished takes its alerts with it, silently. */
export async function required(answers: Answers, settings: Readonly<Record<string, Json>>): Promise<Outcome> {
  const { requiredMetrics } = settings;
  const names = Array.isArray(requiredMetrics)
    ? requiredMetrics.filter((name): name is string => typeof name === 'string')
    : [];
  if (names.length === 0) return skipped('None is configured as requiredMetrics.');
  const metrics = await answers.read.catch(() => null);
  if (!metrics) return skipped('Its metrics, among which they would be, cannot be read.');
  const missing = names.filter((name) => metrics.samples(name).length === 0);
  return missing.length > 0
    ? warn(`It does not tell ${missing.join(', ')}.`, { observed: { missing }, threshold: names })
    : pass('The metrics that it must have are there.', { observed: { missing }, threshold: names });
}
