import type { HttpAnswer, HttpClient, Metrics } from 'custos/plugin-sdk';
import { authorized, HttpFailure, readMetrics, seemsToBe } from 'custos/plugin-sdk';

/** What a probe asks, all at once, so that a slow answer holds up no other. */
export interface Answers {
  readonly status: Promise<HttpAnswer>;
  readonly metrics: Promise<HttpAnswer>;
}

export function ask(http: HttpClient): Answers {
  return { status: http.get('/api/v2/status'), metrics: http.get('/metrics') };
}

/** What Alertmanager says of itself. */
export interface Status {
  readonly version: string;
  /** `ready`, `settling`, or `disabled` for one without peers. */
  readonly cluster: string;
  readonly peers: number;
}

/** What an answer of `/api/v2/status` tells; null when Alertmanager did not give that answer. */
export function statusOf(answer: HttpAnswer): Status | null {
  if (answer.status !== 200) return null;
  const { versionInfo, cluster } = fields(parsed(answer));
  const { version } = fields(versionInfo);
  const { status, peers } = fields(cluster);
  if (typeof version !== 'string' || typeof status !== 'string') return null;
  return { version, cluster: status, peers: Array.isArray(peers) ? peers.length : 0 };
}

/** The metrics of an Alertmanager. @throws HttpFailure when something else answered, or not with metrics. */
export async function ownMetrics(answers: Answers): Promise<Metrics> {
  const answer = authorized(await answers.metrics);
  if (answer.status !== 200)
    throw new HttpFailure('WRONG_ANSWER', `It answered ${String(answer.status)} instead of its metrics.`);
  const metrics = readMetrics(answer.text);
  if (metrics.samples('alertmanager_build_info').length > 0) return metrics;
  const other = seemsToBe([answer]) ?? 'something else';
  throw new HttpFailure('WRONG_SERVICE', `These are metrics of ${other}, not of Alertmanager.`);
}

/** As its API says; null when it does not. */
export async function versionOf(answers: Answers): Promise<string | null> {
  return answers.status.then(
    (answer) => statusOf(answer)?.version ?? null,
    () => null,
  );
}

function parsed(answer: HttpAnswer): unknown {
  try {
    return answer.json();
  } catch {
    return null;
  }
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
