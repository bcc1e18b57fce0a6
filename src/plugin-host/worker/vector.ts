import type { HttpAnswer, Sample } from '../../plugin-sdk/index.ts';
import { authorized, excerpt, HttpFailure } from '../../plugin-sdk/index.ts';

/**
 * The samples of an instant vector, or the one of a scalar, as Prometheus answers a query.
 * @throws HttpFailure WRONG_ANSWER when it is none; the words of Prometheus where it gave some
 */
export function vectorOf(name: string, answer: HttpAnswer): readonly Sample[] {
  const { status, data, error } = fields(authorized(answer).json());
  if (status !== 'success') {
    const words = typeof error === 'string' ? error.slice(0, 300) : excerpt(answer);
    throw new HttpFailure('WRONG_ANSWER', `${name} did not answer the query: ${words}.`);
  }
  const { resultType, result } = fields(data);
  if (resultType === 'scalar') return [{ labels: {}, value: valueOf(result) }];
  if (resultType !== 'vector' || !Array.isArray(result))
    throw new HttpFailure('WRONG_ANSWER', `${name} answered the query with no vector.`);
  return result.map((one: unknown) => {
    const { metric, value } = fields(one);
    return { labels: fields(metric) as Readonly<Record<string, string>>, value: valueOf(value) };
  });
}

function valueOf(value: unknown): number {
  const text: unknown = Array.isArray(value) ? value[1] : undefined;
  if (text === '+Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  return Number(text);
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
