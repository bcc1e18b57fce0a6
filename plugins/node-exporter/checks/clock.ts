import type { Outcome } from 'custos/plugin-sdk';
import { pass, skipped, warn } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';

/** Further off than this, samples are refused and alerts come at the wrong time (runbook X02). */
const mostSeconds = 0.05;

/** Does the host know what time it is? */
export async function clock(answers: Answers): Promise<Outcome> {
  const metrics = await answers.read.catch(() => null);
  const offset = metrics?.samples('node_timex_offset_seconds')[0]?.value;
  if (offset === undefined) return skipped('Its metrics do not say how the clock of its host is.');
  const observed = { offsetSeconds: offset };
  return Math.abs(offset) > mostSeconds
    ? warn(`The clock of its host is ${String(offset)} s off.`, { observed, threshold: mostSeconds })
    : pass('The clock of its host is right.', { observed, threshold: mostSeconds });
}
