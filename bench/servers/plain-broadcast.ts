import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answer, cpuMicroseconds, now } from '../answer.ts';

/** As little as can be done: the same text to every socket, without a protocol, a log or a query. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('connection', (socket) => {
  // The first message asks to be let in.
  socket.once('message', () => socket.send('{"type":"connection_ack"}'));
});

let frame = '';

answer(
  {
    start: async (given: { readonly frame: string }) => {
      frame = given.frame;
      if (server.address() === null) await once(server, 'listening');
      return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` };
    },
    happen: () => {
      const at = now();
      for (const socket of server.clients) socket.send(frame);
      return at;
    },
    cpu: () => cpuMicroseconds(),
  },
  () => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  },
);
