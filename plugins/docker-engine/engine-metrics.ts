import type { HttpClient, Metrics } from 'custos/plugin-sdk';
import { authorized, HttpFailure, readMetrics, seemsToBe } from 'custos/plugin-sdk';

/** What an engine tells of itself. */
export interface EngineMetrics {
  readonly metrics: Metrics;
  readonly version: string | null;
}

/** Reads an engine's own metrics. @throws HttpFailure when they cannot be read, or are not an engine's. */
export async function readEngine(http: HttpClient): Promise<EngineMetrics> {
  const answer = authorized(await http.get('/metrics'));
  if (answer.status !== 200)
    throw new HttpFailure('WRONG_ANSWER', `It answered ${String(answer.status)} instead of its metrics.`);
  if (!/^engine_daemon_/m.test(answer.text)) {
    const other = seemsToBe([answer]) ?? 'something else';
    throw new HttpFailure('WRONG_SERVICE', `These are metrics of ${other}, not of a Docker engine.`);
  }
  const metrics = readMetrics(answer.text);
  return { metrics, version: metrics.samples('engine_daemon_engine_info')[0]?.labels['version'] ?? null };
}
