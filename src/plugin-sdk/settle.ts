import { HttpFailure } from './http.ts';
import type { CheckCause, Checked } from './outcome.ts';

const statuses: readonly unknown[] = ['PASS', 'WARN', 'FAIL', 'UNKNOWN', 'SKIPPED'];

/**
 * What a check comes to, however it ends: an HttpFailure that it throws is FAIL with its cause, a ReadFailure UNKNOWN
 * with the reason, anything else UNKNOWN with PLUGIN_FAILED. Never rejects.
 */
export async function settle(run: () => Promise<Checked> | Checked): Promise<Checked> {
  try {
    return asChecked(await run());
  } catch (error) {
    const reason = reasonOf(error);
    if (reason) return { status: 'FAIL', summary: messageOf(error), cause: reason };
    if (isNamed(error, 'ReadFailure')) return { status: 'UNKNOWN', summary: messageOf(error) };
    return { status: 'UNKNOWN', summary: `The check threw: ${messageOf(error)}`, cause: 'PLUGIN_FAILED' };
  }
}

/** What was thrown, in words that fit into a sentence. Anything can be thrown. */
export function messageOf(thrown: unknown): string {
  try {
    const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
    return text.length <= 300 ? text : `${text.slice(0, 299)}…`;
  } catch {
    return 'something that has no text';
  }
}

/** By name, not by class: a plugin may come with a copy of the SDK of its own. */
function reasonOf(error: unknown): CheckCause | null {
  if (error instanceof HttpFailure) return error.reason;
  const named = isNamed(error, 'HttpFailure') && 'reason' in error;
  return named && typeof error.reason === 'string' ? (error.reason as CheckCause) : null;
}

function isNamed(error: unknown, name: string): error is Error {
  return error instanceof Error && error.name === name;
}

/** A copy of what a check answered. @throws Error when that is no outcome: not every plugin has types. */
function asChecked(answered: Partial<Checked> | null | undefined): Checked {
  const { status, summary } = answered ?? {};
  if (!statuses.includes(status) || typeof summary !== 'string')
    throw new Error('it answered something that is no outcome');
  return { ...answered, status: status as Checked['status'], summary };
}
