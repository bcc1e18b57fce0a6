import type { HttpAnswer, Outcome } from 'custos/plugin-sdk';
import { authorized, excerpt, fail, pass } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';

/**
 * Does it serve queries? Prometheus answers 503 itself from its first moment until it has replayed its log, and
 * again while it stops; a proxy before a dead Prometheus answers 503 too, with other words.
 */
export async function ready(answers: Answers): Promise<Outcome> {
  const answer = authorized(await answers.ready);
  const observed = answer.status;
  const words = answer.text.trim();
  if (observed === 200 && /^Prometheus.* is Ready\.$/.test(words)) return pass('It is ready.', { observed });
  if (observed === 503 && words === 'Service Unavailable') return fail(unready(answer), { observed });
  const summary = `Asked whether it is ready, it answered ${excerpt(answer)}, which Prometheus does not say.`;
  return fail(summary, { cause: 'WRONG_ANSWER', observed });
}

function unready({ headers }: HttpAnswer): string {
  return headers['x-prometheus-stopping'] === 'true'
    ? 'It is stopping and serves no queries any more.'
    : 'It is starting (replaying its log) and serves no queries yet.';
}
