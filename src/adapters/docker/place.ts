import type { Container, ContainerNotice } from '../../domain/container/container.ts';
import type { Said } from './notice.ts';

/** Docker keeps 256 events: no more can be told twice. */
const memory = 512;
/** The exit code of a process that SIGKILL ended. */
const killed = 137;
/** A container that dies so soon after an `oom` died of it; else a child of its did. */
const starvingMs = 2000;

/** How far the events were told, across connections, and what was last seen of the containers. */
export class Place {
  #micros: number | null = null;
  readonly #passed = new Set<string>();
  #known = new Map<string, Container>();
  /** Who ran out of memory, and when. */
  readonly #starved = new Map<string, Date>();

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
   * How a known container is that has just died. Docker itself would say it only when it has cleaned up after the
   * container, a tenth of a second later or more: too late for those who wait for the news. Null for any other
   * notice, and for a container that is not known.
   */
  ended({ action, containerName, exitCode, at }: ContainerNotice): Container | null {
    if (action === 'oom') this.#starved.set(containerName, at);
    const known = this.#known.get(containerName);
    if (action !== 'die' || !known) return null;
    const starvedMs = at.getTime() - (this.#starved.get(containerName)?.getTime() ?? -Infinity);
    this.#starved.delete(containerName);
    return {
      ...known,
      ...{ state: 'EXITED', status: `Exited (${exitCode ?? '?'})`, health: null, addresses: {} },
      ...{ exitCode, finishedAt: at, oomKilled: exitCode === killed && starvedMs <= starvingMs },
    };
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
