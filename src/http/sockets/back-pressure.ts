import type { IncomingMessage } from 'node:http';
import type { WebSocket, WebSocketServer } from 'ws';

/** How many bytes may wait for a client before nothing more is read of it. */
const pendingBytes = 1_048_576;

/**
 * Reads nothing more of a client that does not take its answers: one that sends and never reads would else
 * fill the memory with pongs and results.
 */
export function holdBackSenders(sockets: WebSocketServer): void {
  sockets.on('connection', (socket: WebSocket, { socket: connection }: IncomingMessage) => {
    socket.on('message', () => {
      if (socket.bufferedAmount < pendingBytes || socket.isPaused) return;
      socket.pause();
      connection.once('drain', () => {
        socket.resume();
      });
    });
  });
}
