import type { Token } from '../domain/access/token.ts';
import type { Standing } from '../domain/health/standing.ts';
import { unobserved } from '../domain/health/standing.ts';
import type { PluginSwitch } from '../domain/plugin/plugin.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import type { Target } from '../domain/target/target.ts';
import type { State, StateChange } from './ports/state.ts';

/**
 * All state, in memory: what was loaded at start, and every change since, told by the log at its commit. It is
 * never behind the log's head, so a cursor and the state read in one breath belong together.
 *
 * A standing may be ahead of the database: what changed no status is kept here and written in batches.
 */
export class Inventory {
  readonly #stacks: Map<string, Stack>;
  readonly #services: Map<string, Service>;
  readonly #standings: Map<string, Standing>;
  readonly #targets: Map<string, Target>;
  readonly #credentials: Map<string, string>;
  readonly #configuredCredentials = new Map<string, string>();
  readonly #tokens: Map<string, Token>;
  readonly #switches: Map<string, PluginSwitch>;
  readonly #dirty = new Set<string>();
  #watched: readonly Service[] | null = null;
  #scraped: readonly Target[] | null = null;
  #revision = 0;
  #targetsRevision = 0;

  constructor(state: State) {
    this.#stacks = new Map(state.stacks.map((stack) => [stack.id, stack]));
    this.#services = new Map(state.services.map((service) => [service.id, service]));
    this.#standings = new Map(state.standings);
    this.#targets = new Map(state.targets.map((target) => [target.id, target]));
    this.#credentials = new Map(state.credentials);
    this.#tokens = new Map(state.tokens.map((token) => [token.id, token]));
    this.#switches = new Map(state.switches.map((known) => [known.name, known]));
  }

  /** Takes over what was committed. */
  apply(changes: readonly StateChange[]): void {
    for (const change of changes) {
      switch (change.kind) {
        case 'stack-saved':
          this.#stacks.set(change.stack.id, change.stack);
          break;
        case 'service-saved':
          this.#services.set(change.service.id, change.service);
          this.#watched = null;
          this.#revision += 1;
          break;
        case 'standing-saved':
          if (this.standing(change.serviceId).status !== change.standing.status) this.#revision += 1;
          this.#standings.set(change.serviceId, change.standing);
          this.#dirty.delete(change.serviceId);
          break;
        case 'target-saved':
          this.#targets.set(change.target.id, change.target);
          this.#scraped = null;
          this.#targetsRevision += 1;
          break;
        case 'credential-saved':
          if (change.authorization === null) this.#credentials.delete(change.serviceId);
          else this.#credentials.set(change.serviceId, change.authorization);
          break;
        case 'token-saved':
          this.#tokens.set(change.token.id, change.token);
          break;
        case 'plugin-switched':
          this.#switches.set(change.switched.name, change.switched);
          break;
        case 'diagnosis-saved':
        case 'verification-saved':
        case 'alert-saved':
        case 'hook-received':
        case 'hook-done':
          // Read from the store when they are asked for, or kept by others: there is no end to them.
          break;
      }
    }
  }

  /** Stacks in the order in which they became known: the first is the default. */
  stacks(): readonly Stack[] {
    return [...this.#stacks.values()];
  }

  stack(id: string): Stack | null {
    return this.#stacks.get(id) ?? null;
  }

  /** Counts the changes of services and of their statuses: what was worked out from them holds while it stays. */
  get revision(): number {
    return this.#revision;
  }

  /** Watched services by name, then by stack; removed ones left out. */
  services(): readonly Service[] {
    this.#watched ??= [...this.#services.values()]
      .filter((service) => service.removedAt === null)
      .sort((a, b) => compare(a.name, b.name) || compare(this.#stackName(a), this.#stackName(b)));
    return this.#watched;
  }

  #stackName({ stackId }: Service): string {
    return this.#stacks.get(stackId)?.name ?? '';
  }

  /** Ids of all services of these names, removed ones too. */
  idsNamed(names: readonly string[]): readonly string[] {
    return [...this.#services.values()].filter(({ name }) => names.includes(name)).map(({ id }) => id);
  }

  /** Removed services too. */
  service(id: string): Service | null {
    return this.#services.get(id) ?? null;
  }

  standing(serviceId: string): Standing {
    return this.#standings.get(serviceId) ?? unobserved(new Date(0));
  }

  /** Keeps a standing whose status is as it was; it is written with the next batch. */
  keep(serviceId: string, standing: Standing): void {
    this.#standings.set(serviceId, standing);
    this.#dirty.add(serviceId);
  }

  /** The standings that the database does not have yet. */
  unwritten(): readonly StateChange[] {
    return [...this.#dirty].map((serviceId) => ({
      kind: 'standing-saved',
      serviceId,
      standing: this.standing(serviceId),
    }));
  }

  /** Targets that are scraped, removed ones left out. */
  targets(): readonly Target[] {
    this.#scraped ??= [...this.#targets.values()].filter((target) => target.removedAt === null);
    return this.#scraped;
  }

  /** Counts the targets that came, went and changed health. */
  get targetsRevision(): number {
    return this.#targetsRevision;
  }

  /** Removed targets too. */
  target(id: string): Target | null {
    return this.#targets.get(id) ?? null;
  }

  /** Keeps what a listing says of a target whose health is as it was; it is not written. */
  keepTarget(target: Target): void {
    this.#targets.set(target.id, target);
    this.#scraped = null;
  }

  /** Keeps the secret that the configuration gives for a service; it is never written, and outweighs a registered one. */
  keepCredential(serviceId: string, authorization: string): void {
    this.#configuredCredentials.set(serviceId, authorization);
  }

  /** The secret with which requests to a service are made, as configured or registered; null when it has none. */
  credential(serviceId: string): string | null {
    return this.#configuredCredentials.get(serviceId) ?? this.#credentials.get(serviceId) ?? null;
  }

  tokens(): readonly Token[] {
    return [...this.#tokens.values()];
  }

  token(id: string): Token | null {
    return this.#tokens.get(id) ?? null;
  }

  /** Names of the plugins that somebody switched off. */
  disabledPlugins(): readonly string[] {
    return [...this.#switches.values()].filter(({ disabled }) => disabled).map(({ name }) => name);
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
