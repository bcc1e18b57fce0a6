import type { CheckContext, Finding, LogLine } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import type { Rise } from '../risen.ts';
import { shownRise } from '../risen.ts';
import { explain } from '../scraping/explain.ts';
import { explainByContainer } from '../scraping/explain-container.ts';
import { readFetched } from '../scraping/fetched.ts';
import { lookFromInside } from '../scraping/look-from-inside.ts';
import type { Surroundings } from '../scraping/place.ts';
import { placeOf } from '../scraping/place.ts';
import { faultOf } from '../scraping/scrape-fault.ts';
import type { Case, Explanation } from '../scraping/trouble.ts';
import type { Alertmanager } from './alertmanager.ts';
import { readyUrl } from './alertmanager.ts';
import { sendingErrors } from './find-lost-alerts.ts';

/** What is known of one Alertmanager: what surrounds it, and how sending to it went lately. */
export interface Sending {
  readonly alertmanager: Alertmanager;
  readonly around: Surroundings;
  readonly errors: readonly Rise[];
  /** What Prometheus said of it while it has been running. */
  readonly log: readonly LogLine[];
}

/**
 * The finding that alerts cannot be handed to an Alertmanager (F27), with what stands in the way; null when nothing
 * does now. It is looked at where its container tells why, or where sending failed lately.
 */
export async function findUnreachable(context: CheckContext, sending: Sending): Promise<Finding | null> {
  const { alertmanager, errors } = sending;
  const explanation = explainByContainer(caseOf(context, sending, '')) ?? (await byTrying(context, sending));
  if (!explanation) return null;
  const { host, port } = alertmanager;
  return {
    code: 'F27',
    certainty: explanation.certainty,
    aspect: `alertmanager=${host}:${String(port)}`,
    explanation: `Alerts cannot be handed to the Alertmanager at ${host}:${String(port)}: ${explanation.because}`,
    evidence: [
      ...(errors.length > 0 ? [evidence('METRIC', '/metrics', errors.map(shownRise))] : []),
      ...saidOf(sending),
      ...(explanation.evidence ?? []),
    ],
    ...(explanation.remedies && { remedies: explanation.remedies }),
  };
}

/** Errors of the last minutes may be over: whether it answers now is tried from where Prometheus sends. */
async function byTrying(context: CheckContext, sending: Sending): Promise<Explanation | null> {
  if (sending.errors.length === 0) return null;
  context.progress(`Asking ${sending.alertmanager.host} from inside the network of Prometheus`);
  const tried = await lookFromInside(context, 'fetch', { url: readyUrl(sending.alertmanager) })
    .then(readFetched)
    .catch(() => null);
  if (tried ? tried.isWell : (await sendingErrors(context, 1)).length === 0) return null;
  const said = lastError(sending);
  const error = said ?? errorTexts[tried?.code ?? ''] ?? '';
  if (error === '') return { certainty: 'LIKELY', because: `${tried?.words ?? 'sending fails'}.` };
  return await explain(caseOf(context, sending, error));
}

/** How Prometheus would say what was tried. */
const errorTexts: Readonly<Record<string, string>> = {
  F16: 'no such host',
  F17: 'connection refused',
  F18: 'context deadline exceeded',
};

/** An Alertmanager as something that Prometheus asks: what explains a target that fails, explains it too. */
function caseOf(context: CheckContext, { alertmanager, around }: Sending, error: string): Case {
  const { url, host, port, prefix } = alertmanager;
  const target = {
    ...{ job: 'alertmanagers', pool: 'alertmanagers', instance: `${host}:${String(port)}`, url, host, port },
    ...{ path: `${prefix}/-/ready`, health: 'down' as const, error },
    // Prometheus waits ten seconds for an Alertmanager, unless its configuration says otherwise.
    ...{ intervalSeconds: 60, timeoutSeconds: 10 },
  };
  return { target, fault: faultOf(error), place: placeOf(host, around), around, context };
}

/** The `err` of the newest line in which Prometheus says that sending there failed. */
function lastError(sending: Sending): string | null {
  const [line] = linesOf(sending).slice(-1);
  const error = /\berr(?:or)?="((?:[^"\\]|\\.)*)"/.exec(line?.text ?? '')?.[1];
  return error?.replace(/\\"/g, '"') ?? null;
}

function saidOf(sending: Sending): readonly ReturnType<typeof evidence>[] {
  const lines = linesOf(sending).slice(-3);
  if (lines.length === 0) return [];
  return [
    evidence(
      'LOG',
      'log of Prometheus',
      lines.map(({ text }) => text.slice(0, 800)),
    ),
  ];
}

function linesOf({ alertmanager, log }: Sending): readonly LogLine[] {
  const authority = `${alertmanager.host}:${String(alertmanager.port)}`;
  return log.filter(
    ({ text }) => /Error sending alerts?|queue full, dropping alerts/.test(text) && text.includes(authority),
  );
}
