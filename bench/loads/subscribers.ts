import { once } from 'node:events';
import { WebSocket, type RawData } from 'ws';
import { answer, now } from '../answer.ts';

/** Many who follow the same. */
export interface Crowd {
  readonly url: string;
  readonly size: number;
  readonly query: string;
  readonly authorization: string;
}

/** How many come at a time: a server has a backlog of 511. */
const group = 200;
const id = '1';
const beginning = `{"id":"${id}","type":"next",`;
const sockets: WebSocket[] = [];
/** When each socket got its first item, its second, and so on. */
const arrivals: number[][] = [];
let delivered = 0;
let newest: Buffer = Buffer.alloc(0);
let ending = false;
let awaited: { readonly deliveries: number; readonly resolve: () => void } | null = null;

answer(
  {
    /** Resolves when all are let in; what they ask for is on its way then. */
    connect: async ({ size, ...crowd }: Crowd) => {
      for (let joined = 0; joined < size; joined += group)
        await Promise.all(Array.from({ length: Math.min(group, size - joined) }, () => join(crowd)));
    },
    /** Resolves when this many deliveries were made to all together since the beginning, with the time of the last one. */
    delivered: async (deliveries: number) => {
      if (delivered < deliveries) await new Promise<void>((resolve) => (awaited = { deliveries, resolve }));
      return now();
    },
    count: () => delivered,
    /** The newest frame, as it came. */
    frame: () => newest.toString(),
    /** When the items after the first so many arrived: for each item, at each socket. */
    arrivals: (after: number) => arrivals.slice(after),
  },
  () => {
    ending = true;
    for (const socket of sockets) socket.terminate();
  },
);

async function join({ url, query, authorization }: Omit<Crowd, 'size'>): Promise<void> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
  sockets.push(socket);
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: authorization } }));
  await once(socket, 'message');
  let items = 0;
  socket.on('message', (data: RawData) => take(data, items++));
  socket.on('close', (code, reason) => {
    if (!ending) throw new Error(`A subscriber was closed with ${code}: ${reason.toString()}`);
  });
  socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
  // Frames are answered in their order: after the pong it has subscribed.
  socket.ping();
  await once(socket, 'pong');
}

function take(data: RawData, item: number): void {
  const at = now();
  if (!(data instanceof Buffer)) throw new Error('An item came in pieces.');
  if (data.toString('latin1', 0, beginning.length) !== beginning)
    throw new Error(`No item: ${data.toString()}`);
  (arrivals[item] ??= []).push(at);
  newest = data;
  delivered += 1;
  if (awaited && delivered >= awaited.deliveries) {
    awaited.resolve();
    awaited = null;
  }
}
