import type { Outcome } from 'custos/plugin-sdk';
import { pass, skipped, warn } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';

/** Can it read the files that others leave for it (runbook X13)? */
export async function textfile(answers: Answers): Promise<Outcome> {
  const metrics = await answers.read.catch(() => null);
  const observed = metrics?.samples('node_textfile_scrape_error')[0]?.value;
  if (observed === undefined) return skipped('It reads no files of metrics.');
  return observed === 0
    ? pass('It can read its files of metrics.', { observed, threshold: 0 })
    : warn('It cannot read one of its files of metrics.', { observed, threshold: 0 });
}
