import type { Container } from '../container/container.ts';
import type { KindSignature } from '../plugin/plugin.ts';
import { addressOf, labels, tcpPorts } from './container-address.ts';
import { engineKind } from './dependencies.ts';

/** A service seen in a container. */
export interface Sighting {
  readonly name: string;
  readonly kind: KindSignature;
  /** The compose project; null for a container outside any. */
  readonly project: string | null;
  readonly containerName: string;
  /** Null when no address is known just now, as of a stopped container without published ports. */
  readonly url: string | null;
  /** Whether a port alone speaks for it: it is to be asked before it is believed. */
  readonly guessed: boolean;
}

/** A container beside services, of which nobody knows what it is. */
export interface Stranger {
  readonly containerName: string;
  readonly image: string;
  readonly project: string | null;
  /** What is wrong with its labels, in a sentence; null: it has none for Custos. */
  readonly mistake: string | null;
}

export interface Recognised {
  readonly sightings: readonly Sighting[];
  readonly strangers: readonly Stranger[];
}

/**
 * Ports that say what answers there. The others do not: half the world listens on 3000, and an engine's metrics
 * come from no container.
 */
const tellingPorts: ReadonlySet<number> = new Set([9090, 9093, 9100, 8082]);
/** Networks that every container may be on: to share one says nothing. */
const commonNetworks: ReadonlySet<string> = new Set(['bridge', 'host', 'none']);

/**
 * Finds services among containers. The best witness counts: the label `custos.kind`, the image's name, the compose
 * service's name, the container's name, and at last, beside other services, a port that tells, as a guess. One-off containers
 * (`compose run`), Custos itself and what is labelled `custos.ignore` are nobody's service. A container outside any
 * project belongs to the one project with whose services it shares a network. Names are unique per project: a further
 * replica is told apart by its number, and where that fails by its container's name.
 */
export function recognise(containers: readonly Container[], allKinds: readonly KindSignature[]): Recognised {
  const kinds = allKinds.filter(({ name }) => name !== engineKind);
  const candidates = [...containers].sort(byName).filter((container) => !isIgnored(container));
  const certain = new Map(candidates.map((container) => [container, witnessed(container, kinds)]));
  const places = new Places(candidates.filter((container) => certain.get(container)));
  const taken = new Set<string>();
  const sightings: Sighting[] = [];
  const strangers: Stranger[] = [];
  for (const container of candidates) {
    const project = places.projectOf(container);
    const beside = places.hasServices(container, project);
    const mistake = mistakeIn(container, kinds);
    const sure = mistake === null ? certain.get(container) : null;
    const guess = beside && mistake === null ? byPort(container, kinds) : null;
    const kind = sure ?? guess;
    const { name: containerName, image } = container;
    const name = kind && freeName(container, project, taken);
    if (kind && name !== null) {
      const url = addressOf(container, kind);
      sightings.push({ name, kind, project, containerName, url, guessed: !sure });
    }
    if (mistake !== null || (beside && !sure)) strangers.push({ containerName, image, project, mistake });
  }
  return { sightings, strangers };
}

const byName = (a: Container, b: Container): number => (a.name < b.name ? -1 : 1);

/** Whether a container is nobody's service, whatever it looks like. */
export function isIgnored({ image, labels: given }: Pick<Container, 'image' | 'labels'>): boolean {
  return (
    given[labels.ignore] === 'true' ||
    given['com.docker.compose.oneoff'] === 'True' ||
    /(?:^|\/)custos$/u.test(withoutTag(image))
  );
}

/** Where services were seen for certain: what is beside them may be one too. */
class Places {
  readonly #projects = new Set<string | null>();
  readonly #byNetwork = new Map<string, Set<string | null>>();

  constructor(services: readonly Container[]) {
    for (const { composeProject, networks } of services) {
      this.#projects.add(composeProject);
      for (const network of networks.filter((name) => !commonNetworks.has(name))) {
        this.#byNetwork.set(network, (this.#byNetwork.get(network) ?? new Set()).add(composeProject));
      }
    }
  }

  /** Its own project; of one without, that of the services on its networks, if it is one and the same. */
  projectOf({ composeProject, networks }: Container): string | null {
    if (composeProject !== null) return composeProject;
    const found = new Set(networks.flatMap((name) => [...(this.#byNetwork.get(name) ?? [])]));
    found.delete(null);
    const [only] = found;
    return found.size === 1 && only !== undefined ? only : null;
  }

  hasServices({ networks }: Container, project: string | null): boolean {
    if (project !== null) return this.#projects.has(project);
    return networks.some((name) => this.#byNetwork.has(name));
  }
}

function witnessed(container: Container, kinds: readonly KindSignature[]): KindSignature | null {
  const label = container.labels[labels.kind];
  if (label !== undefined) return kinds.find(({ name }) => name === label) ?? null;
  const image = withoutTag(container.image);
  return (
    kinds.find((kind) => kind.images.some((known) => image === known || image.endsWith(`/${known}`))) ??
    byEnding(container.composeService, kinds) ??
    byEnding(container.name, kinds)
  );
}

/** The kind after which something is named, whatever comes before it: `grafana`, `shop-grafana`, `mon_grafana_1`. */
function byEnding(name: string | null, kinds: readonly KindSignature[]): KindSignature | null {
  if (name === null) return null;
  const words = name
    .toLowerCase()
    .replace(/[-_.]\d+$/u, '')
    .replaceAll(/[_.]/gu, '-');
  const ending = kinds.filter((kind) => words === kind.name || words.endsWith(`-${kind.name}`));
  return ending.sort((a, b) => b.name.length - a.name.length)[0] ?? null;
}

function byPort(container: Container, kinds: readonly KindSignature[]): KindSignature | null {
  const telling = tcpPorts(container).filter((port) => tellingPorts.has(port));
  return kinds.find(({ port }) => telling.includes(port)) ?? null;
}

/** What is wrong with the labels for Custos, in a sentence; null when nothing is. */
function mistakeIn({ labels: given }: Container, kinds: readonly KindSignature[]): string | null {
  const [kind, port, scheme] = [given[labels.kind], given[labels.port], given[labels.scheme]];
  const known = kinds.map(({ name }) => name);
  if (kind !== undefined && !known.includes(kind)) {
    return `its label ${labels.kind} is “${kind}”; known are ${known.join(', ')}`;
  }
  if (port !== undefined && !(/^\d{1,5}$/u.test(port) && Number(port) > 0 && Number(port) <= 65_535)) {
    return `its label ${labels.port} is “${port}”, which is no port`;
  }
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') {
    return `its label ${labels.scheme} is “${scheme}”; give http or https`;
  }
  return null;
}

function withoutTag(image: string): string {
  const undigested = image.split('@')[0] ?? image;
  const colon = undigested.lastIndexOf(':');
  return colon > undigested.lastIndexOf('/') ? undigested.slice(0, colon) : undigested;
}

function freeName(container: Container, project: string | null, taken: Set<string>): string | null {
  const key = (name: string) => `${project ?? ''}/${name}`;
  const name = namesFor(container).find((candidate) => !taken.has(key(candidate))) ?? null;
  if (name !== null) taken.add(key(name));
  return name;
}

function namesFor(container: Container): readonly string[] {
  const said = container.labels[labels.name];
  if (said) return [said, container.name];
  if (container.composeService === null) return [container.name];
  const number = container.labels['com.docker.compose.container-number'] ?? '1';
  const numbered = `${container.composeService}-${number}`;
  return number === '1' ? [container.composeService, numbered, container.name] : [numbered, container.name];
}
