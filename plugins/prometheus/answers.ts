import type { HttpAnswer, HttpClient, Metrics } from 'custos/plugin-sdk';
import { authorized, HttpFailure, readMetrics, seemsToBe } from 'custos/plugin-sdk';

/** What a probe asks, all at once, so that a slow answer holds up no other. */
export interface Answers {
  readonly ready: Promise<HttpAnswer>;
  readonly build: Promise<HttpAnswer>;
  readonly metrics: Promise<HttpAnswer>;
}

export function ask(http: HttpClient): Answers {
  return {
    ready: http.get('/-/ready'),
    build: http.get('/api/v1/status/buildinfo'),
    metrics: http.get('/metrics'),
  };
}

/** The version that an answer of `/api/v1/status/buildinfo` tells; null when Prometheus did not give that answer. */
export function buildVersion(answer: HttpAnswer): string | null {
  if (answer.status !== 200) return null;
  const { status, data } = fields(parsed(answer));
  const { version } = fields(data);
  return status === 'success' && typeof version === 'string' && version !== '' ? version : null;
}

/** The metrics of a Prometheus server. @throws HttpFailure when something else answered, or not with metrics. */
export async function ownMetrics(answers: Answers): Promise<Metrics> {
  const answer = authorized(await answers.metrics);
  if (answer.status !== 200)
    throw new HttpFailure('WRONG_ANSWER', `It answered ${String(answer.status)} instead of its metrics.`);
  const metrics = readMetrics(answer.text);
  if (metrics.samples('prometheus_build_info').length > 0) return metrics;
  const other = seemsToBe([answer]) ?? 'something else';
  throw new HttpFailure('WRONG_SERVICE', `These are metrics of ${other}, not of Prometheus.`);
}

/** As its API says, or its metrics, which it serves already while it starts; null when neither does. */
export async function versionOf(answers: Answers): Promise<string | null> {
  const [build, metrics] = await Promise.allSettled([answers.build, ownMetrics(answers)]);
  const told = build.status === 'fulfilled' ? buildVersion(build.value) : null;
  if (told !== null || metrics.status === 'rejected') return told;
  return metrics.value.samples('prometheus_build_info')[0]?.labels['version'] ?? null;
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
