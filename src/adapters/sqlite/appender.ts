import type { Clock } from '../../application/ports/clock.ts';
import type { StateChange } from '../../application/ports/state.ts';
import type { Event, EventDraft } from '../../domain/event/event.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Linked } from './event-rows.ts';
import { holds, insertEvents, link, storable } from './event-rows.ts';
import type { LogMemory } from './log-memory.ts';
import { saveState } from './state-rows.ts';
import type { WriterLane } from './writer-lane.ts';

/** An append that waits for its turn. */
interface Pending {
  readonly drafts: readonly EventDraft[];
  readonly changes: readonly StateChange[];
  readonly since: number;
  readonly resolve: (events: readonly Event[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Deps {
  readonly lane: WriterLane;
  readonly memory: LogMemory;
  readonly clock: Clock;
}

/** Rows, of entries and of state, that are committed together unless one append alone brings more. */
const groupRows = 200;

/**
 * Gives entries their place in the log. Appends that wait at the same time share one transaction, for what
 * takes long is the disk; one that cannot be recorded does not fail its neighbours.
 */
export class Appender {
  readonly #lane: WriterLane;
  readonly #memory: LogMemory;
  readonly #clock: Clock;
  readonly #pending: Pending[] = [];

  constructor({ lane, memory, clock }: Deps) {
    this.#lane = lane;
    this.#memory = memory;
    this.#clock = clock;
  }

  /** Answers the entries when they are on disk. @throws Refusal STORAGE_FULL or LOG_UNWRITABLE */
  append(drafts: readonly EventDraft[], changes: readonly StateChange[]): Promise<readonly Event[]> {
    return new Promise((resolve, reject) => {
      const since = this.#clock.monotonicMs();
      this.#pending.push({ drafts: drafts.map(storable), changes, since, resolve, reject });
      // Whoever's turn comes first takes along those who wait; their own turns then find nothing left to do.
      this.#lane.run(() => this.#commitWaiting()).catch(reject);
    });
  }

  async #commitWaiting(): Promise<void> {
    const group = this.#nextGroup();
    try {
      await this.#commit(group);
    } catch (error) {
      if (error instanceof Refusal || group.length === 1) group.forEach(({ reject }) => reject(error));
      else for (const one of group) await this.#commit([one]).catch(one.reject);
    }
  }

  #nextGroup(): readonly Pending[] {
    let rows = 0;
    const end = this.#pending.findIndex(({ drafts, changes }, index) => {
      rows += drafts.length + changes.length;
      return index > 0 && rows > groupRows;
    });
    return this.#pending.splice(0, end === -1 ? this.#pending.length : end);
  }

  async #commit(group: readonly Pending[]): Promise<void> {
    const [first] = group;
    if (!first) return;
    const chains = this.#chain(group);
    const entries = chains.flat().map(({ entry }) => entry);
    const changes = group.flatMap((one) => one.changes);
    await this.#lane.commit({
      since: first.since,
      statements: (client) => [...insertEvents(client, entries), ...saveState(client, changes)],
      landed: (client) => holds(client, entries.at(-1)),
    });
    group.forEach((one, index) => this.#memory.publish(chains[index] ?? [], one.changes));
    this.#memory.commits.ring();
    group.forEach((one, index) => one.resolve((chains[index] ?? []).map(({ entry }) => entry)));
  }

  /** From the head that is on disk: what a failed attempt had chained is forgotten. */
  #chain(group: readonly Pending[]): readonly (readonly Linked[])[] {
    let end = this.#memory.head;
    return group.map(({ drafts }) =>
      drafts.map((draft) => {
        const linked = link(draft, end);
        end = linked.entry;
        return linked;
      }),
    );
  }
}
