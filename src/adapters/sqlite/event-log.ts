import type { Clock } from '../../application/ports/clock.ts';
import type { EventLog, EventQuery } from '../../application/ports/event-log.ts';
import type { Journal } from '../../application/ports/journal.ts';
import type { StateChange } from '../../application/ports/state.ts';
import type { Event, EventDraft } from '../../domain/event/event.ts';
import type { EventFilter } from '../../domain/event/filter.ts';
import { Appender } from './appender.ts';
import type { Clients } from './durable-sqlite.ts';
import { countEvents, selectEvents, selectPage } from './event-query.ts';
import { toEvent } from './event-rows.ts';
import { follow } from './follow.ts';
import type { CommitListener, LogEnds } from './log-memory.ts';
import { LogMemory } from './log-memory.ts';
import type { RingBounds } from './ring.ts';
import { trim } from './trim.ts';
import { WriterLane } from './writer-lane.ts';

interface Deps {
  readonly clients: Clients;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Size of the database, in bytes. */
  readonly bytes: () => number;
  /** By default 4096 entries and 8 MiB. */
  readonly ring?: RingBounds;
}

/** The one log, in SQLite: written through one lane, read through a connection of its own. */
export class SqliteEventLog implements EventLog {
  readonly identity: string;
  readonly bytes: () => number;
  readonly #clients: Clients;
  readonly #clock: Clock;
  readonly #lane: WriterLane;
  readonly #memory: LogMemory;
  readonly #appender: Appender;

  private constructor({ clients, clock, journal, bytes, ring }: Deps, ends: LogEnds) {
    this.identity = ends.identity;
    this.bytes = bytes;
    this.#clients = clients;
    this.#clock = clock;
    this.#lane = new WriterLane({ writer: clients.writer, clock, journal });
    this.#memory = new LogMemory(ends, journal, ring);
    this.#appender = new Appender({ lane: this.#lane, memory: this.#memory, clock });
  }

  /** Opens the log of a database that is up to date, where it ended. */
  static async open(deps: Deps): Promise<SqliteEventLog> {
    const { reader } = deps.clients;
    const log = await reader.log.findFirstOrThrow();
    const newest = await reader.event.findFirst({ orderBy: { sequence: 'desc' } });
    const anchor = { sequence: Number(log.anchorSequence), hash: log.anchorHash };
    const head = newest ? { sequence: Number(newest.sequence), hash: newest.hash } : anchor;
    return new SqliteEventLog(deps, { identity: log.identity, head, anchor });
  }

  head(): number {
    return this.#memory.head.sequence;
  }

  oldest(): number {
    return this.#memory.anchor.sequence;
  }

  writable(): boolean {
    return this.#lane.writable;
  }

  /** What the log holds in memory: entries, their bytes, and followers that wait. */
  extent(): LogMemory['extent'] {
    return this.#memory.extent;
  }

  async append(
    drafts: readonly EventDraft[],
    changes: readonly StateChange[] = [],
  ): Promise<readonly Event[]> {
    return drafts.length + changes.length > 0 ? this.#appender.append(drafts, changes) : [];
  }

  onCommit(listener: CommitListener): () => void {
    return this.#memory.onCommit(listener);
  }

  async read(query: EventQuery): Promise<readonly Event[]> {
    return (await selectEvents(this.#reader(), query)).map(toEvent);
  }

  async count(filter: EventFilter): Promise<number> {
    return countEvents(this.#reader(), filter);
  }

  /** @throws CursorExpired when `after` is, or by trimming comes to be, before `oldest()` */
  follow(after: number, filter: EventFilter, signal: AbortSignal): AsyncIterable<Event> {
    const memory = this.#memory;
    const log = {
      head: () => memory.head.sequence,
      oldest: () => memory.anchor.sequence,
      closed: () => memory.closed,
      recall: (sequence: number) => memory.recall(sequence),
      page: (from: number, upTo: number) => selectPage(this.#reader(), { after: from, upTo, filter }),
      commits: memory.commits,
    };
    return follow(log, { after, filter }, signal);
  }

  async trim(before: Date): Promise<number> {
    return trim(
      { clients: this.#clients, lane: this.#lane, memory: this.#memory, clock: this.#clock },
      before,
    );
  }

  /** Lets the write in progress end, refuses what comes later, and ends all followers. */
  async close(): Promise<void> {
    await this.#lane.close();
    this.#memory.close();
  }

  /** Prisma would connect again, behind the back of whoever has the lock by then. */
  #reader(): Clients['reader'] {
    if (this.#memory.closed) throw new Error('The log is closed.');
    return this.#clients.reader;
  }
}
