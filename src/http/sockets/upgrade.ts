import type { IncomingMessage, Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import type { Origins } from '../origins.ts';
import { isOwnHost, mayConnect } from '../origins.ts';

/** What decides about an upgrade. */
export interface UpgradeRules {
  readonly path: string;
  readonly origins: Origins;
  /** How many sockets may be open at a time. */
  readonly sockets: number;
  readonly isStopping: () => boolean;
}

/** Hands HTTP connections that ask for a WebSocket over, if they may have one. */
export function acceptUpgrades(server: Server, sockets: WebSocketServer, rules: UpgradeRules): void {
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    // Before anybody else listens, an error on the connection would end the process.
    const ignore = (): void => void connection.destroy();
    connection.on('error', ignore);
    const refusal = refusalOf(request, sockets.clients.size, rules);
    if (refusal) {
      refuse(connection, refusal);
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => {
      connection.off('error', ignore);
      sockets.emit('connection', socket, request);
    });
  });
}

interface UpgradeRefusal {
  readonly status: number;
  readonly message: string;
}

function refusalOf(
  { url, headers }: IncomingMessage,
  open: number,
  rules: UpgradeRules,
): UpgradeRefusal | null {
  if ((url ?? '').split('?')[0] !== rules.path) {
    return { status: 404, message: `WebSockets are served at ${rules.path}.` };
  }
  if (!isOwnHost(headers.host, rules.origins)) {
    return { status: 421, message: 'The Host header does not name this server.' };
  }
  if (!mayConnect(headers.origin, headers.host, rules.origins)) {
    return { status: 403, message: 'Pages of this origin may not connect: corsOrigins does not name it.' };
  }
  if (rules.isStopping()) return { status: 503, message: 'The server is stopping.' };
  return open < rules.sockets
    ? null
    : { status: 503, message: 'There are too many sockets: try again later.' };
}

function refuse(connection: Duplex, { status, message }: UpgradeRefusal): void {
  const body = JSON.stringify({ error: message });
  connection.end(
    [
      `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${String(Buffer.byteLength(body))}`,
      '',
      body,
    ].join('\r\n'),
  );
}
