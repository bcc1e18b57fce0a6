import type { ExecutionResult, GraphQLError } from 'graphql';
import { graphql, parse, subscribe } from 'graphql';

import { Alerts } from '../../src/application/alerts.ts';
import type { App } from '../../src/application/app.ts';
import { createApp } from '../../src/application/create-app.ts';
import { Diagnoses } from '../../src/application/diagnoses.ts';
import { Feeds } from '../../src/application/feeds.ts';
import { Causes } from '../../src/application/find-causes.ts';
import { Inventory } from '../../src/application/inventory.ts';
import { Lanes } from '../../src/application/lanes.ts';
import { Targets } from '../../src/application/targets.ts';
import type { StateChange } from '../../src/application/ports/state.ts';
import { systemIds } from '../../src/adapters/system/ids.ts';
import type { Role } from '../../src/domain/access/role.ts';
import type { Viewer } from '../../src/domain/access/token.ts';
import type { HealthStatus } from '../../src/domain/health/health.ts';
import type { Standing } from '../../src/domain/health/standing.ts';
import { unobserved } from '../../src/domain/health/standing.ts';
import type { Service } from '../../src/domain/service/service.ts';
import type { Context } from '../../src/graphql/context.ts';
import { createContext } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import * as drafts from './drafts.ts';
import { container, FakeEngine } from './fake-engine.ts';
import { FakeAlertStore } from './fake-alert-store.ts';
import { FakeDiagnosisStore } from './fake-diagnosis-store.ts';
import { FakeNetwork } from './fake-network.ts';
import { FakePlugins } from './fake-plugins.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryLog } from './memory-log.ts';

/** What a transport tells, each limit another number. */
const limits = {
  ...{ depth: 1, cost: 2, tokens: 3, aliases: 4, directives: 5, pageSize: 6 },
  ...{ bodyBytes: 7, frameBytes: 8, subscriptionsPerSocket: 9, queryTimeoutMs: 10 },
};

const transport = { subscribers: () => 3, limits };

interface Asked {
  readonly role?: Role;
  readonly variables?: Record<string, unknown>;
}

/** The verbs themselves over a log, an engine and plugins in memory, and ways to ask them in GraphQL. */
export class FakeApp {
  readonly clock = new ManualClock();
  readonly log = new MemoryLog();
  readonly plugins = new FakePlugins();
  readonly engine: FakeEngine;
  /** How often the containers of services were asked for, and of how many at once. */
  readonly containersAsked: number[] = [];
  readonly app: App;

  constructor(engine = new FakeEngine([container('prometheus')])) {
    const inventory = new Inventory({
      stacks: [],
      services: [],
      standings: new Map(),
      targets: [],
      credentials: new Map(),
      tokens: [],
      switches: [],
    });
    const store = new FakeDiagnosisStore();
    const alertStore = new FakeAlertStore();
    this.log.onCommit((_events, changes) => {
      inventory.apply(changes);
      store.apply(changes);
      alertStore.apply(changes);
      alerts.apply(changes);
    });
    this.engine = engine;
    const journal = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const targets = new Targets({ inventory, clock: this.clock, sightings: () => null });
    const alertDeps = {
      store: alertStore,
      inventory,
      targets,
      clock: this.clock,
      rules: [],
      everyMs: 30_000,
    };
    const alerts = new Alerts(alertDeps, []);
    const app = createApp({
      causes: new Causes({ inventory, clock: this.clock, plugins: this.plugins }),
      feeds: new Feeds({ inventory, clock: this.clock, log: this.log, journal }),
      targets,
      inventory,
      lanes: new Lanes(),
      log: this.log,
      clock: this.clock,
      ids: systemIds,
      plugins: this.plugins,
      engineOf: (stackId) => (stackId === 'stk_shop' ? engine : null),
      sightings: () => null,
      readerOf: () => null,
      hostOf: () => null,
      alerting: { alerts, store: alertStore, receive: () => Promise.resolve(0), secretHash: '' },
      diagnoses: new Diagnoses(store),
      store,
      network: new FakeNetwork(),
      ownPort: () => null,
      probeIntervalMs: 5000,
      server: { version: '0.1.0', nodeVersion: '20', startedAt: drafts.noon, retentionDays: 30, demo: false },
    });
    const containers = (services: readonly Service[]) => {
      this.containersAsked.push(services.length);
      return app.containers(services);
    };
    this.app = { ...app, containers };
  }

