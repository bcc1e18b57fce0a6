import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { GraphQLSchema } from 'graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import type { ServedApp } from '../served-app.ts';
import type { Viewer } from '../../domain/access/token.ts';
import type { HttpContext } from '../apollo.ts';
import { currentRequest } from '../apollo.ts';
import { authenticate, unauthenticated } from '../gate/authenticate.ts';
import { requestError } from '../gate/request-error.ts';
import type { CountRequest } from '../metrics.ts';
import { problem } from '../problem.ts';

export interface GraphqlRoutes {
  readonly app: ServedApp;
  readonly schema: GraphQLSchema;
  readonly apollo: ApolloServer<HttpContext>;
  readonly count: CountRequest;
}

/** `/graphql`, and the schema as text at `/schema.graphql`: for whoever is signed in. */
export function serveGraphql(server: FastifyInstance, routes: GraphqlRoutes): void {
  const viewers = new WeakMap<FastifyRequest, Viewer>();
  const signedIn = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const viewer = authenticate(routes.app, request.headers.authorization);
    if (viewer) {
      viewers.set(request, viewer);
      return;
    }
    routes.count('http', [requestError('UNAUTHENTICATED', unauthenticated)]);
    void reply.header('www-authenticate', 'Bearer realm="custos"');
    await problem(reply, { code: 'UNAUTHENTICATED', message: unauthenticated });
  };
  const handle = fastifyApolloHandler(routes.apollo, {
    context: (request) => Promise.resolve({ viewer: viewers.get(request) ?? null, requestId: request.id }),
  });
  server.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    onRequest: signedIn,
    handler(request, reply) {
      return currentRequest.run(request.id, () => handle.call(this, request, reply));
    },
  });
  server.route({
    method: ['PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    handler: (_request, reply) => {
      void reply.header('allow', 'GET, POST');
      return problem(reply, { code: 'BAD_REQUEST', status: 405, message: 'Operations come by POST or GET.' });
    },
  });
  let text: string | null = null;
  server.get('/schema.graphql', { onRequest: signedIn }, (_request, reply) => {
    text ??= printSchema(lexicographicSortSchema(routes.schema));
    return reply.type('text/plain; charset=utf-8').send(text);
  });
}
