import { GraphQLError } from 'graphql';
import type { Journal } from '../../application/ports/journal.ts';
import { Refusal, refusals } from '../../domain/refusal.ts';
import { isRequestErrorCode, whereabouts } from './request-error.ts';

/** What an error is shown with. */
export interface Presentation {
  /** Finds the request in the journal. */
  readonly requestId: string;
  readonly journal: Journal;
}

/**
 * Errors as clients may see them: each with a code of the contract and the id of its request. What the domain
 * says no to keeps its sentence; everything else is our fault, is journalled with its cause, and shows only
 * the id to look it up by.
 */
export function presentErrors(
  errors: readonly GraphQLError[],
  presentation: Presentation,
): readonly GraphQLError[] {
  return errors.map((error) => present(error, presentation));
}

/** Anything that was thrown, as `presentErrors` shows it. */
export function presentThrown(thrown: unknown, presentation: Presentation): GraphQLError {
  return present(asGraphQLError(thrown), presentation);
}

/** Anything that was thrown, as a GraphQL error with its cause. */
export function asGraphQLError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  const originalError = thrown instanceof Error ? thrown : new Error(String(thrown));
  return new GraphQLError(originalError.message, { originalError });
}

function present(error: GraphQLError, { requestId, journal }: Presentation): GraphQLError {
  const shown = explained(error);
  if (!shown) {
    const cause = error.originalError ?? error;
    journal.error('A request failed.', { requestId, path: error.path?.join('.'), cause });
  }
  const { message, extensions } = shown ?? {
    message: `Custos failed to answer this. Its log has the reason under the request id ${requestId}.`,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
  return new GraphQLError(message, {
    ...whereabouts(error),
    extensions: { ...extensions, requestId },
  });
}

interface Shown {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** What may be told of an error; null when it is a fault. */
function explained(error: GraphQLError): Shown | null {
  const cause = error.originalError;
  if (cause instanceof Refusal) {
    const { code, suggestions, path, retryAt } = cause.userError;
    return { message: cause.message, extensions: { code, suggestions, path, retryAt } };
  }
  if (cause && isCursorExpired(cause)) {
    return { message: cause.message, extensions: { code: 'CURSOR_EXPIRED' } };
  }
  const { code, ...rest } = error.extensions;
  if (isTold(code)) return { message: error.message, extensions: { ...rest, code } };
  // What graphql-js itself finds wrong with an argument points at it before it is located at its field.
  const found = cause instanceof GraphQLError && cause.nodes !== undefined;
  return found ? { message: error.message, extensions: { code: 'BAD_USER_INPUT' } } : null;
}

function isTold(code: unknown): code is string {
  if (code === 'INTERNAL_SERVER_ERROR') return false;
  return isRequestErrorCode(code) || (typeof code === 'string' && Object.hasOwn(refusals, code));
}

/** The log says so by an error of this name, or with this code: an adapter's type is not known here. */
function isCursorExpired(error: Error): boolean {
  return error.name === 'CursorExpired' || ('code' in error && error.code === 'CURSOR_EXPIRED');
}