  /** Watches these services, of the stack `shop` unless they say otherwise. */
  async watches(...services: readonly (string | (Partial<Service> & { readonly name: string }))[]) {
    const wanted = services.map((given) => service(typeof given === 'string' ? { name: given } : given));
    const stacks = [...new Set(wanted.map(({ stackId }) => stackId))].map(stackSaved);
    await this.log.append(
      [],
      [...stacks, ...wanted.map((one) => ({ kind: 'service-saved', service: one }) as const)],
    );
    return this;
  }

  /** The health of a service is so from now on. */
  async turns(name: string, to: HealthStatus, more: Partial<Standing> = {}): Promise<void> {
    const id = `svc_${name}`;
    const from = this.app.standing(id).status;
    const standing = { ...unobserved(this.clock.now()), status: to, summary: `It is ${to}.`, ...more };
    const detail = { type: 'HEALTH_CHANGED', serviceId: id, from, to, causedBy: [] } as const;
    const at = this.clock.now();
    const [stackId, summary] = [this.app.serviceById(id)?.stackId ?? null, `${name}: ${from} to ${to}`];
    const draft = drafts.draft({ at, subject: id, stackId, services: [id], detail, summary });
    await this.log.append([draft], [{ kind: 'standing-saved', serviceId: id, standing }]);
  }

  /** Somebody with this role, who holds a token when one of that name was created. */
  viewer(role: Role = 'VIEWER'): Viewer {
    const name = role.toLowerCase();
    return { actor: { kind: 'TOKEN', name, role }, role, tokenId: systemIds.of('tok', name) };
  }

  context(role: Role = 'VIEWER'): Context {
    return createContext(this.app, this.viewer(role), transport);
  }

  ask<T = Record<string, unknown>>(source: string, { role, variables = {} }: Asked = {}) {
    const asked = {
      schema: createSchema(),
      source,
      variableValues: variables,
      contextValue: this.context(role),
    };
    return graphql(asked) as Promise<ExecutionResult<T>>;
  }

  /** What is answered; fails when anything went wrong. */
  async data<T = Record<string, unknown>>(source: string, asked?: Asked): Promise<T> {
    const { data, errors } = await this.ask<T>(source, asked);
    if (errors || !data) throw new AggregateError(errors ?? [], errors?.map(String).join('\n') ?? 'No data.');
    return data;
  }

  /** Subscribes, in plain GraphQL. @throws GraphQLError why it was refused. */
  async follow<T = Record<string, unknown>>(source: string, variables: Record<string, unknown> = {}) {
    const asked = { schema: createSchema(), document: parse(source), variableValues: variables };
    const answer = await subscribe({ ...asked, contextValue: this.context() });
    if (Symbol.asyncIterator in answer) return answer as AsyncGenerator<ExecutionResult<T>, void, void>;
    throw answer.errors?.[0] as GraphQLError;
  }
}

/** A service of the stack `shop`, with its container. */
function service(given: Partial<Service> & { readonly name: string }): Service {
  const stackId = given.stackId ?? 'stk_shop';
  const id = stackId === 'stk_shop' ? `svc_${given.name}` : `svc_${stackId}_${given.name}`;
  return { ...drafts.service(id), containerName: `shop-${given.name}-1`, ...given, stackId };
}

function stackSaved(id: string): StateChange {
  const name = id.replace('stk_', '');
  return { kind: 'stack-saved', stack: { id, name, dockerEndpoint: null, project: name } };
}
