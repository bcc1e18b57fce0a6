import type { Container } from '../container/container.ts';
import type { Service } from '../service/service.ts';
import type { Target } from './target.ts';

/** What is known of where a stack's services are. */
export interface Surroundings {
  readonly services: readonly Service[];
  readonly containers: readonly Container[];
}

/** Names by which containers reach the host they run on. */
const hostNames = new Set(['host.docker.internal', 'gateway.docker.internal', 'docker.for.mac.localhost']);

/**
 * Finds out which service each target of a stack is, by where it is scraped: the name or an address of the
 * service's container, the host and port of its URL, a port of this host. A target elsewhere whose job is named
 * like a service, or like the kind of one alone, is that service when it is the only target of its job.
 *
 * @returns Ids of services by ids of targets; what no service is known for is not in it.
 */
export function placeTargets(
  targets: readonly Target[],
  surroundings: Surroundings,
): ReadonlyMap<string, string> {
  const index = new Index(surroundings);
  const jobs = new Map<string, number>();
  for (const target of targets) jobs.set(jobOf(target), (jobs.get(jobOf(target)) ?? 0) + 1);
  const placed = new Map<string, string>();
  for (const target of targets) {
    const found = index.at(target) ?? (jobs.get(jobOf(target)) === 1 ? index.named(target.job) : null);
    if (found) placed.set(target.id, found.id);
  }
  return placed;
}

const jobOf = ({ scrapedById, job }: Target): string => `${scrapedById} ${job}`;

/** On which Prometheus listens unless told otherwise. */
const ownPort = '9090';

/** The services of a stack by all that a target may call them. */
class Index {
  readonly #byId = new Map<string, Service>();
  /** By name and address of the container; null: more than one is called so. */
  readonly #byHost = new Map<string, Service | null>();
  /** By host and port of the URL. */
  readonly #byUrl = new Map<string, Service | null>();
  readonly #byName = new Map<string, Service | null>();
  readonly #byKind = new Map<string, Service | null>();
  /** Of the services whose localhost is not that of this host: the ports on which they may listen there. */
  readonly #secluded = new Map<string, ReadonlySet<string>>();

  constructor({ services, containers }: Surroundings) {
    const known = new Map(containers.map((container) => [container.name, container]));
    for (const service of services) {
      this.#byId.set(service.id, service);
      note(this.#byName, service.name, service);
      note(this.#byKind, service.kind, service);
      const place = service.url === null ? null : placeOf(service.url);
      if (place) note(this.#byUrl, `${place.host}:${place.port}`, service);
      this.#contain(service, known.get(service.containerName ?? '') ?? null);
    }
  }

  /** The service that answers where a target is scraped. */
  at({ scrapeUrl, instance, scrapedById }: Target): Service | null {
    const place = placeOf(scrapeUrl) ?? placeOf(`http://${instance}`);
    if (!place) return null;
    if (place.host === 'localhost' && this.#secluded.has(scrapedById)) {
      return this.#itself(scrapedById, place.port);
    }
    const host = isThisHost(place.host) ? 'localhost' : place.host;
    return this.#byHost.get(host) ?? this.#byUrl.get(`${host}:${place.port}`) ?? null;
  }

  /** The one service of this name, or of this kind. */
  named(job: string): Service | null {
    return this.#byName.get(job) ?? this.#byKind.get(job) ?? null;
  }

  #contain(service: Service, container: Container | null): void {
    if (service.containerName === null) return;
    note(this.#byHost, service.containerName.toLowerCase(), service);
    if (container?.networks.includes('host')) return;
    const ports = container?.ports.map(({ containerPort }) => String(containerPort)) ?? [];
    this.#secluded.set(service.id, new Set([ownPort, ...ports]));
    if (!container) return;
    if (container.composeService !== null) {
      note(this.#byHost, container.composeService.toLowerCase(), service);
    }
    for (const address of new Set(Object.values(container.addresses))) {
      if (address !== '') note(this.#byHost, address, service);
    }
  }

  /** Inside a container, localhost is what runs in it: Prometheus on its own ports, and nothing else. */
  #itself(scrapedById: string, port: string): Service | null {
    const listens = this.#secluded.get(scrapedById)?.has(port) === true;
    return listens ? (this.#byId.get(scrapedById) ?? null) : null;
  }
}

function note(index: Map<string, Service | null>, key: string, service: Service): void {
  const before = index.get(key);
  index.set(key, before === undefined || before?.id === service.id ? service : null);
}

interface Place {
  readonly host: string;
  readonly port: string;
}

/** Host and port of a URL; a loopback address is `localhost`, whichever. Null for what is no URL. */
function placeOf(url: string): Place | null {
  const parts = /^(https?):\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^:/?#]+)(?::(\d{1,5}))?(?:[/?#]|$)/iu.exec(url);
  const [, scheme = '', written, port] = parts ?? [];
  if (written === undefined) return null;
  const host = written.replace(/^\[|\]$|\.$/gu, '').toLowerCase();
  const isLoopback = host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/u.test(host);
  return {
    host: isLoopback ? 'localhost' : host,
    port: port ?? (scheme.toLowerCase() === 'https' ? '443' : '80'),
  };
}

/** Whether it is how a container calls the host: by one of Docker's names, or the gateway of one of its networks. */
function isThisHost(host: string): boolean {
  return hostNames.has(host) || /^172\.(?:1[6-9]|2\d|3[01])\.\d{1,3}\.1$/u.test(host);
}
