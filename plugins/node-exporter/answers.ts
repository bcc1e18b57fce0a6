import type { HttpAnswer, HttpClient, Metrics } from 'custos/plugin-sdk';
import { authorized, HttpFailure, readMetrics, seemsToBe } from 'custos/plugin-sdk';

/** What a probe asks: one page tells all. */
export interface Answers {
  readonly metrics: Promise<HttpAnswer>;
  /** The same, read; rejects when it is not what a node_exporter says. */
  readonly read: Promise<Metrics>;
}

export function ask(http: HttpClient): Answers {
  const metrics = http.get('/metrics');
  const read = metrics.then(ownMetrics);
  // Each check that needs it waits for it by itself.
  read.catch(() => undefined);
  return { metrics, read };
}

/** It answers 200 and a page to any path: only the metrics say that it is one (runbook G40). */
function ownMetrics(answer: HttpAnswer): Metrics {
  authorized(answer);
  if (answer.status !== 200)
    throw new HttpFailure('WRONG_ANSWER', `It answered ${String(answer.status)} instead of its metrics.`);
  const name = seemsToBe([answer]);
  if (!/^node_exporter_build_info\{/m.test(answer.text) && !/^node_\w/m.test(answer.text)) {
    throw new HttpFailure(
      'WRONG_SERVICE',
      `These are metrics of ${name ?? 'something else'}, not of node_exporter.`,
    );
  }
  return readMetrics(answer.text);
}

/** As its metrics say; null when they do not. */
export async function versionOf({ read }: Answers): Promise<string | null> {
  const metrics = await read.catch(() => null);
  return metrics?.samples('node_exporter_build_info')[0]?.labels['version'] ?? null;
}
