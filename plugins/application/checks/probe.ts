import type {
  CheckContext,
  CheckDefinition,
  Checked,
  Finding,
  HttpAnswer,
  HttpFailure,
} from 'custos/plugin-sdk';
import { evidence, excerpt, fail, pass, unknown, warn } from 'custos/plugin-sdk';
import { metricsPath } from '../answers.ts';
import { findInFormat } from '../exposition/find-in-format.ts';
import { readExposition } from '../exposition/read-exposition.ts';
import { isHttpFailure } from '../reading.ts';
import { inPrometheus, restart } from '../remedies.ts';
import type { Scrape } from '../scraping/scrape.ts';
import { scrapeOf, usualTimeoutMs } from '../scraping/scrape.ts';

/** Does it answer a scrape as Prometheus wants it: in time, in the format, to whoever asks? */
export const probe: CheckDefinition = {
  name: 'probe',
  title: 'Does it answer a scrape in time, and as Prometheus reads it?',
  reference: 'C10',
  run: async (context) => {
    const path = metricsPath(context.settings);
    const [answer, scrape] = await Promise.all([
      context.http.get(path).catch((error: unknown) => {
        if (isHttpFailure(error)) return error;
        throw error;
      }),
      scrapeOf(context),
    ]);
    if (isHttpFailure(answer)) return await unanswered(context, answer, path);
    if (answer.status !== 200) return refused(answer, path, scrape);
    return judge(answer, path, scrape);
  },
};

async function unanswered(context: CheckContext, failure: HttpFailure, path: string): Promise<Checked> {
  const { message, reason } = failure;
  const { url } = context.service;
  const [code, words] = sorts[reason] ?? ['ApplicationUnreachable', 'does not answer'];
  const facts = await context.container.inspect().catch(() => null);
  const state = facts && facts.state.status !== 'running' ? ` Its container is ${facts.state.status}.` : '';
  const finding: Finding = {
    code,
    certainty: 'CONFIRMED',
    explanation: `The application at ${url === null ? 'no known address' : url + path} ${words}: ${message}${state}`,
    remedies: code === 'F23' || code === 'F21' ? [] : [restart],
  };
  return fail(message, { cause: reason, findings: [finding] });
}

/** What else than a plain refusal no answer can be: the finding, and how it is said. */
const sorts: Partial<Record<HttpFailure['reason'], readonly [string, string]>> = {
  TIMED_OUT: ['F18', 'does not answer in time: it hangs, is paused, overloaded, or cut off'],
  TLS_FAILED: ['F23', 'cannot be spoken to over TLS'],
  TOO_LARGE: ['F21', 'answers with more than 10 MB of metrics'],
};

/** It answers, with another status than 200. Prometheus follows a redirect; where to is not looked at here. */
function refused(answer: HttpAnswer, path: string, scrape: Scrape | null): Checked {
  const { status } = answer;
  const more = { observed: status, threshold: 200, evidence: [evidence('HTTP', path, excerpt(answer))] };
  if (status >= 300 && status < 400)
    return unknown(`It sends whoever asks for ${path} elsewhere (${String(status)}).`, more);
  const words: Partial<Record<number, string>> = {
    401: 'asks for credentials (401): give them to Prometheus’ job and to Custos, or let it show its metrics to both',
    403: 'does not let us read its metrics (403): it may only answer certain addresses or users',
    404: `has nothing at ${path} (404): correct metrics_path in Prometheus’ job and metricsPath here`,
  };
  const summary = `Asked for its metrics, it answered ${excerpt(answer)}.`;
  const said = words[status];
  if (said === undefined) return fail(summary, { ...more, findings: [failing(answer)] });
  const turnedAway = {
    code: 'F19',
    certainty: 'CONFIRMED',
    explanation: `The application ${said}.`,
  } as const;
  // Prometheus may have credentials that Custos lacks: then only this check is blind.
  if (scrape?.health === 'up') {
    const explanation = `${turnedAway.explanation} Prometheus gets them, so only Custos lacks what it takes.`;
    return warn(summary, { ...more, findings: [{ ...turnedAway, severity: 'INFO', explanation }] });
  }
  const remedies = inPrometheus(scrape, 'Path and credentials are said in Prometheus’ configuration.');
  return fail(summary, { ...more, findings: [{ ...turnedAway, remedies }] });
}

function failing(answer: HttpAnswer): Finding {
  return {
    code: 'ApplicationFailing',
    certainty: 'CONFIRMED',
    explanation: `The application fails when it is asked for its metrics: it answered ${excerpt(answer)}. Its own log says why.`,
  };
}

function judge(answer: HttpAnswer, path: string, scrape: Scrape | null): Checked {
  const exposition = readExposition(answer.text);
  const format = findInFormat({ answer, path, exposition, scrape });
  const slow = slowness(answer, scrape);
  const findings = [...format, ...slow];
  const timeoutMs = scrape?.timeoutMs ?? usualTimeoutMs;
  const observed = {
    durationMs: Math.round(answer.durationMs),
    bytes: answer.text.length,
    samples: exposition.samples,
  };
  const more = { observed, threshold: { timeoutMs }, findings };
  if (findings.some(({ severity }) => severity !== 'INFO'))
    return fail('Prometheus cannot take its metrics as they are.', more);
  if (answer.durationMs > timeoutMs / 2)
    return warn(`It took more than half of the ${String(timeoutMs)} ms that a scrape may take.`, more);
  const known = scrape ? '' : ' No Prometheus is known to scrape it.';
  return pass(`It tells ${String(exposition.samples)} samples.${known}`, more);
}

/** An answer that comes too late for Prometheus, though it came. */
function slowness({ durationMs }: HttpAnswer, scrape: Scrape | null): readonly Finding[] {
  const timeoutMs = scrape?.timeoutMs ?? usualTimeoutMs;
  if (durationMs <= timeoutMs / 2) return [];
  const isLate = durationMs > timeoutMs;
  const isSeen = scrape !== null && /deadline exceeded/i.test(scrape.error);
  const took = (durationMs / 1000).toFixed(1);
  const allowed = `${(timeoutMs / 1000).toFixed(1)} s that ${scrape ? `the job ${scrape.job} allows` : 'a scrape may take by default'}`;
  return [
    {
      code: 'F18',
      certainty: isSeen ? 'CONFIRMED' : isLate ? 'LIKELY' : 'POSSIBLE',
      // An answer that was slow once is worth knowing; that scrapes fail for it is worth acting on.
      severity: isLate || isSeen ? 'WARNING' : 'INFO',
      explanation: `The application took ${took} s to tell its metrics, of the ${allowed}: ${isLate ? 'its samples are lost' : 'there is little room left'}. Find out what makes it slow; a longer scrape_timeout (below the interval) only helps if it does not get slower.`,
      evidence: scrape
        ? [evidence('HTTP', '/api/v1/targets', `${scrape.instance}: ${scrape.health} ${scrape.error}`)]
        : [],
    },
  ];
}
