import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance } from 'fastify';
import fastify from 'fastify';
import type { Journal } from '../application/ports/journal.ts';
import { guardOrigins } from './cross-origin.ts';
import type { Limits } from './limits.ts';
import type { Origins } from './origins.ts';
import { problem, requestProblem } from './problem.ts';

export interface FastifyDeps {
  readonly journal: Journal;
  readonly limits: Limits;
  readonly origins: Origins;
  readonly isStopping: () => boolean;
}

/** Fastify, with what holds for all routes: who may ask, how much, and what is said when something is wrong. */
export function createFastify({ journal, limits, ...deps }: FastifyDeps): FastifyInstance {
  const server = fastify({
    bodyLimit: limits.bodyBytes,
    genReqId: () => randomUUID(),
    forceCloseConnections: 'idle',
  });
  guardOrigins(server, deps.origins);
  // Or the connection of a request that was in flight would be kept alive, and the end waited for it.
  server.addHook('onSend', (_request, reply) => {
    if (deps.isStopping()) void reply.header('connection', 'close');
    return Promise.resolve();
  });
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const isHook = request.url.startsWith('/webhooks/');
    const found = requestProblem(error, isHook ? limits.webhookBytes : limits.bodyBytes);
    if (found) return problem(reply, found);
    journal.error('A request failed.', { requestId: request.id, path: request.url, cause: error });
    const message = `Custos failed to answer this. Its log has the reason under the request id ${request.id}.`;
    return problem(reply, { code: 'INTERNAL_SERVER_ERROR', message });
  });
  server.setNotFoundHandler((request, reply) => {
    const message = `Nothing is served at ${request.url.split('?')[0] ?? ''}. The API is at /graphql, its page at /graphiql.`;
    return problem(reply, { code: 'BAD_REQUEST', status: 404, message });
  });
  return server;
}
