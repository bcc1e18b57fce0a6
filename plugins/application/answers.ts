import type { HttpAnswer, HttpClient, Json, Metrics } from 'custos/plugin-sdk';
import { authorized, excerpt, HttpFailure, readMetrics, seemsToBe } from 'custos/plugin-sdk';

type Settings = Readonly<Record<string, Json>>;

/** Where its metrics are. */
export function metricsPath({ metricsPath: path }: Settings): string {
  return typeof path === 'string' && path.startsWith('/') ? path : '/metrics';
}

/** Its metrics, read; rejects when they cannot be, or something else answers. */
export interface Answers {
  readonly read: Promise<Metrics>;
}

export function ask(http: HttpClient, settings: Settings): Answers {
  const read = http.get(metricsPath(settings)).then(ownMetrics);
  // Each check that needs it waits for it by itself.
  read.catch(() => undefined);
  return { read };
}

/** Components of a monitoring stack that are no application: who holds its port answers in its place. */
const components = /^(Prometheus|Alertmanager|Grafana|node_exporter|Pushgateway|cAdvisor)$/;

function ownMetrics(answer: HttpAnswer): Metrics {
  authorized(answer);
  if (answer.status !== 200)
    throw new HttpFailure('WRONG_ANSWER', `Asked for its metrics, it answered ${excerpt(answer)}.`);
  if (/html/i.test(answer.headers['content-type'] ?? ''))
    throw new HttpFailure('WRONG_ANSWER', 'It answered with a page instead of its metrics.');
  const metrics = readMetrics(answer.text);
  const name = seemsToBe([{ ...answer, headers: {} }]);
  if (name !== null && components.test(name))
    throw new HttpFailure('WRONG_SERVICE', `These are metrics of ${name}, which is no application.`);
  return metrics;
}

/** As the metric of its build says, whatever it is called; null when there is none. */
export async function versionOf({ read }: Answers): Promise<string | null> {
  const metrics = await read.catch(() => null);
  const found = metrics
    ?.named(/^(?!go_|python_)\w+_(?:build_)?info$/)
    .find(({ labels }) => labels['version']);
  return found?.labels['version'] ?? null;
}
