import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';

import type { EventLog, EventQuery } from '../../src/application/ports/event-log.ts';
import type { State, StateChange, StateStore } from '../../src/application/ports/state.ts';
import type { Event, EventDraft } from '../../src/domain/event/event.ts';
import { chained } from '../../src/domain/event/event.ts';
import type { EventFilter } from '../../src/domain/event/filter.ts';
import { matches } from '../../src/domain/event/filter.ts';
import { Refusal } from '../../src/domain/refusal.ts';

type Listener = (events: readonly Event[], changes: readonly StateChange[]) => void;

class CursorExpired extends Error {
  override readonly name = 'CursorExpired';
}

/** The log and the state, in memory; held to the contract of the one on disk. */
export class MemoryLog implements EventLog, StateStore {
  readonly identity = 'memory';
  /** How many follow it now. */
  followers = 0;
  /** How often it was read or counted. */
  asked = { read: 0, count: 0 };
  /** Whether the disk takes what is written. */
  full = false;
  readonly #bell = new EventEmitter().setMaxListeners(0);
  readonly #listeners = new Set<Listener>();
  readonly #changes: StateChange[] = [];
  #events: Event[] = [];
  #head = 0;
  #hash = '';

  head = (): number => this.#head;
  oldest = (): number => this.#head - this.#events.length;
  writable = (): boolean => !this.full;
  bytes = (): number => 4096;

  async append(drafts: readonly EventDraft[], changes: readonly StateChange[] = []) {
    if (this.full) throw new Refusal('STORAGE_FULL', 'The disk is full.');
    for (const change of changes) this.#refuseOrphan(change, changes);
    const events = drafts.map((draft, index) => this.#entry(draft, this.#head + 1 + index));
    this.#events.push(...events);
    this.#changes.push(...changes);
    for (const tell of this.#listeners) tell(events, changes);
    this.#head += events.length;
    this.#bell.emit('appended');
    return events;
  }

  onCommit(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async read({ after = 0, before = Infinity, filter = {}, limit, keep }: EventQuery) {
    this.asked.read += 1;
    const found = this.#events.filter(
      (event) => event.sequence > after && event.sequence < before && matches(event, filter),
    );
    return keep === 'oldest' ? found.slice(0, limit) : found.slice(-limit);
  }

  async count(filter: EventFilter): Promise<number> {
    this.asked.count += 1;
    return this.#events.filter((event) => matches(event, filter)).length;
  }

  follow(after: number, filter: EventFilter, signal: AbortSignal): AsyncIterableIterator<Event> {
    const left = new AbortController();
    const entries = this.#walk(after, filter, AbortSignal.any([signal, left.signal]));
    return {
      next: () => entries.next(),
      return: () => {
        left.abort();
        return entries.return(undefined);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  async *#walk(after: number, filter: EventFilter, left: AbortSignal): AsyncGenerator<Event, undefined> {
    this.followers += 1;
    try {
      for (let position = after; !left.aborted;) {
        if (position < this.oldest()) throw new CursorExpired('The log does not reach back so far.');
        const event = position < this.#head ? this.#events[position - this.oldest()] : undefined;
        position = event?.sequence ?? position;
        if (event && matches(event, filter)) yield event;
        if (!event) await once(this.#bell, 'appended', { signal: left }).catch(() => undefined);
      }
    } finally {
      this.followers -= 1;
    }
  }

  async trim(before: Date): Promise<number> {
    const kept = this.#events.findIndex((event) => event.at >= before);
    const gone = kept < 0 ? this.#events.length : kept;
    this.#events = this.#events.slice(gone);
    return gone;
  }

  async load(): Promise<State> {
    const of = <K extends StateChange['kind']>(kind: K) =>
      this.#changes.filter((change): change is Extract<StateChange, { kind: K }> => change.kind === kind);
    const last = <T extends { readonly id: string }>(all: readonly T[]) => [
      ...new Map(all.map((one) => [one.id, one])).values(),
    ];
    return {
      stacks: last(of('stack-saved').map(({ stack }) => stack)),
      services: last(of('service-saved').map(({ service }) => service)),
      standings: new Map(of('standing-saved').map(({ serviceId, standing }) => [serviceId, standing])),
      targets: last(of('target-saved').map(({ target }) => target)),
      credentials: new Map(
        of('credential-saved').flatMap(({ serviceId, authorization }) =>
          authorization === null ? [] : [[serviceId, authorization]],
        ),
      ),
      tokens: last(of('token-saved').map(({ token }) => token)),
      switches: [...new Map(of('plugin-switched').map(({ switched }) => [switched.name, switched])).values()],
    };
  }

  #entry(draft: EventDraft, sequence: number): Event {
    const hash = createHash('sha256')
      .update(chained({ ...draft, sequence }, this.#hash))
      .digest('hex');
    this.#hash = hash;
    return { ...draft, sequence, hash };
  }

  #refuseOrphan(change: StateChange, beside: readonly StateChange[]): void {
    if (change.kind !== 'standing-saved') return;
    const isThere = [...this.#changes, ...beside].some(
      (other) => other.kind === 'service-saved' && other.service.id === change.serviceId,
    );
    if (!isThere) throw new Error(`There is no service ${change.serviceId}.`);
  }
}
