import type { CheckContext, CheckDefinition, Checked, HttpAnswer } from 'custos/plugin-sdk';
import { evidence, excerpt, fail, HttpFailure, pass, seemsToBe, warn } from 'custos/plugin-sdk';
import { isHttpFailure } from '../reading.ts';

/** Half of the ten seconds that Prometheus waits by default (runbook C10). */
const slowMs = 5000;

/** Does it answer, with its own metrics, and in time? */
export const probe: CheckDefinition = {
  name: 'probe',
  title: 'Does it answer with the metrics of a host, and in time?',
  reference: 'C10',
  run: async (context) => {
    try {
      return outcomeOf(await context.http.get('/metrics'), context);
    } catch (error) {
      if (!isHttpFailure(error)) throw error;
      return notThere(error);
    }
  },
};

function notThere(error: HttpFailure): Checked {
  return fail(error.message, {
    cause: error.reason,
    findings: [
      {
        code: 'NodeExporterDown',
        certainty: 'CONFIRMED',
        explanation: `The exporter does not answer (${error.message.replace(/\.$/, '')}), so nothing is known of its host: see whether its container runs, and start it.`,
        remedies: [
          { action: 'start', why: 'If its container is stopped.' },
          { action: 'restart', why: 'If its container runs and does not answer.' },
        ],
      },
    ],
  });
}

function outcomeOf(answer: HttpAnswer, { service }: CheckContext): Checked {
  const observed = { status: answer.status, milliseconds: Math.round(answer.durationMs) };
  const shown = [evidence('HTTP', '/metrics', excerpt(answer))];
  if (answer.status === 503 && /concurrent requests/i.test(answer.text)) return overloaded(answer);
  if (answer.status === 401 || answer.status === 403)
    throw new HttpFailure('UNAUTHORIZED', `It answers ${String(answer.status)}: it wants credentials.`);
  if (answer.status !== 200)
    return fail(`It answered ${excerpt(answer)} instead of its metrics.`, {
      ...{ cause: 'WRONG_ANSWER', observed, evidence: shown },
    });
  if (!/^node_\w/m.test(answer.text)) {
    const name = seemsToBe([answer]);
    return fail(
      `${name ?? 'Something else'} answers at ${service.url ?? 'its address'} instead of node_exporter.`,
      { cause: 'WRONG_SERVICE', observed, evidence: shown },
    );
  }
  return answer.durationMs > slowMs
    ? slow(observed.milliseconds)
    : pass('It answers in time.', { observed, threshold: slowMs });
}

/** `--web.max-requests` is 40 by default: it answers 503 to those above it. */
function overloaded(answer: HttpAnswer): Checked {
  return fail('It answers 503: too many ask it at once.', {
    cause: 'WRONG_ANSWER',
    observed: 503,
    findings: [
      {
        code: 'NodeExporterOverloaded',
        certainty: 'CONFIRMED',
        explanation: `The exporter turns requests away (${answer.text.trim().slice(0, 120)}): find who asks it so often or which collector hangs (node_scrape_collector_duration_seconds), or raise --web.max-requests.`,
        evidence: [evidence('HTTP', '/metrics', excerpt(answer))],
        remedies: [
          { action: 'restart', why: 'It ends the requests that hang.' },
          { action: 'recreate', why: 'With a higher --web.max-requests.' },
        ],
      },
    ],
  });
}

function slow(milliseconds: number): Checked {
  const seconds = (milliseconds / 1000).toFixed(1);
  return warn(`It took ${seconds} s to answer: Prometheus gives up after ten.`, {
    observed: milliseconds,
    threshold: slowMs,
    findings: [
      {
        code: 'NodeExporterSlow',
        certainty: 'CONFIRMED',
        explanation: `The exporter took ${seconds} s to answer, and Prometheus gives up after ten unless scrape_timeout says otherwise: see node_scrape_collector_duration_seconds for the collector that is slow (often a network file system), and turn it off.`,
        remedies: [{ action: 'recreate', why: 'Without the slow collector (--no-collector.NAME).' }],
      },
    ],
  });
}
