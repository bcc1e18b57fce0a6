import type { Container } from '../../domain/container/container.ts';
import type { Said } from './notice.ts';

/** Docker keeps 256 events: no more can be told twice. */
const memory = 512;

/** How far the events were told, across connections, and what was last seen of the containers. */
export class Place {
  #micros: number | null = null;
  readonly #passed = new Set<string>();
  #known = new Map<string, Container>();

  /** Containers as they were last described, by name. */
  get known(): ReadonlyMap<string, Container> {
    return this.#known;
  }

  list(containers: readonly Container[]): void {
    this.#known = new Map(containers.map((container) => [container.name, container]));
  }

  see(name: string, container: Container | null): void {
    if (container) this.#known.set(name, container);
    else this.#known.delete(name);
  }

  /**
   * From when on events are to be told, in seconds since 1970; null: from now on. To the microsecond, as that
   * is what a number holds; Docker includes that instant, and what it tells twice is known by `hasPassed`.
   */
  since(): number | null {
    return this.#micros === null ? null : this.#micros / 1e6;
  }

  hasPassed(said: Said): boolean {
    return this.#passed.has(said.key);
  }

  pass(said: Said): void {
    this.#micros = Math.max(this.#micros ?? 0, said.micros);
    this.#passed.add(said.key);
    const [oldest] = this.#passed;
    if (this.#passed.size > memory && oldest !== undefined) this.#passed.delete(oldest);
  }
}
