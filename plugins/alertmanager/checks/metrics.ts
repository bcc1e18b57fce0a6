import type { Outcome } from 'custos/plugin-sdk';
import { pass } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';
import { ownMetrics } from '../answers.ts';

/** Does it tell its own metrics? */
export async function metrics(answers: Answers): Promise<Outcome> {
  await ownMetrics(answers);
  return pass('Its metrics can be read.');
}
