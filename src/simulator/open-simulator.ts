import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Scene } from './answers.ts';
import type { Component, ComponentKind, Fault, SimulatedTarget } from './component.ts';
import { componentKinds } from './component.ts';
import type { Waiting } from './serve-component.ts';
import { serveComponent } from './serve-component.ts';

export interface SimulatorOptions {
  /** How many components; the first six are one of each kind, the others applications. By default six. */
  readonly services?: number;
  /** How many targets the Prometheus servers scrape at least; by default the components that tell metrics. */
  readonly targets?: number;
  readonly waiting: Waiting;
  readonly now: () => Date;
}

/** A simulated stack. */
export interface Simulator {
  readonly components: () => readonly Component[];
  /** A component fails so from now on; null: it is well again. */
  set(name: string, fault: Fault | null): Promise<void>;
  close(): Promise<void>;
}

/** Up to so many components have a port each, which can be closed; more of them share one, told apart by path. */
const mostPorts = 20;
const names: Readonly<Record<ComponentKind, string>> = {
  prometheus: 'prometheus',
  grafana: 'grafana',
  alertmanager: 'alertmanager',
  'node-exporter': 'node-exporter',
  'docker-engine': 'docker-engine',
  application: 'trading-bot',
};

/** Opens a stack on free ports of 127.0.0.1. */
export async function openSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { services: count = componentKinds.length, now, waiting } = options;
  const components = new Map<string, Component>();
  const ports = new Map<string, Port>();
  const scene: Scene = {
    get components() {
      return [...components.values()];
    },
    targets: () => targetsOf([...components.values()], options.targets ?? 0),
    now,
  };
  const shared = count > mostPorts ? await Port.open() : null;
  shared?.serve(
    serveShared(
      (name) => components.get(name) ?? null,
      (of) => serveComponent(of, scene, waiting),
    ),
  );
  for (let index = 0; index < count; index++) {
    const { name, kind } = nameOf(index);
    const port = shared ?? (await Port.open());
    if (!shared) {
      ports.set(name, port);
      port.serve(serveComponent(() => components.get(name) ?? null, scene, waiting));
    }
    components.set(name, { name, kind, url: shared ? `${port.url}/${name}` : port.url, fault: null });
  }
  return {
    components: () => [...components.values()],
    set: async (name, fault) => {
      const component = components.get(name);
      if (!component) throw new Error(`No component is named ${name}.`);
      components.set(name, { ...component, fault });
      await (fault === 'refused' ? ports.get(name)?.shut() : ports.get(name)?.reopen());
    },
    close: async () => {
      await Promise.all([...ports.values(), ...(shared ? [shared] : [])].map((port) => port.shut()));
    },
  };
}

function nameOf(index: number): { readonly name: string; readonly kind: ComponentKind } {
  const kind = componentKinds[index];
  return kind
    ? { name: names[kind], kind }
    : { name: `app-${String(index).padStart(4, '0')}`, kind: 'application' };
}

function serveShared(
  find: (name: string) => Component | null,
  serve: (of: () => Component | null) => ReturnType<typeof serveComponent>,
): ReturnType<typeof serveComponent> {
  return (request, response) => {
    const name = (request.url ?? '').split(/[/?]/u)[1] ?? '';
    serve(() => find(name))(request, response);
  };
}

/** What tells metrics is scraped; beside it as many hosts as are asked for. */
function targetsOf(components: readonly Component[], atLeast: number): readonly SimulatedTarget[] {
  const own = components
    .filter(({ kind }) => kind !== 'grafana')
    .map((component): SimulatedTarget => {
      const { host } = new URL(component.url);
      const well = component.fault === null || component.fault === 'reload-failed';
      return {
        job: component.name,
        instance: host,
        scrapeUrl: `${component.url}/metrics`,
        lastError: well
          ? null
          : `Get "${component.url}/metrics": dial tcp ${host}: connect: connection refused`,
      };
    });
  const hosts = Array.from({ length: Math.max(0, atLeast - own.length) }, (_, index): SimulatedTarget => {
    const instance = `10.0.${String(Math.floor(index / 250))}.${String((index % 250) + 1)}:9100`;
    return { job: 'hosts', instance, scrapeUrl: `http://${instance}/metrics`, lastError: null };
  });
  return [...own, ...hosts];
}

/** A port of 127.0.0.1 that can be closed and opened again. */
class Port {
  readonly url: string;
  readonly #server: Server;
  readonly #port: number;

  private constructor(server: Server) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${String(this.#port)}`;
  }

  static async open(): Promise<Port> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Port(server);
  }

  serve(listener: ReturnType<typeof serveComponent>): void {
    this.#server.on('request', listener);
  }

  async shut(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async reopen(): Promise<void> {
    if (this.#server.listening) return;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
  }
}
