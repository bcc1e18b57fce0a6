import DataLoader from 'dataloader';

import type { App } from '../application/app.ts';
import type { Viewer } from '../domain/access/token.ts';
import type { Alert } from '../domain/alert/alert.ts';
import type { ContainerUsage } from '../domain/container/container.ts';
import type { Diagnosis } from '../domain/diagnosis/diagnosis.ts';
import type { Service } from '../domain/service/service.ts';
import type { StackContainer } from './container-live.type.ts';
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
  readonly containers: DataLoader<Service, StackContainer | null>;
  /** What containers use: one measurement for all that a request asks for at a time. */
  readonly usage: DataLoader<StackContainer, ContainerUsage | null>;
  /** The newest diagnoses of services, by their ids: read together. */
  readonly diagnoses: DataLoader<string, Diagnosis | null>;
  /** Alerts by their ids: read together. */
  readonly alerts: DataLoader<string, Alert | null>;
}

/** A context for one request. */
export function createContext(app: App, viewer: Viewer, transport: Transport): Context {
  return {
    app,
    viewer,
    transport,
    // Nothing is kept: a plain subscription has one context for all its items, and a container is live.
    containers: new DataLoader((services: readonly Service[]) => containersOf(app, services), {
      cache: false,
    }),
    usage: new DataLoader((containers: readonly StackContainer[]) => app.containerUsage(containers), {
      cache: false,
    }),
    alerts: new DataLoader((ids: readonly string[]) => app.alertsById(ids), { cache: false }),
    diagnoses: new DataLoader((serviceIds: readonly string[]) => app.latestDiagnoses(serviceIds), {
      cache: false,
    }),
  };
}

async function containersOf(
  app: App,
  services: readonly Service[],
): Promise<readonly (StackContainer | null)[]> {
  const found = await app.containers(services);
  return services.map(({ stackId }, index) => {
    const container = found[index];
    return container ? { ...container, stackId } : null;
  });
}
