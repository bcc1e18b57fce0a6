import type { Event, EventDraft } from '../../domain/event/event.ts';
import type { EventFilter } from '../../domain/event/filter.ts';
import type { StateChange } from './state.ts';

export interface EventQuery {
  /** Only what comes after this sequence. */
  readonly after?: number;
  /** Only what comes before this sequence. */
  readonly before?: number;
  readonly filter?: EventFilter;
  readonly limit: number;
  /** Which end of the selection the limit keeps; the answer is in the order of the log either way. */
  readonly keep: 'oldest' | 'newest';
}

/**
 * The one log: append-only, sequenced without holes from 1, hash-chained. Subscriptions, timelines, history
 * and audit are readings of it.
 */
export interface EventLog {
  /** Names this log among all: a cursor of another log must not be mistaken for one of this. */
  readonly identity: string;
  /** The newest sequence; 0 when the log is empty. */
  head(): number;
  /** The oldest sequence after which the log can still be read without a hole. */
  oldest(): number;
  /** Whether the last write succeeded. */
  writable(): boolean;
  /** Size of the database, in bytes. */
  bytes(): number;

  /**
   * Records what happened together with the state that it changed, in one durable transaction: both or
   * neither. Answers the entries when they are on disk.
   * @throws Refusal STORAGE_FULL or LOG_UNWRITABLE; then nothing was recorded.
   */
  append(drafts: readonly EventDraft[], changes?: readonly StateChange[]): Promise<readonly Event[]>;

  /**
   * Tells of each commit, synchronously, before `head()` moves on and before any follower wakes: whoever keeps
   * the state in memory is never behind the cursor that it gives out. Answers how to stop being told.
   */
  onCommit(listener: (events: readonly Event[], changes: readonly StateChange[]) => void): () => void;

  read(query: EventQuery): Promise<readonly Event[]>;
  count(filter: EventFilter): Promise<number>;

  /**
   * Everything after a sequence, in order, without a hole, until the signal aborts: from memory while the
   * reader keeps up, from the database when it does not. A reader that never reads costs no memory.
   */
  follow(after: number, filter: EventFilter, signal: AbortSignal): AsyncIterable<Event>;

  /** Forgets entries from before this time, up to an anchor that keeps the chain provable; answers how many. */
  trim(before: Date): Promise<number>;
}
