import type { Outcome } from 'custos/plugin-sdk';
import { authorized, excerpt, fail, pass, warn } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';
import { healthIn } from '../answers.ts';

/** Slower than this, people notice (runbook C17). */
const slowMs = 2000;

/** Does it serve, and does its database answer? It says 503 itself when that does not. */
export async function health(answers: Answers): Promise<Outcome> {
  const answer = authorized(await answers.health);
  const said = healthIn(answer);
  if (!said) {
    return fail(`Asked how it is, it answered ${excerpt(answer)}, which Grafana does not say.`, {
      cause: 'WRONG_ANSWER',
      observed: answer.status,
    });
  }
  const observed = { database: said.database, durationMs: Math.round(answer.durationMs) };
  if (answer.status !== 200 || said.database !== 'ok')
    return fail(`Its database is ${said.database}.`, { observed });
  if (answer.durationMs > slowMs) {
    const took = (answer.durationMs / 1000).toFixed(1);
    return warn(`It took ${took} s to say that it is well.`, { observed, threshold: { durationMs: slowMs } });
  }
  return pass('It is well, and so is its database.', { observed });
}
