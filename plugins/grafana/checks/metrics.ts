import type { Outcome } from 'custos/plugin-sdk';
import { HttpFailure, pass, readMetrics, skipped, unknown } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';

/** Does it tell its own metrics? Some keep them behind a password, which is no fault. */
export async function metrics(answers: Answers): Promise<Outcome> {
  const answer = await answers.metrics;
  if (answer.status === 401 || answer.status === 403 || answer.status === 404)
    return skipped(`Its metrics are not for everybody (${String(answer.status)}).`);
  if (answer.status !== 200)
    throw new HttpFailure('WRONG_ANSWER', `It answered ${String(answer.status)} instead of its metrics.`);
  return readMetrics(answer.text).samples('grafana_build_info').length > 0
    ? pass('Its metrics can be read.')
    : unknown('What it calls its metrics are not those of Grafana.');
}
