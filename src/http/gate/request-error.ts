import type { GraphQLErrorOptions } from 'graphql';
import { GraphQLError } from 'graphql';

/** Codes of errors about the request itself, with the HTTP status that each stands for. */
export const requestErrorStatus = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  BAD_USER_INPUT: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  BAD_REQUEST: 400,
  LIMIT_EXCEEDED: 400,
  RATE_LIMITED: 429,
  TIMEOUT: 504,
  CURSOR_INVALID: 400,
  CURSOR_EXPIRED: 410,
  INTERNAL_SERVER_ERROR: 500,
} as const;
export type RequestErrorCode = keyof typeof requestErrorStatus;

/** Whether something is one of the codes that the contract lists for top-level errors. */
export function isRequestErrorCode(code: unknown): code is RequestErrorCode {
  return typeof code === 'string' && Object.hasOwn(requestErrorStatus, code);
}

/** A GraphQL error with one of the contract's codes. */
export function requestError(
  code: RequestErrorCode,
  message: string,
  more: Omit<GraphQLErrorOptions, 'extensions'> = {},
): GraphQLError {
  return new GraphQLError(message, { ...more, extensions: { code } });
}

/** The same error with a code, keeping what it points at. */
export function recoded(error: GraphQLError, code: RequestErrorCode): GraphQLError {
  return requestError(code, error.message, whereabouts(error));
}

/** What an error points at. */
export function whereabouts({ nodes, source, positions, path }: GraphQLError): GraphQLErrorOptions {
  return { nodes: nodes ?? null, source: source ?? null, positions: positions ?? null, path: path ?? null };
}
