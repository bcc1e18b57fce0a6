import type { CheckContext, HttpAnswer, HttpFailure, Json } from 'custos/plugin-sdk';
import { ReadFailure } from 'custos/plugin-sdk';
import { metricsPath } from './answers.ts';
import type { Exposition } from './exposition/read-exposition.ts';
import { readExposition } from './exposition/read-exposition.ts';

/** Its metrics as it answered them. @throws ReadFailure where it does not: `probe` says why */
export async function exposed(
  context: CheckContext,
): Promise<{ readonly answer: HttpAnswer; readonly exposition: Exposition }> {
  const answer = await readable(context.http.get(metricsPath(context.settings)));
  if (answer.status !== 200)
    throw new ReadFailure(
      `Asked for its metrics, it answered ${String(answer.status)}; \`probe\` says more.`,
    );
  return { answer, exposition: readExposition(answer.text) };
}

/**
 * What is asked of it, where one dead application is one failure, that of `probe`: all else is unknown.
 * @throws ReadFailure for every HttpFailure
 */
export async function readable<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (isHttpFailure(error))
      throw new ReadFailure(`It could not be asked; \`probe\` says why: ${error.message}`);
    throw error;
  }
}

/** By name, not by class: the host may come with a copy of the SDK of its own. */
export function isHttpFailure(error: unknown): error is HttpFailure {
  return error instanceof Error && error.name === 'HttpFailure';
}

/** The fields of a JSON object; of anything else, none. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A setting that is a number; what stands for it otherwise. */
export function numberIn(settings: Readonly<Record<string, Json>>, name: string, usual: number): number {
  const value = settings[name];
  return typeof value === 'number' ? value : usual;
}
