import type { FastifyInstance } from 'fastify';
import fastifyStatic from '@fastify/static';

/** Nothing from elsewhere, no script in a page, no page in a frame; styles are Monaco's, workers its own. */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
  "connect-src 'self' ws: wss:",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** GraphiQL from a folder, at `/graphiql`; `/` leads there. */
export async function servePages(server: FastifyInstance, folder: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: folder,
    prefix: '/graphiql',
    redirect: true,
    decorateReply: false,
    setHeaders: (reply) => {
      reply.header('content-security-policy', contentPolicy);
    },
  });
  server.get('/', (_request, reply) => reply.redirect('/graphiql/'));
}
