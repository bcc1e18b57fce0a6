import type { EventLog } from '../../application/ports/event-log.ts';
import type { Journal } from '../../application/ports/journal.ts';
import type { StateChange } from '../../application/ports/state.ts';
import type { Event } from '../../domain/event/event.ts';
import type { Link, Linked } from './event-rows.ts';
import type { RingBounds } from './ring.ts';
import { Ring } from './ring.ts';
import { WakeUp } from './wake-up.ts';

export type CommitListener = Parameters<EventLog['onCommit']>[0];

/** Where a log begins and ends. */
export interface LogEnds {
  readonly identity: string;
  /** The newest entry; the anchor when there is none. */
  readonly head: Link;
  /** The newest entry that was trimmed; sequence 0 and an empty hash when none was. */
  readonly anchor: Link;
}

/** How much of the newest is kept in memory: hours of a calm stack, minutes of a storm. */
const ringBounds: RingBounds = { count: 4096, bytes: 8 * 1024 * 1024 };

/** What of the log is in memory: its ends, its newest entries, and who wants to hear of the next. */
export class LogMemory {
  readonly commits = new WakeUp();
  readonly #ring: Ring;
  readonly #journal: Journal;
  readonly #listeners = new Set<CommitListener>();
  #head: Link;
  #anchor: Link;
  #closed = false;

  constructor(ends: LogEnds, journal: Journal, bounds = ringBounds) {
    this.#head = ends.head;
    this.#anchor = ends.anchor;
    this.#journal = journal;
    this.#ring = new Ring(bounds);
  }

  get head(): Link {
    return this.#head;
  }

  get anchor(): Link {
    return this.#anchor;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** What it holds: entries, their bytes, and followers that wait. */
  get extent(): { readonly entries: number; readonly bytes: number; readonly waiting: number } {
    return { entries: this.#ring.size, bytes: this.#ring.bytes, waiting: this.commits.size };
  }

  /** An entry that is still here, or null. */
  recall(sequence: number): Event | null {
    return this.#ring.at(sequence);
  }

  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes over what was committed by one append; followers are woken by `commits.ring()` afterwards. */
  publish(linked: readonly Linked[], changes: readonly StateChange[]): void {
    const events = linked.map(({ entry }) => entry);
    for (const listener of this.#listeners) {
      try {
        listener(events, changes);
      } catch (error) {
        this.#journal.error('A listener failed on what was recorded.', { error });
      }
    }
    for (const { entry, bytes } of linked) {
      this.#ring.push(entry, bytes);
      this.#head = { sequence: entry.sequence, hash: entry.hash };
    }
  }

  /** Moves the anchor; a reader that is behind it is refused from now on. */
  anchorAt(link: Link): void {
    this.#anchor = link;
  }

  /** Ends all followers. */
  close(): void {
    this.#closed = true;
    this.commits.ring();
  }
}
