import type { FastifyError, FastifyReply } from 'fastify';
import type { RequestErrorCode } from './gate/request-error.ts';
import { requestErrorStatus } from './gate/request-error.ts';

/** Why a request is not answered. */
export interface Problem {
  readonly code: RequestErrorCode;
  readonly message: string;
  /** The HTTP status, where it is not the code's own. */
  readonly status?: number;
}

/** Answers with an error in the shape that GraphQL gives to errors, so that a client needs to know only one. */
export function problem(reply: FastifyReply, { code, message, status }: Problem): FastifyReply {
  const requestId = reply.request.id;
  return reply
    .code(status ?? requestErrorStatus[code])
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message, extensions: { code, requestId } }] });
}

/** A failure of Fastify to read a request, such as a body that is too large; null when it is our fault. */
export function requestProblem(error: FastifyError, bodyBytes: number): Problem | null {
  const status = error.statusCode ?? 500;
  if (status >= 500) return null;
  if (status === 413) {
    return { code: 'LIMIT_EXCEEDED', status, message: `A body may have ${String(bodyBytes)} bytes.` };
  }
  return { code: 'BAD_REQUEST', status, message: error.message };
}
