/** Where a server that listens there is reached from its own machine. */
export function localAddress({ host, port }: { readonly host: string; readonly port: number }): string {
  const everywhere: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
  const at = everywhere[host] ?? host;
  return `http://${at.includes(':') ? `[${at}]` : at}:${String(port)}`;
}
