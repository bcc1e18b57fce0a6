import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

/** What tells others how the server is. */
export interface HealthRoutes {
  /** Why it is not ready, in sentences; empty when it is. */
  readonly readiness: () => readonly string[];
  readonly registry: Registry;
}

/** `/livez`: the process turns. `/readyz`: it can do its work, or why not. `/metrics`: for Prometheus. */
export function serveHealth(server: FastifyInstance, { readiness, registry }: HealthRoutes): void {
  server.get('/livez', () => ({ status: 'live' }));
  server.get('/readyz', async (_request, reply) => {
    const reasons = readiness();
    if (reasons.length === 0) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', reasons });
  });
  server.get('/metrics', async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
