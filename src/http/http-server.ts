import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Registry } from 'prom-client';
import type { ServedApp } from './served-app.ts';
import type { Clock } from '../application/ports/clock.ts';
import type { Journal } from '../application/ports/journal.ts';
import type { Viewer } from '../domain/access/token.ts';
import { createApollo } from './apollo.ts';
import { explainListen } from './cannot-listen.ts';
import { createFastify } from './fastify.ts';
import { createGate } from './gate/judge.ts';
import { createRunner } from './gate/run-operation.ts';
import type { Limits } from './limits.ts';
import { createMetrics } from './metrics.ts';
import { serveGraphql } from './routes/graphql.ts';
import { serveHealth } from './routes/health.ts';
import { servePages } from './routes/pages.ts';
import type { WebhookRoutes } from './routes/webhooks.ts';
import { serveWebhooks } from './routes/webhooks.ts';
import { openToSockets } from './sockets/socket-server.ts';
import { Stopping } from './stopping.ts';

/** What resolvers may ask of the server that serves them. */
export interface Transport {
  /** How many subscriptions are open. */
  readonly subscribers: () => number;
  readonly limits: Limits;
}

export interface HttpServerOptions {
  readonly app: ServedApp;
  /** Each of its root fields names a role in `extensions.role`, each subscription a reading in `extensions.reading`. */
  readonly schema: GraphQLSchema;
  /** What resolvers are given: made anew for each request, and for each event delivered. */
  readonly contextFor: (viewer: Viewer, transport: Transport) => object;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly limits: Limits;
  /** The address to bind, such as 127.0.0.1. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Origins of foreign pages that may use the API. */
  readonly corsOrigins: readonly string[];
  /** Names besides loopback ones by which a server bound to loopback may be called. */
  readonly hostNames?: readonly string[];
  /** The folder of the pages; null: none are served. */
  readonly pages: string | null;
  /** Why the program is not ready, in sentences; empty when it is. */
  readonly readiness: () => readonly string[];
  readonly version: string;
  /** Takes webhooks; omitted: none are taken. */
  readonly hooks?: WebhookRoutes['app'];
  /** Adds metrics of others; called once. Their labels take few values. */
  readonly addMetrics?: (registry: Registry) => void;
}

export interface Server {
  /** Where it listens; with the port chosen once it does. */
  readonly url: string;
  /** @throws CannotListen when the port cannot be opened, with the reason and the way out. */
  listen(): Promise<void>;
  /**
   * Ends everything within 8 s: not ready at once, sockets closed with 1001, requests in flight have 5 s.
   * May be called more than once.
   */
  close(): Promise<void>;
  /** How many subscriptions are open. */
  subscribers(): number;
}

/** The server: GraphQL over HTTP and WebSocket through one gate, pages, health, metrics. It does not listen yet. */
export async function createHttpServer(options: HttpServerOptions): Promise<Server> {
  const { app, schema, journal, clock, limits, host, port, corsOrigins, hostNames = [] } = options;
  const stopping = new Stopping(clock);
  const isStopping = (): boolean => stopping.begun;
  const origins = { host, corsOrigins, hostNames };
  const metrics = createMetrics({
    app,
    version: options.version,
    subscribers: () => sockets.subscribers(),
    sockets: () => sockets.size(),
    pendingBytes: () => sockets.pendingBytes(),
  });
  options.addMetrics?.(metrics.registry);
  const transport: Transport = { subscribers: () => sockets.subscribers(), limits };
  const contextFor = (viewer: Viewer): object => options.contextFor(viewer, transport);
  const gate = createGate(schema, limits);
  const run = createRunner({ schema, limits, clock, journal, contextFor });

  const server = createFastify({ journal, limits, origins, isStopping });
  const apollo = createApollo({ schema, journal, gate, run, count: metrics.countRequest });
  await apollo.start();
  const sockets = openToSockets(server.server, {
    ...{ app, schema, journal, clock, limits, origins, contextFor, gate, run, metrics, isStopping },
  });
  const readiness = (): readonly string[] =>
    isStopping() ? ['The server is stopping.'] : options.readiness();
  serveGraphql(server, { app, schema, apollo, count: metrics.countRequest });
  if (options.hooks) serveWebhooks(server, { app: options.hooks, limits, registry: metrics.registry });
  serveHealth(server, { readiness, registry: metrics.registry });
  if (options.pages !== null) await servePages(server, options.pages);

  const end = async (): Promise<void> => {
    metrics.stop();
    await Promise.all([stopping.closeHttp(server), stopping.closeSockets(sockets)]);
    await apollo.stop();
  };
  return {
    get url() {
      return urlOf(host, portOf(server.server.address()) ?? port);
    },
    listen: () => listen(server, { host, port }),
    close: () => stopping.stop(end),
    subscribers: transport.subscribers,
  };
}

async function listen(server: FastifyInstance, at: { host: string; port: number }): Promise<void> {
  try {
    await server.listen(at);
  } catch (error) {
    throw explainListen(error, at);
  }
}

function portOf(address: AddressInfo | string | null): number | undefined {
  return address !== null && typeof address === 'object' ? address.port : undefined;
}

/** An address that a client on this machine can use. */
function urlOf(host: string, port: number): string {
  const name = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${String(port)}`;
}
