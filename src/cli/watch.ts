import { setTimeout as wait } from 'node:timers/promises';

import type { Client } from 'graphql-ws';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { ask, howToGetIn } from './ask.ts';
import { documents } from './documents.ts';
import type { ServerOptions } from './open-server.ts';
import { note, openServer } from './open-server.ts';
import type { Colour } from './text.ts';
import { paint, printable } from './text.ts';
import type { Server, World } from './world.ts';
import { CannotDo, exits } from './world.ts';

/** What `custos watch` is told. */
export interface WatchOptions extends ServerOptions {
  readonly json?: boolean;
  /** A cursor to go on after; from now when there is none. */
  readonly after?: string;
}

interface EventTold {
  readonly cursor: string;
  readonly at: string;
  readonly type: string;
  readonly summary: string;
  readonly services: readonly { readonly name: string }[];
  readonly to?: string;
  readonly causedBy?: readonly { readonly name: string }[];
}

/** Between attempts to connect again it waits from the first to the second of these, in milliseconds. */
const pauseMs = [250, 5000] as const;
/** With these codes the server closes when it does not let the client in. */
const notLetIn = new Set([4401, 4403]);
const colours: Readonly<Record<string, Colour>> = {
  HEALTHY: 'green',
  DEGRADED: 'yellow',
  UNKNOWN: 'yellow',
  DOWN: 'red',
};

/**
 * Prints every event, one a line, until it is interrupted. After a lost connection it goes on from the last one
 * printed, so that none is missed and none comes twice.
 */
export async function watch(world: World, options: WatchOptions): Promise<number> {
  const server = await openServer(world, options);
  try {
    const { cursor } = await ask<{ cursor: string }>(server, { query: documents.cursor });
    note(world, `Watching ${server.url}; Ctrl-C ends it.`);
    await follow(world, server, { after: options.after ?? cursor, json: options.json === true });
    return exits.pass;
  } finally {
    await server.close();
  }
}

/** What changes while it follows: kept in one object, which the client sends anew after each break. */
interface Place extends Record<string, unknown> {
  after: string;
}

async function follow(
  world: World,
  server: Server,
  { after, json }: { readonly after: string; readonly json: boolean },
): Promise<void> {
  const place: Place = { after };
  const client = connect(world, server);
  const stop = (): void => void client.dispose();
  world.interrupted.addEventListener('abort', stop, { once: true });
  if (world.interrupted.aborted) stop();
  try {
    await new Promise<void>((resolve, reject) => {
      client.subscribe<{ events: EventTold }>(
        { query: documents.events, variables: place },
        {
          next: ({ data }) => {
            if (!data) return;
            place.after = data.events.cursor;
            world.out.write(json ? `${JSON.stringify(data.events)}\n` : line(data.events, world));
          },
          error: (failure) => reject(explain(failure, server)),
          complete: () => resolve(),
        },
      );
    });
  } finally {
    world.interrupted.removeEventListener('abort', stop);
    await client.dispose();
  }
}

function connect(world: World, { url, token }: Server): Client {
  let lost = false;
  return createClient({
    url: `${url.replace(/^http/u, 'ws')}/graphql`,
    connectionParams: { Authorization: `Bearer ${token}` },
    webSocketImpl: WebSocket,
    // A server that is silent for longer than this is taken for gone.
    keepAlive: 10_000,
    retryAttempts: Infinity,
    shouldRetry: () => !world.interrupted.aborted,
    retryWait: async (retries) => {
      const ms = Math.min(pauseMs[0] * 2 ** retries, pauseMs[1]);
      await wait(ms, undefined, { signal: world.interrupted }).catch(() => undefined);
    },
    on: {
      closed: () => {
        if (!lost && !world.interrupted.aborted) world.err.write(`${url} is lost: connecting again.\n`);
        lost = true;
      },
      connected: () => {
        if (lost) world.err.write(`${url} is back: going on where it was lost.\n`);
        lost = false;
      },
    },
  });
}

function line({ at, type, summary, services, to, causedBy = [] }: EventTold, { out }: World): string {
  const word = (to ?? type.toLowerCase().replaceAll('_', ' ')).padEnd(19);
  const colour = to === undefined ? 'grey' : (colours[to] ?? 'bold');
  const because = causedBy.length > 0 ? ` (because of ${causedBy.map(({ name }) => name).join(', ')})` : '';
  const whom = services.map(({ name }) => name).join(', ');
  const text = printable(`${whom === '' || summary.includes(whom) ? '' : `${whom}: `}${summary}${because}`);
  return `${at}  ${paint(out, colour, word)}  ${text}\n`;
}

function explain(failure: unknown, { url }: Server): CannotDo {
  const first: unknown = Array.isArray(failure) ? failure[0] : failure;
  const code = field(first, 'code');
  if (typeof code === 'number' && notLetIn.has(code)) {
    return new CannotDo(exits.usage, `${url} does not let this token in. ${howToGetIn}`);
  }
  const said = field(first, 'message') ?? field(first, 'reason');
  return new CannotDo(
    exits.warn,
    `${url} ended the watch: ${typeof said === 'string' ? said : String(code)}`,
  );
}

function field(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined;
}
