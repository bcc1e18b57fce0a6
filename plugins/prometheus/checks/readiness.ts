import type { CheckContext, CheckDefinition, Checked } from 'custos/plugin-sdk';
import { authorized, evidence, excerpt, fail, HttpFailure, pass, warn } from 'custos/plugin-sdk';
import { fieldsOf, isHttpFailure } from '../reading.ts';
import { inWords } from '../scraping/duration.ts';

/** A start that takes longer is stuck (runbook C08). */
const stuckSeconds = 300;

/** Does it answer queries, or how far is its start? */
export const readiness: CheckDefinition = {
  name: 'ready',
  title: 'Does it answer queries, or how far is its start?',
  reference: 'C08',
  run: async (context) => {
    const answer = await context.http.get('/-/ready').then(authorized).catch(failure);
    if (isHttpFailure(answer)) return unanswered(context, answer);
    const { status: observed, headers } = answer;
    const words = answer.text.trim();
    if (observed === 200 && /^Prometheus.* is Ready\.$/u.test(words))
      return pass('It is ready.', { observed });
    if (observed !== 503 || words !== 'Service Unavailable')
      return unanswered(
        context,
        new HttpFailure(
          'WRONG_ANSWER',
          `asked whether it is ready, it answered ${excerpt(answer)}, which Prometheus does not say.`,
        ),
      );
    if (headers['x-prometheus-stopping'] === 'true')
      return fail('It is stopping and serves no queries any more.', { observed });
    return starting(context);
  },
};

/** What asking came to, when it came to no answer of Prometheus. @throws whatever is a fault of ours */
function failure(error: unknown): HttpFailure {
  if (isHttpFailure(error)) return error;
  throw error;
}

/** Who asks in vain learns what else was found; this is the finding when nothing else explains it. */
function unanswered({ service }: CheckContext, { reason, message }: HttpFailure): Checked {
  const unspoken = reason === 'UNAUTHORIZED' || service.url === null;
  return fail(message, {
    cause: reason,
    findings: unspoken
      ? []
      : [
          {
            code: 'PrometheusUnreachable',
            certainty: 'CONFIRMED',
            explanation: `Prometheus does not answer at ${service.url}: ${message} See whether it runs there, and what stands between.`,
            remedies: [
              { action: 'restart', why: 'It may answer again; nothing else was found to explain it.' },
            ],
          },
        ],
  });
}

async function starting(context: CheckContext): Promise<Checked> {
  const [progress, age] = await Promise.all([progressOf(context), ageOf(context)]);
  const isStuck = age !== null && age > stuckSeconds;
  const explanation = isStuck
    ? `Prometheus has been replaying its write-ahead log for ${inWords(age)}${progress}: give it memory and time, or move the log aside.`
    : `Prometheus is starting: it replays its write-ahead log${progress} and answers when that is done. Wait.`;
  return (isStuck ? fail : warn)(explanation, {
    observed: { status: 503, seconds: age },
    threshold: { seconds: stuckSeconds },
    findings: [
      {
        code: 'F15',
        certainty: progress === '' ? 'LIKELY' : 'CONFIRMED',
        ...(isStuck && { severity: 'CRITICAL' }),
        explanation,
        evidence: [evidence('HTTP', '/-/ready', `503 Service Unavailable${progress}`)],
      },
    ],
  });
}

/** How many segments of its log it has read, for a sentence; known before it is ready, since 2.28. */
async function progressOf({ http }: CheckContext): Promise<string> {
  try {
    const { data } = fieldsOf((await http.get('/api/v1/status/walreplay')).json());
    const { current, max } = fieldsOf(data);
    if (typeof current !== 'number' || typeof max !== 'number' || max === 0) return '';
    return ` (${String(current)} of ${String(max)})`;
  } catch {
    return '';
  }
}

/** For how many seconds its container has been running; null where that is not told. */
async function ageOf(context: CheckContext): Promise<number | null> {
  const facts = await context.container.inspect().catch(() => null);
  const startedAt = facts?.state.startedAt ?? null;
  return startedAt === null ? null : Math.round((context.now() - startedAt) / 1000);
}
