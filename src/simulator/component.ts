import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';

import type { Fault } from './fault.ts';
import type { SimulatedKind } from './pages.ts';
import { pageOf } from './pages.ts';

/** How long a slow component takes: longer than a check calls quick, shorter than a probe waits. */
const slowMs = 3000;

/** What a component is made from. */
export interface ComponentPlan {
  readonly kind: SimulatedKind;
  /** How many targets it scrapes, if it is a Prometheus. */
  readonly targets: number;
  /** The time: milliseconds since 1970. */
  readonly now: () => number;
}

/** A simulated component: a port of its own on the loopback address, so that a refused connection is a real one. */
export interface Component {
  readonly url: string;
  /** What is wrong with it from now on; null: nothing. Resolves when it is so. */
  set(fault: Fault | null): Promise<void>;
  close(): Promise<void>;
}

/** Opens a component that is well. @throws when no port is free */
export async function openComponent(plan: ComponentPlan): Promise<Component> {
  let fault: Fault | null = null;
  const delays = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    if (fault === 'silent') return;
    const answer = (): void => send(request, response, { ...plan, fault });
    if (fault !== 'slow') return answer();
    const delay = setTimeout(() => {
      delays.delete(delay);
      answer();
    }, slowMs);
    delays.add(delay);
  });
  await listen(server, 0);
  const port = portOf(server);
  const close = async (): Promise<void> => {
    for (const delay of delays) clearTimeout(delay);
    delays.clear();
    await shut(server);
  };
  return {
    url: `http://127.0.0.1:${String(port)}`,
    set: async (next) => {
      fault = next;
      if (next === 'refused') await close();
      else if (!server.listening) await listen(server, port);
      // Who waits for an answer of the silent one is hung up on, as by one that is started anew.
      else server.closeAllConnections();
    },
    close,
  };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { kind, fault, targets, now }: ComponentPlan & { readonly fault: Fault | null },
): void {
  const [path = '/'] = (request.url ?? '/').split('?');
  const page = pageOf(kind, path, { fault, targets, now: now() });
  response.writeHead(page.status, { 'content-type': page.type }).end(page.body);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function shut(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}
