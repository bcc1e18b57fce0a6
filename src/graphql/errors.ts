import { GraphQLError } from 'graphql';

import type { UserError } from '../domain/refusal.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Context } from './context.ts';

/** Codes of errors about a request's own arguments. */
export type ArgumentErrorCode = 'BAD_USER_INPUT' | 'CURSOR_INVALID' | 'CURSOR_EXPIRED';

/** An error about the arguments of a request. */
export function argumentError(code: ArgumentErrorCode, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** What was done, or why it was refused. */
type Answer<T> = T & { readonly userErrors: readonly UserError[] };

/**
 * Runs a mutation. A refusal is data: the payload with nothing in it, and why; it is recorded. Whatever else
 * is thrown is a fault.
 */
export async function answer<T extends object>(
  { app, viewer }: Context,
  mutation: { readonly name: string; readonly nothing: T },
  run: () => Promise<T>,
): Promise<Answer<T>> {
  try {
    return { ...(await run()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const userErrors = [error.userError];
    await app.recordRefusal(viewer, mutation.name, userErrors).catch(forgiveUnwritable);
    return { ...mutation.nothing, userErrors };
  }
}

/** Nothing happened, so nothing is lost when that cannot be written down either. */
function forgiveUnwritable(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
