import type { CheckContext, ContainerFacts, Peer } from 'custos/plugin-sdk';

/** A service of the stack, and what Docker says of its container; null when it has none, or none can be read. */
export interface Place {
  readonly peer: Peer;
  readonly container: ContainerFacts | null;
}

/** What surrounds the targets: Prometheus' own container and all services of the stack. */
export interface Surroundings {
  readonly own: ContainerFacts | null;
  readonly places: readonly Place[];
}

/**
 * Looks at the containers of the stack: all, or those of the services that are wanted. What cannot be read is left out:
 * the targets' errors stand without it.
 */
export async function lookAround(
  context: CheckContext,
  isWanted: (peer: Peer) => boolean = () => true,
): Promise<Surroundings> {
  const places = await Promise.all(
    context.services.filter(isWanted).map(async (peer) => ({
      peer,
      container: peer.containerName === null ? null : await inspected(context, peer.name),
    })),
  );
  return { own: await inspected(context, context.service.name), places };
}

/** The service of the stack that goes by this name or address. */
export function placeOf(host: string, { places }: Surroundings): Place | null {
  return (
    places.find(({ peer, container }) => namesOf(peer, container).includes(host)) ??
    places.find(({ container }) => container?.networks.some(({ address }) => address === host)) ??
    null
  );
}

/** The names by which containers of its networks can know it. */
export function namesOf(peer: Peer, container: ContainerFacts | null): readonly string[] {
  const service = container?.labels['com.docker.compose.service'];
  const aliases = container?.networks.flatMap((network) => network.aliases) ?? [];
  const names = [peer.containerName, container?.name, service, ...aliases];
  return [...new Set(names.filter((name) => typeof name === 'string'))];
}

/** Networks that two containers have in common, by name. */
export function sharedNetworks(one: ContainerFacts, other: ContainerFacts): readonly string[] {
  return one.networks
    .filter(({ networkId }) => other.networks.some((network) => network.networkId === networkId))
    .map(({ network }) => network);
}

/** Whether a container has a network of its own: neither the host's nor another's. */
export function isNetworked(container: ContainerFacts): boolean {
  return container.networkMode !== 'host' && !container.networkMode.startsWith('container:');
}

async function inspected(context: CheckContext, service: string): Promise<ContainerFacts | null> {
  try {
    return await context.container.inspect(service);
  } catch {
    return null;
  }
}
