import { WebSocket } from 'ws';
import { defaultLimits } from '../../src/http/limits.ts';
import type { Server, HttpServerOptions } from '../../src/http/http-server.ts';
import { createHttpServer } from '../../src/http/http-server.ts';
import { HttpApp } from './http-app.ts';
import { smallSchema } from './http-schema.ts';
import { ManualClock } from './manual-clock.ts';

/** A line of the journal. */
export interface JournalLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: object | undefined;
}

/** A server on a free port of 127.0.0.1, with what it was given. */
export interface HttpWorld {
  readonly server: Server;
  readonly app: HttpApp;
  readonly clock: ManualClock;
  readonly journal: readonly JournalLine[];
  readonly stop: () => Promise<void>;
}

export async function startHttp(
  options: Partial<Omit<HttpServerOptions, 'app' | 'clock'>> = {},
): Promise<HttpWorld> {
  const app = new HttpApp();
  const clock = new ManualClock();
  const lines: JournalLine[] = [];
  const write =
    (level: JournalLine['level']) =>
    (message: string, fields?: object): void => {
      lines.push({ level, message, fields });
    };
  const server = await createHttpServer({
    app,
    schema: smallSchema(),
    contextFor: (viewer) => ({ viewer }),
    journal: { info: write('info'), warn: write('warn'), error: write('error') },
    clock,
    limits: defaultLimits,
    host: '127.0.0.1',
    port: 0,
    corsOrigins: [],
    pages: null,
    readiness: () => [],
    version: '0.0.0',
    ...options,
  });
  await server.listen();
  return { server, app, clock, journal: lines, stop: () => server.close() };
}

/** The answer to a GraphQL request. */
export interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** Asks by POST. @param secret Null: nobody's. */
export async function post(url: string, asked: Asked | string, secret: string | null): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(secret !== null && { authorization: `Bearer ${secret}` }),
    },
    body: typeof asked === 'string' ? asked : JSON.stringify(asked),
  });
}

/** What a server sent. */
export interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A client of graphql-transport-ws that does nothing by itself, so that a test sees every frame. */
export class SocketClient {
  readonly socket: WebSocket;
  readonly frames: Frame[] = [];
  closed: { readonly code: number; readonly reason: string } | null = null;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers });
    this.socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString()) as Frame));
    this.socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    this.socket.on('error', () => undefined);
  }

  /** A client that has said who it is. */
  static async connected(url: string, secret: string): Promise<SocketClient> {
    const client = new SocketClient(url);
    await client.opened();
    client.send({ type: 'connection_init', payload: { Authorization: `Bearer ${secret}` } });
    await until(() => client.frames.length > 0 || client.closed !== null);
    return client;
  }

  async opened(): Promise<void> {
    await until(() => this.socket.readyState !== WebSocket.CONNECTING);
  }

  send(frame: Frame): void {
    this.socket.send(JSON.stringify(frame));
  }

  subscribe(id: string, payload: Asked): void {
    this.send({ id, type: 'subscribe', payload });
  }

  /** The frames of one operation. */
  of(id: string): readonly Frame[] {
    return this.frames.filter((frame) => frame.id === id);
  }

  /** Runs a query or mutation, or is refused: the answer as HTTP would give it. */
  async ask(id: string, asked: Asked): Promise<Answer> {
    this.subscribe(id, asked);
    await until(() => this.of(id).length > 0 || this.closed !== null);
    const [first] = this.of(id);
    return (first?.type === 'error' ? { errors: first.payload } : first?.payload) as Answer;
  }

  async close(): Promise<void> {
    this.socket.close();
    await until(() => this.closed !== null);
  }
}

/** Waits until something is so, for at most ten seconds. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`It never came to be: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
