import type { Container } from '../container/container.ts';
import type { KindSignature } from '../plugin/plugin.ts';

/** A service seen in a container. */
export interface Sighting {
  readonly name: string;
  readonly kind: KindSignature;
  /** The compose project; null for a container outside any. */
  readonly project: string | null;
  readonly containerName: string;
  /** Null when no address is known just now, as of a stopped container without published ports. */
  readonly url: string | null;
}

/**
 * Finds services among containers: by the image's name, which is the better witness, else by the compose
 * service's name. One-off containers (`compose run`) are nobody's service. Names are unique per project: a
 * further replica is told apart by its number, and where that fails by its container's name.
 */
export function recognise(
  containers: readonly Container[],
  kinds: readonly KindSignature[],
): readonly Sighting[] {
  const taken = new Set<string>();
  const sightings: Sighting[] = [];
  for (const container of [...containers].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const kind = kindOf(container, kinds);
    if (!kind || container.labels['com.docker.compose.oneoff'] === 'True') continue;
    const project = container.composeProject;
    const name = namesFor(container).find((candidate) => !taken.has(`${project ?? ''}/${candidate}`));
    if (name === undefined) continue;
    taken.add(`${project ?? ''}/${name}`);
    sightings.push({
      name,
      kind,
      project,
      containerName: container.name,
      url: addressOf(container, kind.port),
    });
  }
  return sightings;
}

function kindOf(container: Container, kinds: readonly KindSignature[]): KindSignature | null {
  const image = withoutTag(container.image);
  const byImage = kinds.find((kind) =>
    kind.images.some((known) => image === known || image.endsWith(`/${known}`)),
  );
  return byImage ?? kinds.find((kind) => kind.name === container.composeService) ?? null;
}

function withoutTag(image: string): string {
  const undigested = image.split('@')[0] ?? image;
  const colon = undigested.lastIndexOf(':');
  return colon > undigested.lastIndexOf('/') ? undigested.slice(0, colon) : undigested;
}

function namesFor(container: Container): readonly string[] {
  if (container.composeService === null) return [container.name];
  const number = container.labels['com.docker.compose.container-number'] ?? '1';
  const numbered = `${container.composeService}-${number}`;
  return number === '1' ? [container.composeService, numbered, container.name] : [numbered, container.name];
}

/**
 * Where a container answers from this host: its published port, else its address on one of its networks,
 * which Linux hosts reach directly.
 */
export function addressOf(container: Container, port: number): string | null {
  const bindings = container.ports.filter(
    (binding) => binding.containerPort === port && binding.protocol === 'TCP',
  );
  const published = bindings.find((binding) => binding.hostPort !== null);
  if (published?.hostPort) return `http://${reachable(published.hostIp)}:${String(published.hostPort)}`;
  const address = Object.entries(container.addresses).sort()[0]?.[1];
  return address ? `http://${bracketed(address)}:${String(port)}` : null;
}

function reachable(hostIp: string | null): string {
  return hostIp === null || hostIp === '' || hostIp === '0.0.0.0' || hostIp === '::'
    ? '127.0.0.1'
    : bracketed(hostIp);
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
