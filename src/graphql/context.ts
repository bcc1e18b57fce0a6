import DataLoader from 'dataloader';

import type { App } from '../application/app.ts';
import type { Viewer } from '../domain/access/token.ts';
import type { Container } from '../domain/container/container.ts';
import type { Service } from '../domain/service/service.ts';
import type { LimitsObject } from './server.type.ts';

/** What only the transport knows. */
export interface Transport {
  /** How many subscriptions are open. */
  subscribers(): number;
  readonly limits: LimitsObject;
}

/** What a resolver is given: the verbs, who asks, and what one request asks for together. */
export interface Context {
  readonly app: App;
  readonly viewer: Viewer;
  readonly transport: Transport;
  /** Containers of services: one call to Docker for all that a request asks for at a time. */
  readonly containers: DataLoader<Service, Container | null>;
}

/** A context for one request. */
export function createContext(app: App, viewer: Viewer, transport: Transport): Context {
  return {
    app,
    viewer,
    transport,
    // Nothing is kept: a plain subscription has one context for all its items, and a container is live.
    containers: new DataLoader((services: readonly Service[]) => app.containers(services), { cache: false }),
  };
}
