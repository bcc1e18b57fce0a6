import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the range that kernels give away by themselves: no connection of somebody else takes the port while
 * the container that it belongs to is dead.
 */
const [lowest, highest] = [20_000, 30_000];
const attempts = 100;

/** Whether nobody listens at a port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port of 127.0.0.1 that nobody listens at, and nobody is likely to before its container does. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = randomInt(lowest, highest);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port between ${lowest} and ${highest} is free.`);
}
