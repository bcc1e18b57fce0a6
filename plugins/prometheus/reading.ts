import type { CheckContext, Growth, Json, Metrics, Sample } from 'custos/plugin-sdk';
import { excerpt, HttpFailure, ReadFailure } from 'custos/plugin-sdk';

/** The fields of a JSON object; of anything else, none. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a value holds by name; of anything that is no object, nothing. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
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
 * What Prometheus' API answers below `data`.
 * @throws ReadFailure when it does not answer, or not with that: whether it answers is for `ready` to say.
 */
export async function apiData(context: CheckContext, path: string): Promise<Json> {
  const answer = await readable(context.http.get(path));
  if (answer.status !== 200) throw new ReadFailure(`${pathOf(path)} answered ${excerpt(answer)}.`);
  const { status, data } = fieldsOf(await readable(Promise.resolve().then(() => answer.json())));
  if (status !== 'success') throw new ReadFailure(`${pathOf(path)} answered ${excerpt(answer)}.`);
  return data as Json;
}

/** Its own metrics. @throws ReadFailure */
export function ownMetrics(context: CheckContext): Promise<Metrics> {
  return readable(context.metrics());
}

/** How its counters grow just now. @throws ReadFailure */
export function ownGrowth(context: CheckContext, ...counters: readonly string[]): Promise<readonly Growth[]> {
  return readable(context.growing(...counters));
}

/** What it answers to a PromQL expression. @throws ReadFailure */
export function asked(context: CheckContext, expression: string): Promise<readonly Sample[]> {
  return readable(context.query(expression));
}

/**
 * How long it has been running, in seconds, by its own metrics.
 * @throws ReadFailure when they do not say it
 */
export async function ageSeconds(context: CheckContext): Promise<number> {
  const startedAt = (await ownMetrics(context)).samples('process_start_time_seconds')[0]?.value;
  if (startedAt === undefined) throw new ReadFailure('Its metrics do not say since when it runs.');
  return context.now() / 1000 - startedAt;
}

/**
 * What is asked of it, where one dead Prometheus is one failure, that of `ready`: all else is unknown.
 * @throws ReadFailure for every HttpFailure
 */
export async function readable<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (isHttpFailure(error))
      throw new ReadFailure(`It could not be asked; \`ready\` says why: ${error.message}`);
    throw error;
  }
}

/** By name, not by class: the host may come with a copy of the SDK of its own. */
export function isHttpFailure(error: unknown): error is HttpFailure {
  return error instanceof HttpFailure || (error instanceof Error && error.name === 'HttpFailure');
}

function pathOf(path: string): string {
  return path.split('?')[0] ?? path;
}
