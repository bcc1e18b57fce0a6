import type { Event } from '../../domain/event/event.ts';
import type { EventFilter } from '../../domain/event/filter.ts';
import { matches } from '../../domain/event/filter.ts';
import type { WakeUp } from './wake-up.ts';

/** What a follower needs of the log. */
export interface Followed {
  head(): number;
  oldest(): number;
  /** An entry that is still in memory, or null. */
  recall(sequence: number): Event | null;
  /** The entries that match the follower's filter from after a position, up to at most a sequence. */
  page(after: number, upTo: number): Promise<Page>;
  closed(): boolean;
  readonly commits: WakeUp;
}

/** A stretch of the log: what of it matches, and up to which sequence it reaches. */
export interface Page {
  readonly events: readonly Event[];
  readonly upTo: number;
}

/** The log was trimmed beyond where somebody was reading: going on would leave out what is gone. */
export class CursorExpired extends Error {
  override readonly name = 'CursorExpired';

  constructor(position: number, oldest: number) {
    super(
      `The log was trimmed up to ${String(oldest)}, past the position ${String(position)}. Read the present state, then follow from its cursor.`,
    );
  }
}

/** Follows the log until the signal aborts or the iterator is returned, also while it waits for the next entry. */
export function follow(
  log: Followed,
  { after, filter }: { readonly after: number; readonly filter: EventFilter },
  signal: AbortSignal,
): AsyncIterableIterator<Event> {
  const ended = new AbortController();
  if (signal.aborted) ended.abort();
  else signal.addEventListener('abort', () => ended.abort(), { once: true, signal: ended.signal });
  const entries = walk(log, { after, filter }, ended);
  return {
    next: () => entries.next(),
    return: () => {
      ended.abort();
      return entries.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** All that a waiting follower holds is its position; one behind memory holds a page besides. */
async function* walk(
  log: Followed,
  { after, filter }: { readonly after: number; readonly filter: EventFilter },
  ended: AbortController,
): AsyncGenerator<Event, undefined> {
  try {
    for (let position = after; !ended.signal.aborted && !log.closed();) {
      if (position < log.oldest()) throw new CursorExpired(position, log.oldest());
      const next = log.recall(position + 1);
      if (position >= log.head()) {
        await log.commits.next(ended.signal);
      } else if (next) {
        position = next.sequence;
        if (matches(next, filter)) yield next;
      } else {
        const page = await log.page(position, log.head());
        if (position < log.oldest()) throw new CursorExpired(position, log.oldest());
        yield* whileGoing(page.events, ended.signal);
        position = page.upTo;
      }
    }
  } finally {
    ended.abort();
  }
}

function* whileGoing(events: readonly Event[], signal: AbortSignal): Generator<Event> {
  for (const event of events) {
    if (signal.aborted) return;
    yield event;
  }
}
