import type { RequestListener } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { selfSigned } from './plugin-tls.ts';

/** What a server answers to a path; one that is missing is 404, as Go's server says it. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
}
export type Routes = Readonly<Record<string, Answer>>;

/** Answers by routes on a port of 127.0.0.1 until the test is over, and tells what it is asked; answers the URL. */
export const serve = (routes: Routes, asked: (path: string) => void = () => undefined): Promise<string> => {
  const answer = answering(routes);
  return serveHttp((request, response) => {
    asked(request.url ?? '');
    answer(request, response);
  });
};

/** The same with HTTPS and a certificate that nobody vouches for. */
export async function serveTls(routes: Routes): Promise<string> {
  const port = await listening(createHttpsServer(selfSigned, answering(routes)));
  return `https://localhost:${port}`;
}

export async function serveHttp(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listening(createHttpServer(listener))}`;
}

/** Takes connections, and does with them what is given. */
export async function serveTcp(take: (socket: Socket) => unknown): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    take(socket);
  });
  return `http://127.0.0.1:${await listening(server)}`;
}

/** Where nothing listens, because what did has just gone. */
export async function closedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const answering =
  (routes: Routes): RequestListener =>
  (request, response) => {
    const {
      status = 200,
      headers = {},
      text,
    } = routes[request.url ?? ''] ?? {
      status: 404,
      text: '404 page not found\n',
    };
    response.writeHead(status, headers).end(text);
  };
