import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { resuming } from './resume.ts';

const schema = buildSchema(`
  type Query { head: String }
  type Subscription { entries(after: String): Entry }
  type Entry { cursor: String }
`);
const query = 'subscription Follow($after: String) { entries(after: $after) { cursor } }';
const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Serves a log of ten entries, and breaks the connection after every third one that it sends. */
async function breakingServer(asked: unknown[]): Promise<string> {
  const sockets = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  async function* entries(_root: unknown, { after }: { after?: string | null }) {
    asked.push(after ?? null);
    const first = Number(after ?? 0) + 1;
    for (let entry = first; entry <= 10; entry += 1) {
      if (entry === first + 3) {
        for (const socket of sockets.clients) socket.close(1012, 'Restarting');
        return;
      }
      yield { entries: { cursor: String(entry) } };
    }
  }
  const field = schema.getSubscriptionType()?.getFields()['entries'];
  if (field) field.subscribe = entries;
  const protocol = useServer({ schema }, sockets);
  stops.push(() => protocol.dispose());
  await once(sockets, 'listening');
  return `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`;
}

describe('A subscription of the page', () => {
  it('goes on after the last cursor when the connection breaks, without a hole and without doubles', async () => {
    const asked: unknown[] = [];
    const url = await breakingServer(asked);
    const client = createClient({
      url,
      webSocketImpl: WebSocket,
      retryAttempts: 9,
      retryWait: () => Promise.resolve(),
    });
    stops.push(() => client.dispose());

    const seen: unknown[] = [];
    await new Promise<void>((complete, error) => {
      const next = ({ data }: { data?: unknown }) =>
        void seen.push((data as { entries: { cursor: string } }).entries.cursor);
      resuming(client)({ query, variables: { after: null } }, { next, error, complete });
    });
    expect(seen).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    expect(asked).toEqual([null, '3', '6', '9']);
  });
});
