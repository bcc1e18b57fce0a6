import type { Container } from '../container/container.ts';
import type { KindSignature, Tellers } from '../plugin/plugin.ts';

/** Labels with which an operator tells what cannot be seen. */
export const labels = {
  kind: 'custos.kind',
  name: 'custos.name',
  port: 'custos.port',
  path: 'custos.path',
  scheme: 'custos.scheme',
  ignore: 'custos.ignore',
} as const;

/**
 * Where a service of a kind answers from this host: at its published port, else at its container's address on a
 * network, which Linux hosts reach directly; below the path that its command or environment tells. Null when no
 * address is known just now, as of a stopped container without published ports.
 */
export function addressOf(
  container: Container,
  kind: Pick<KindSignature, 'port' | 'listens' | 'prefix'>,
): string | null {
  const place = hostAndPort(container, portOf(container, kind));
  if (place === null) return null;
  const scheme = container.labels[labels.scheme] === 'https' ? 'https' : 'http';
  return `${scheme}://${place}${pathOf(container, kind.prefix)}`;
}

/** The port inside the container: as the label says, its creation tells, the kind's own, or the only one there is. */
function portOf(container: Container, kind: Pick<KindSignature, 'port' | 'listens'>): number {
  const told = container.labels[labels.port] ?? toldBy(container, kind.listens);
  const port = Number(/(?:^|:)(\d{1,5})$/u.exec(told ?? '')?.[1]);
  if (port > 0 && port <= 65_535) return port;
  const open = new Set(tcpPorts(container));
  const [only] = open;
  return open.size === 1 && only !== undefined ? only : kind.port;
}

/** The ports of a container that take connections. */
export function tcpPorts({ ports }: Pick<Container, 'ports'>): readonly number[] {
  return ports.filter(({ protocol }) => protocol === 'TCP').map(({ containerPort }) => containerPort);
}

function hostAndPort(container: Container, port: number): string | null {
  const published = container.ports.find(
    (binding) => binding.containerPort === port && binding.protocol === 'TCP' && binding.hostPort !== null,
  );
  if (published?.hostPort) return `${reachable(published.hostIp)}:${String(published.hostPort)}`;
  if (container.networks.includes('host')) return `127.0.0.1:${String(port)}`;
  const address = Object.entries(container.addresses).sort()[0]?.[1];
  return address ? `${bracketed(address)}:${String(port)}` : null;
}

function pathOf(container: Container, prefix: Tellers): string {
  const told = container.labels[labels.path] ?? toldBy(container, prefix) ?? '';
  const path = told.replace(/^[^/]*:\/\/[^/]*/u, '').replace(/^\/*|\/+$/gu, '');
  return /^[\w.~/-]+$/u.test(path) ? `/${path}` : '';
}

/** What the first flag that was given says, else the first variable; null when none was. */
function toldBy(container: Container, { flags, environment, onlyIf }: Tellers): string | null {
  if (onlyIf !== null && container.environment[onlyIf] !== 'true') return null;
  const words = container.command.flatMap((word) => word.split(/\s+/u));
  for (const flag of flags) {
    const index = words.findIndex((word) => word === flag || word.startsWith(`${flag}=`));
    const word = words[index];
    if (word !== undefined) return word === flag ? (words[index + 1] ?? '') : word.slice(flag.length + 1);
  }
  return environment.map((name) => container.environment[name]).find((value) => value !== undefined) ?? null;
}

function reachable(hostIp: string | null): string {
  return hostIp === null || hostIp === '' || hostIp === '0.0.0.0' || hostIp === '::'
    ? '127.0.0.1'
    : bracketed(hostIp);
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
