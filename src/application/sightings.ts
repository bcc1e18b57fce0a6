import type { Container } from '../domain/container/container.ts';
import type { CheckResult } from '../domain/health/check.ts';
import {
  checkContainer,
  checkEngine,
  missingContainer,
  unaskedContainer,
  unseenContainer,
} from '../domain/health/container-check.ts';

/**
 * The containers of one engine as they were last seen. While the engine is silent they are unknown, rather
 * than as they were.
 */
export class Sightings {
  #containers = new Map<string, Container>();
  #all: readonly Container[] | null = null;
  readonly #listed = new Set<string>();
  #asked = false;
  #silence: string | null = null;

  /** Takes over a whole listing. */
  list(containers: readonly Container[]): void {
    this.#containers = new Map(containers.map((container) => [container.name, container]));
    this.#all = null;
    this.#listed.clear();
    for (const { name } of containers) this.#listed.add(name);
    this.#asked = true;
    this.#silence = null;
  }

  /** Takes over how one container is since; null: it is gone. */
  see(name: string, container: Container | null): void {
    this.#listed.delete(name);
    this.#all = null;
    if (container) this.#containers.set(name, container);
    else this.#containers.delete(name);
  }

  /** Remembers that the engine does not answer, and why. */
  lose(failure: string): void {
    this.#asked = true;
    this.#silence = failure;
  }

  /** Why the engine does not answer; null when it does, or was not asked yet. */
  silence(): string | null {
    return this.#silence;
  }

  /** Whether the engine answers, so that what is not there is gone. */
  isCurrent(): boolean {
    return this.#asked && this.#silence === null;
  }

  /** The same list as long as none of them changes. */
  all(): readonly Container[] {
    this.#all ??= [...this.#containers.values()];
    return this.#all;
  }

  find(name: string): Container | null {
    return this.#containers.get(name) ?? null;
  }

  /** Whether what is known of a container comes from a listing: a notice of the same may still be on its way. */
  isListed(name: string): boolean {
    return this.#listed.has(name);
  }

  /** How the engine itself is, as a check; null as long as it was not asked. */
  checkEngine(at: Date): CheckResult | null {
    return this.#asked ? checkEngine(this.#silence, at) : null;
  }

  /** What is known of a container now, as a check (runbook C01). */
  check(name: string, at: Date): CheckResult {
    if (!this.#asked) return unaskedContainer(at);
    if (this.#silence !== null) return unseenContainer(this.#silence, at);
    const container = this.find(name);
    return container ? checkContainer(container, at) : missingContainer(name, at);
  }
}
