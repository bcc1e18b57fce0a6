const reasons: Readonly<Record<string, (at: { readonly host: string; readonly port: number }) => string>> = {
  EADDRINUSE: ({ port }) =>
    `another program listens on port ${String(port)} already. Stop it, or choose another port (--port).`,
  EACCES: ({ port }) =>
    `this user may not use port ${String(port)}. Choose a port from 1024 on, or grant the right to it.`,
  EADDRNOTAVAIL: ({ host }) =>
    `this machine has no address ${host}. Choose one that it has, such as 127.0.0.1 or 0.0.0.0.`,
  ENOTFOUND: ({ host }) => `the name ${host} cannot be resolved. Choose an address that this machine has.`,
};

/** The server could not open its port. The message is a sentence for the operator: what, why, what to do. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

/** A failed `listen` as CannotListen when its reason is known; anything else as it is. */
export function explainListen(error: unknown, at: { readonly host: string; readonly port: number }): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = reasons[code];
  if (!reason) return error;
  return new CannotListen(`Custos cannot listen on ${at.host}:${String(at.port)}: ${reason(at)}`, {
    cause: error,
  });
}
