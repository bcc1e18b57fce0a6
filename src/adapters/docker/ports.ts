import { type PortBinding, portProtocols } from '../../domain/container/container.ts';
import type { Inspection } from './reply.ts';

/**
 * The ports of a container, by number: as they are bound while it runs, as they were asked for while it does
 * not (Docker then lists none), and those only exposed without a place on the host.
 */
export function portBindings(inspected: Inspection, runs: boolean): readonly PortBinding[] {
  const exposed = Object.fromEntries(Object.keys(inspected.Config.ExposedPorts).map((port) => [port, null]));
  const bound = runs ? inspected.NetworkSettings.Ports : inspected.HostConfig.PortBindings;
  return Object.entries({ ...exposed, ...bound })
    .flatMap(([port, places]) => bindingsOf(port, places ?? []))
    .sort((a, b) => a.containerPort - b.containerPort || a.protocol.localeCompare(b.protocol));
}

type Place = { readonly HostIp?: string | null | undefined; readonly HostPort?: string | null | undefined };

/** `port` is as Docker writes it: `9090/tcp`. */
function bindingsOf(port: string, places: readonly Place[]): readonly PortBinding[] {
  const [number, word = 'tcp'] = port.split('/');
  const protocol = portProtocols.find((known) => known === word.toUpperCase());
  const containerPort = portNumber(number);
  if (!protocol || containerPort === null) return [];
  if (places.length === 0) return [{ containerPort, protocol, hostIp: null, hostPort: null }];
  return places.map((place) => ({
    containerPort,
    protocol,
    // No address asked for means every address.
    hostIp: place.HostIp ? place.HostIp : '0.0.0.0',
    hostPort: portNumber(place.HostPort),
  }));
}

/** Null for what is no single port: none is chosen yet, or a range was asked for. */
function portNumber(text: string | null | undefined): number | null {
  return text && /^[1-9]\d{0,4}$/u.test(text) ? Number(text) : null;
}
