import type { App } from '../application/app.ts';
import { createContext } from '../graphql/context.ts';
import type { HttpServerOptions, Server } from './http-server.ts';
import { createHttpServer } from './http-server.ts';
import type { Limits } from './limits.ts';
import { defaultLimits } from './limits.ts';

export type { Server } from './http-server.ts';

export interface ServerOptions extends Omit<HttpServerOptions, 'app' | 'hooks' | 'contextFor' | 'limits'> {
  readonly app: App;
  /** Where they differ from the usual ones. */
  readonly limits?: Partial<Limits>;
}

/** The server of Custos: its resolvers are given the application, who asks, and the limits. */
export function createServer({ app, limits, ...options }: ServerOptions): Promise<Server> {
  return createHttpServer({
    ...options,
    app,
    hooks: app,
    limits: { ...defaultLimits, ...limits },
    contextFor: (viewer, transport) => createContext(app, viewer, transport),
  });
}
