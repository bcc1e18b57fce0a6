import type { Outcome } from 'custos/plugin-sdk';
import { impostor, pass } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';
import { statusOf } from '../answers.ts';

/**
 * Does it answer, and is it Alertmanager at all? `/-/ready` is not asked: it is a constant 200 there, and other
 * programs of the same family say it in the same words.
 */
export async function identity(answers: Answers): Promise<Outcome> {
  const answer = await answers.status;
  const status = statusOf(answer);
  if (status) return pass(`It is Alertmanager ${status.version}.`, { observed: status.version });
  const metrics = await answers.metrics.catch(() => null);
  return impostor('Alertmanager', answer, metrics ? [metrics] : []);
}
