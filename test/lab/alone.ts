import { createServer, type Server } from 'node:net';

import { until } from './until.ts';

/**
 * Does something while no other process on this machine does it: test files run side by side and share one
 * engine and its images. The lock is a name of Linux's abstract sockets, which goes with the process that holds it.
 */
export async function alone<T>(what: string, withinMs: number, work: () => Promise<T>): Promise<T> {
  const held = await until(`this process may ${what}`, { withinMs, everyMs: 100 }, () =>
    hold(`\0custos-lab ${what}`),
  );
  try {
    return await work();
  } finally {
    await new Promise((resolve) => held.close(resolve));
  }
}

function hold(name: string): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(name, () => resolve(server));
  });
}
