import type { CheckContext, Json, Metrics } from 'custos/plugin-sdk';
import { excerpt, HttpFailure, ReadFailure } from 'custos/plugin-sdk';

/** The fields of a JSON object; of anything else, none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The elements of a list; of anything else, none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text, or nothing. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * What Alertmanager's API answers.
 * @throws ReadFailure when it does not, or not with JSON: whether it answers is for `status` to say
 */
export async function apiAnswer(context: CheckContext, path: string): Promise<Json> {
  const answer = await readable(context.http.get(path));
  if (answer.status !== 200) throw new ReadFailure(`${path} answered ${excerpt(answer)}.`);
  return await readable(Promise.resolve().then(() => answer.json()));
}

/** Its own metrics. @throws ReadFailure */
export async function ownMetrics(context: CheckContext): Promise<Metrics> {
  const metrics = await readable(context.metrics());
  if (metrics.samples('alertmanager_build_info').length > 0) return metrics;
  throw new ReadFailure('What it answers are no metrics of Alertmanager; `status` says more.');
}

/** @throws ReadFailure for every HttpFailure: one dead Alertmanager is one failure, not ten. */
export async function readable<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (isHttpFailure(error))
      throw new ReadFailure(`It could not be asked; \`status\` says why: ${error.message}`);
    throw error;
  }
}

/** By name, not by class: the host may come with a copy of the SDK of its own. */
export function isHttpFailure(error: unknown): error is HttpFailure {
  return error instanceof HttpFailure || (error instanceof Error && error.name === 'HttpFailure');
}
