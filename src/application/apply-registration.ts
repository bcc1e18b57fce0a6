import type { Container } from '../domain/container/container.ts';
import { isForbiddenAddress } from '../domain/net/address.ts';
import { Refusal } from '../domain/refusal.ts';
import { circleThrough } from '../domain/service/circle.ts';
import { addressOf } from '../domain/service/container-address.ts';
import { dependenciesOf, engineKind } from '../domain/service/dependencies.ts';
import type { Registration } from '../domain/service/registration.ts';
import { invalid, readUrl } from '../domain/service/registration.ts';
import type { Service } from '../domain/service/service.ts';
import { nearest } from '../domain/suggestion.ts';
import type { Inventory } from './inventory.ts';
import type { Network } from './ports/network.ts';
import type { Plugins } from './ports/plugins.ts';
import type { Sightings } from './sightings.ts';

export interface Ground {
  readonly inventory: Inventory;
  readonly plugins: Pick<Plugins, 'kinds'>;
  readonly network: Network;
  /** The port on which Custos itself listens; null before it does. */
  readonly ownPort: () => number | null;
  /** The containers of a stack's engine; null for a stack without Docker. */
  readonly sightings: (stackId: string) => Sightings | null;
  /** How often a service is probed of which nobody says it. */
  readonly probeIntervalMs: number;
}

/**
 * Refuses a URL that leads where nothing may be asked, or back to Custos. A name that cannot be resolved now is
 * let pass: its probes tell, and each of them looks at the address again before it connects.
 * @throws Refusal INVALID_ARGUMENT or ADDRESS_FORBIDDEN
 */
export async function refuseAddress({ network, ownPort }: Ground, text: string): Promise<void> {
  const url = readUrl(text);
  const addresses = await network.addressesOf(url.hostname);
  const path = ['input', 'url'];
  const forbidden = addresses.find((address) => isForbiddenAddress(address));
  if (forbidden !== undefined) {
    const message = `${url.hostname} leads to ${forbidden}, which is never asked: link-local, multicast and metadata addresses are no service's.`;
    throw new Refusal('ADDRESS_FORBIDDEN', message, { path });
  }
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (port === ownPort() && addresses.some((address) => network.isOwn(address))) {
    const message = `Custos itself answers at ${url.host}: give the address of the service.`;
    throw new Refusal('ADDRESS_FORBIDDEN', message, { path });
  }
}

/**
 * What becomes of a service by what is said of it, in view of the containers and services that there are.
 * @throws Refusal CONTAINER_UNKNOWN, DOCKER_UNREACHABLE, SERVICE_UNKNOWN, DEPENDENCY_CYCLE or INVALID_ARGUMENT
 */
export function applyRegistration(ground: Ground, before: Service, said: Registration): Service {
  const named: Service = { ...before, containerName: containerNameOf(ground, before, said) };
  const after: Service = {
    ...named,
    url: urlOf(ground, named, said),
    displayName: orElse(said.displayName, before.displayName, before.name),
    labels: said.labels === undefined ? before.labels : labelsOf(said.labels ?? []),
    dependsOn: orElse(said.dependsOn, before.dependsOn, null),
    probeIntervalMs: orElse(said.probeIntervalMs, before.probeIntervalMs, ground.probeIntervalMs),
    settings: orElse(said.settings as Service['settings'] | null | undefined, before.settings, {}),
  };
  if (said.dependsOn) refuseNeeds(ground, after, said.dependsOn);
  return after;
}

function orElse<T>(said: T | null | undefined, before: T, usual: T): T {
  return said === undefined ? before : (said ?? usual);
}

function labelsOf(labels: NonNullable<Registration['labels']>): Service['labels'] {
  return Object.fromEntries(labels.map(({ name, value }) => [name, value]));
}

function containerNameOf(ground: Ground, before: Service, { container, url }: Registration): string | null {
  if (container === undefined) return before.containerName;
  if (container === null) return null;
  const sightings = ground.sightings(before.stackId);
  if (sightings && !sightings.isCurrent()) return unseenContainer(container, url);
  const found = sightedContainer(sightings?.all() ?? [], container);
  const watched = ground.inventory.services().find((service) => isOther(service, before, found));
  if (watched && url == null) {
    const message = `The container ${found.name} is watched as ${watched.name} already: give a URL when another service answers from it.`;
    throw invalid('container', message, [watched.name]);
  }
  return found.name;
}

/** A silent engine lets a container pass that nobody has seen, when nothing else is to be known of it. */
function unseenContainer(name: string, url: string | null | undefined): string {
  if (url != null) return name;
  const message = `Docker does not answer, so nobody knows where ${name} does: give its URL, or wait for Docker.`;
  throw new Refusal('DOCKER_UNREACHABLE', message, { path: ['input', 'container'] });
}

/** By its name or id, or by the beginning of an id as Docker prints it. */
function sightedContainer(containers: readonly Container[], given: string): Container {
  const isId = /^[0-9a-f]{12,64}$/u.test(given);
  const found = containers.find(({ name, id }) => name === given || (isId && id.startsWith(given)));
  if (found) return found;
  const names = containers.map(({ name }) => name);
  throw new Refusal('CONTAINER_UNKNOWN', `There is no container ${given} in the stack's engine.`, {
    path: ['input', 'container'],
    suggestions: nearest(given, names),
  });
}

function isOther(service: Service, than: Service, { name }: Container): boolean {
  return service.stackId === than.stackId && service.id !== than.id && service.containerName === name;
}

/** As given, else as its container tells. */
function urlOf(ground: Ground, service: Service, said: Registration): string | null {
  if (said.url != null) return readUrl(said.url).href.replace(/\/+$/u, '');
  if (said.url === undefined && said.container == null && service.url !== null) return service.url;
  const container = ground.sightings(service.stackId)?.find(service.containerName ?? '');
  const kind = ground.plugins.kinds().find(({ name }) => name === service.kind);
  const url = container && kind ? addressOf(container, kind) : null;
  if (url !== null || service.kind === engineKind) return url;
  const message =
    service.containerName === null
      ? 'Give the URL of the service, or the container that it runs in.'
      : `The container ${service.containerName} has no address now: start it, or give the URL of the service.`;
  throw invalid('url', message);
}

function refuseNeeds({ inventory, plugins }: Ground, service: Service, names: readonly string[]): void {
  const siblings = inventory
    .services()
    .filter(({ stackId, id }) => stackId === service.stackId && id !== service.id);
  const path = ['input', 'dependsOn'];
  const unknown = names.find((name) => name !== service.name && !siblings.some((one) => one.name === name));
  if (unknown !== undefined) {
    const known = siblings.map(({ name }) => name);
    const message = `There is no service named ${unknown} in the stack that ${service.name} could need.`;
    throw new Refusal('SERVICE_UNKNOWN', message, { path, suggestions: nearest(unknown, known) });
  }
  const usual = (kind: string) => plugins.kinds().find(({ name }) => name === kind)?.needs ?? [];
  const circle = names.includes(service.name)
    ? [service.name, service.name]
    : circleThrough(dependenciesOf([...siblings, service], usual), service.id);
  if (circle) {
    const message = `The dependencies would run in a circle: ${circle.join(' -> ')}.`;
    throw new Refusal('DEPENDENCY_CYCLE', message, { path });
  }
}
