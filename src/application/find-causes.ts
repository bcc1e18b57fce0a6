import { createCauses } from '../domain/health/root-cause.ts';
import type { HealthStatus } from '../domain/health/health.ts';
import type { Dependencies } from '../domain/service/dependencies.ts';
import { dependenciesOf } from '../domain/service/dependencies.ts';
import type { Service } from '../domain/service/service.ts';
import { isPaused } from '../domain/service/service.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { Plugins } from './ports/plugins.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly plugins: Pick<Plugins, 'kinds'>;
}

/** What is known of one stack's dependencies, as long as neither its services nor their health change. */
interface Known {
  readonly revision: number;
  readonly services: readonly Service[];
  readonly dependencies: Dependencies;
  readonly dependents: ReadonlyMap<string, readonly Service[]>;
  readonly causesOf: (serviceId: string) => readonly string[];
}

/**
 * Who needs whom, and which failing service explains which: worked out once for a stack and a state of it, however
 * many ask.
 */
export class Causes {
  readonly #deps: Deps;
  readonly #known = new Map<string, Known>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** The services that one needs directly, by name. */
  dependencies({ id, stackId }: Service): readonly Service[] {
    return byName((this.#of(stackId).dependencies.get(id) ?? []).map((need) => need.service));
  }

  /** The services that need one directly, by name. */
  dependents({ id, stackId }: Service): readonly Service[] {
    return byName(this.#of(stackId).dependents.get(id) ?? []);
  }

  /** The deepest failing services that explain how one is, by name; none: it is the cause, or well. */
  causes({ id, stackId }: Service): readonly Service[] {
    return this.#named(this.#of(stackId).causesOf(id));
  }

  /** The same, of a service that is about to have another status: their ids. */
  causesWhen({ id, stackId }: Service, status: HealthStatus): readonly string[] {
    const { dependencies } = this.#of(stackId);
    const causesOf = createCauses(dependencies, (other) =>
      other === id ? status : this.#deps.inventory.standing(other).status,
    );
    return causesOf(id);
  }

  /**
   * The deepest failing services of a stack, by name: what is DOWN or DEGRADED, is explained by nothing else, and
   * is not in maintenance, about which nobody is to be alarmed.
   */
  rootCauses(stackId: string): readonly Service[] {
    const { inventory } = this.#deps;
    const { causesOf } = this.#of(stackId);
    return this.#deepest(stackId, (id) => inventory.standing(id).status, causesOf);
  }

  /** The same, if its services had these statuses. */
  rootCausesWhen(stackId: string, status: (serviceId: string) => HealthStatus): readonly Service[] {
    return this.#deepest(stackId, status, createCauses(this.#of(stackId).dependencies, status));
  }

  #deepest(
    stackId: string,
    status: (serviceId: string) => HealthStatus,
    causesOf: (serviceId: string) => readonly string[],
  ): readonly Service[] {
    const now = this.#deps.clock.now();
    return byName(
      this.#of(stackId).services.filter((service) => {
        const fails = ['DOWN', 'DEGRADED'].includes(status(service.id));
        return fails && causesOf(service.id).length === 0 && !isPaused(service, now);
      }),
    );
  }

  #of(stackId: string): Known {
    const { inventory, plugins } = this.#deps;
    const known = this.#known.get(stackId);
    if (known?.revision === inventory.revision) return known;
    const services = inventory.services().filter((service) => service.stackId === stackId);
    const kinds = new Map(plugins.kinds().map((kind) => [kind.name, kind.needs]));
    const dependencies = dependenciesOf(services, (kind) => kinds.get(kind) ?? []);
    const found: Known = {
      revision: inventory.revision,
      services,
      dependencies,
      dependents: turned(services, dependencies),
      causesOf: createCauses(dependencies, (id) => inventory.standing(id).status),
    };
    this.#known.set(stackId, found);
    return found;
  }

  #named(ids: readonly string[]): readonly Service[] {
    return byName(ids.flatMap((id) => this.#deps.inventory.service(id) ?? []));
  }
}

function turned(
  services: readonly Service[],
  dependencies: Dependencies,
): ReadonlyMap<string, readonly Service[]> {
  const dependents = new Map<string, Service[]>();
  for (const service of services) {
    for (const need of dependencies.get(service.id) ?? []) {
      const others = dependents.get(need.service.id);
      if (others) others.push(service);
      else dependents.set(need.service.id, [service]);
    }
  }
  return dependents;
}

function byName(services: readonly Service[]): readonly Service[] {
  return [...services].sort((a, b) => (a.name < b.name ? -1 : 1));
}
