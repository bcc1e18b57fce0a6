import type { Outcome } from 'custos/plugin-sdk';
import { fail, pass } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';

/** A host has more series than this, whatever it is (runbook C31). */
const fewest = 100;

/** Does it tell of the host? An exporter that sees nothing answers all the same. */
export async function metrics(answers: Answers): Promise<Outcome> {
  await answers.read;
  const { text } = await answers.metrics;
  const observed = (text.match(/^node_/gm) ?? []).length;
  return observed < fewest
    ? fail(`It tells only ${String(observed)} series of its host.`, { observed, threshold: fewest })
    : pass(`It tells ${String(observed)} series of its host.`, { observed, threshold: fewest });
}
