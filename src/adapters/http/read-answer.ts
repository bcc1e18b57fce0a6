import type { z } from 'zod';

import { redact } from '../../domain/redact.ts';
import { Unanswered } from './get-text.ts';

const longestName = 256;
const longestValue = 1024;
const mostLabels = 100;

/** Says in a sentence what is wrong with an answer: it is none. */
export class Unreadable extends Unanswered {}

/** @throws Unreadable */
export function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable('The answer is no JSON, or broken off.');
  }
}

/** @param which What it is if it does not have that shape, such as `is no list of targets`. @throws Unreadable */
export function parsed<T>(schema: z.ZodType<T>, value: unknown, which: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.map(String).join('.')}: ` : '';
  throw new Unreadable(`The answer ${which} (${shown(where + (issue?.message ?? ''), 200)}).`);
}

/** Reads many, a slice at a time, between which everything else has its turn. */
export async function inSlices<T, R>(all: readonly T[], read: (one: T, index: number) => R): Promise<R[]> {
  const results: R[] = [];
  for (let begin = 0; begin < all.length; begin += slice) {
    if (begin > 0) await new Promise((resolve) => setImmediate(resolve));
    for (const [index, one] of all.slice(begin, begin + slice).entries())
      results.push(read(one, begin + index));
  }
  return results;
}

/** Validated at a time: about a millisecond. */
const slice = 250;

/** Labels as they are kept: cut to a length, without secrets. @throws Unreadable when there are too many */
export function labelsOf(
  labels: Readonly<Record<string, string>>,
  of: string,
): Readonly<Record<string, string>> {
  const entries = Object.entries(labels);
  if (entries.length > mostLabels) {
    throw new Unreadable(
      `${of} has ${String(entries.length)} labels; at most ${String(mostLabels)} are read.`,
    );
  }
  return Object.fromEntries(
    entries.map(([name, label]) => [shown(name, longestName), redact(shown(label, longestValue))]),
  );
}

/** Cut to a length; what cannot be written down (half a character, the character 0) is replaced. */
export function shown(text: string, longest: number): string {
  const short = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
  return short.replace(/\p{Surrogate}/gu, '\uFFFD').replaceAll('\0', '\uFFFD');
}

/** What stands before the host may be a password. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/?#]*@/iu, '$1');
}
