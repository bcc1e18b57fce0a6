import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { WebSocketServer } from 'ws';
import type { ServedApp } from '../served-app.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { Journal } from '../../application/ports/journal.ts';
import type { Viewer } from '../../domain/access/token.ts';
import { FanOut } from '../fan-out/fan-out.ts';
import type { Gate } from '../gate/judge.ts';
import type { RunOperation } from '../gate/run-operation.ts';
import type { Limits } from '../limits.ts';
import type { Metrics } from '../metrics.ts';
import type { Origins } from '../origins.ts';
import { holdBackSenders } from './back-pressure.ts';
import { OpenSockets } from './open-sockets.ts';
import { speakProtocol } from './protocol.ts';
import { acceptUpgrades } from './upgrade.ts';

export interface SocketServerDeps {
  readonly app: ServedApp;
  readonly schema: GraphQLSchema;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly origins: Origins;
  readonly contextFor: (viewer: Viewer) => object;
  readonly gate: Gate;
  readonly run: RunOperation;
  readonly metrics: Metrics;
  readonly isStopping: () => boolean;
}

export interface SocketServer {
  /** How many sockets of signed-in clients are open. */
  size(): number;
  /** How many subscriptions are open. */
  subscribers(): number;
  /** The most bytes that wait for one client. */
  pendingBytes(): number;
  /** Closes every socket with 1001 and resolves when all are closed. */
  close(): Promise<void>;
  /** Cuts off every socket that is still open. */
  terminate(): void;
}

/** Serves GraphQL over WebSocket beside HTTP, at the same path, through the same gate. */
export function openToSockets(server: Server, deps: SocketServerDeps): SocketServer {
  const { app, schema, journal, limits, contextFor, gate, run, metrics } = deps;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.frameBytes });
  const open = new OpenSockets(app);
  const newRequestId = (): string => randomUUID();
  const fanOut = new FanOut({
    ...{ app, schema, journal, contextFor, newRequestId },
    expel: (socket) => {
      open.expel(socket);
    },
    delivered: metrics.countDelivery,
  });
  acceptUpgrades(server, sockets, {
    path: '/graphql',
    origins: deps.origins,
    sockets: limits.sockets,
    isStopping: deps.isStopping,
  });
  holdBackSenders(sockets);
  const endProtocol = speakProtocol(sockets, {
    ...{ app, schema, journal, gate, run, fanOut, open, newRequestId, count: metrics.countRequest },
    operationsPerSocket: limits.subscriptionsPerSocket,
  });
  const stop = new AbortController();
  void open.sweep(deps.clock, stop.signal);
  return {
    size: () => open.size,
    subscribers: () => fanOut.size,
    pendingBytes: () => open.pendingBytes,
    close: () => {
      stop.abort();
      return endProtocol();
    },
    terminate: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}
