import type { Container } from '../domain/container/container.ts';
import type { Service } from '../domain/service/service.ts';
import { placeTargets } from '../domain/target/place-targets.ts';
import type { Target, TargetHealth } from '../domain/target/target.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { Sightings } from './sightings.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly sightings: (stackId: string) => Sightings | null;
}

/** Targets are listed as often as their Prometheus is probed, but not more often than this. */
const fastestMs = 5000;
/** What is said of a target is old after so many missed listings: one may be lost, two may be slow. */
const missedTurns = 3;

/** How often the targets of a Prometheus are listed. */
export function listingIntervalMs({ probeIntervalMs }: Pick<Service, 'probeIntervalMs'>): number {
  return Math.max(fastestMs, probeIntervalMs);
}

/** How long what a Prometheus said of a target is believed. */
export function believedMs(prometheus: Pick<Service, 'probeIntervalMs'>): number {
  return missedTurns * listingIntervalMs(prometheus);
}

/** What all that was worked out depends on. */
interface Basis {
  readonly revision: number;
  readonly services: readonly Service[];
  readonly containers: readonly (readonly Container[])[];
}

/** Who is who among targets and services, as long as neither these nor the containers change. */
interface Known {
  readonly basis: Basis;
  /** Ids of all scraped targets by job and instance. */
  readonly ordered: readonly string[];
  readonly serviceOf: ReadonlyMap<string, string>;
  /** Ids of the targets of each service, by job and instance. */
  readonly ofService: ReadonlyMap<string, readonly string[]>;
}

/** The targets, with what follows from what is known of them: worked out once for a state, however many ask. */
export class Targets {
  readonly #deps: Deps;
  #memory: Known | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** Scraped targets by job and instance. */
  all(): readonly Target[] {
    return this.#found(this.#known().ordered);
  }

  /** The targets that are a service, by job and instance. */
  of(serviceId: string): readonly Target[] {
    return this.#found(this.#known().ofService.get(serviceId) ?? []);
  }

  /** The service that a target is; null when none is known there. */
  service(target: Target): Service | null {
    const id = this.#known().serviceOf.get(target.id);
    return id === undefined ? null : this.#deps.inventory.service(id);
  }

  /** The services that targets are that are about to come, beside those that are there: ids by ids. */
  place(stackId: string, coming: readonly Target[]): ReadonlyMap<string, string> {
    const there = this.#deps.inventory.targets().filter((target) => target.stackId === stackId);
    const all = new Map([...there, ...coming].map((target) => [target.id, target]));
    return this.#placed(stackId, [...all.values()]);
  }

  /** Whether nothing that is said of it can be believed: not listed for too long, or its Prometheus is DOWN. */
  isStale({ scrapedById, observedAt }: Target): boolean {
    const { inventory, clock } = this.#deps;
    const prometheus = inventory.service(scrapedById);
    if (!prometheus || inventory.standing(scrapedById).status === 'DOWN') return true;
    return clock.now().getTime() - observedAt.getTime() >= believedMs(prometheus);
  }

  /** How its last scrape went, as far as it can be believed. */
  health(target: Target): TargetHealth {
    return this.isStale(target) ? 'UNKNOWN' : target.health;
  }

  #known(): Known {
    const { inventory, sightings } = this.#deps;
    const basis: Basis = {
      revision: inventory.targetsRevision,
      services: inventory.services(),
      containers: inventory.stacks().map(({ id }) => sightings(id)?.all() ?? none),
    };
    if (this.#memory && isSame(this.#memory.basis, basis)) return this.#memory;
    this.#memory = this.#workOut(basis);
    return this.#memory;
  }

  #workOut(basis: Basis): Known {
    const { inventory } = this.#deps;
    const ordered = [...inventory.targets()].sort(byJobAndInstance);
    const serviceOf = new Map<string, string>();
    for (const { id } of inventory.stacks()) {
      const members = ordered.filter(({ stackId }) => stackId === id);
      if (members.length === 0) continue;
      for (const [target, service] of this.#placed(id, members)) serviceOf.set(target, service);
    }
    const ofService = new Map<string, string[]>();
    for (const { id } of ordered) {
      const service = serviceOf.get(id);
      if (service === undefined) continue;
      const others = ofService.get(service);
      if (others) others.push(id);
      else ofService.set(service, [id]);
    }
    return { basis, ordered: ordered.map(({ id }) => id), serviceOf, ofService };
  }

  #placed(stackId: string, targets: readonly Target[]): ReadonlyMap<string, string> {
    const { inventory, sightings } = this.#deps;
    const services = inventory.services().filter((service) => service.stackId === stackId);
    return placeTargets(targets, { services, containers: sightings(stackId)?.all() ?? none });
  }

  #found(ids: readonly string[]): readonly Target[] {
    return ids.flatMap((id) => this.#deps.inventory.target(id) ?? []);
  }
}

const none: readonly Container[] = [];

function isSame(a: Basis, b: Basis): boolean {
  return (
    a.revision === b.revision &&
    a.services === b.services &&
    a.containers.length === b.containers.length &&
    a.containers.every((containers, index) => containers === b.containers[index])
  );
}

function byJobAndInstance(a: Target, b: Target): number {
  return compare(a.job, b.job) || compare(a.instance, b.instance) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
