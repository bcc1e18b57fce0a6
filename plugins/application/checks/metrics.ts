import type { Outcome } from 'custos/plugin-sdk';
import { pass } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';

/** Does it tell its metrics? What Prometheus scrapes must be there for Custos too. */
export async function metrics({ read }: Answers): Promise<Outcome> {
  await read;
  return pass('Its metrics can be read.');
}
