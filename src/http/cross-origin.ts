import type { FastifyInstance } from 'fastify';
import type { Origins } from './origins.ts';
import { isOwnHost } from './origins.ts';
import { problem } from './problem.ts';

/** Headers that no answer goes without. */
const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};
/** What a page of an allowed origin may send; nothing of it is a cookie. */
const preflight = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers':
    'authorization, content-type, apollo-require-preflight, x-apollo-operation-name',
  'access-control-max-age': '600',
};

/** Answers only to its own name, and lets pages of the listed origins, and no others, read its answers. */
export function guardOrigins(server: FastifyInstance, origins: Origins): void {
  server.addHook('onRequest', async (request, reply) => {
    void reply.headers(always).header('x-request-id', request.id);
    if (!isOwnHost(request.headers.host, origins)) {
      const message = 'The Host header does not name this server.';
      return problem(reply, { code: 'BAD_REQUEST', status: 421, message });
    }
    if (origins.corsOrigins.length > 0) void reply.header('vary', 'Origin');
    const { origin } = request.headers;
    if (origin === undefined || !origins.corsOrigins.includes(origin)) return undefined;
    void reply.header('access-control-allow-origin', origin);
    void reply.header('access-control-expose-headers', 'x-request-id');
    return request.method === 'OPTIONS' ? reply.headers(preflight).code(204).send() : undefined;
  });
}
