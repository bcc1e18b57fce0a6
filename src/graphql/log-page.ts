import type { App } from '../application/app.ts';
import { fromCursor, toCursor } from '../domain/event/cursor.ts';
import type { EventQuery } from '../application/ports/event-log.ts';
import type { Event } from '../domain/event/event.ts';
import type { EventFilter } from '../domain/event/filter.ts';
import { argumentError } from './errors.ts';
import type { EventView } from './event-view.ts';
import { viewEvent } from './event-view.ts';
import { given } from './given.ts';
import type { Page, PageArgs } from './page.ts';
import { pageSize } from './page.ts';

/** The position that a cursor means. @throws GraphQLError CURSOR_INVALID, CURSOR_EXPIRED */
export function logPosition({ log }: App, cursor: string): number {
  const sequence = fromCursor(log.identity, cursor);
  if (sequence === null || sequence > log.head()) {
    const message =
      'The cursor is not one of this log: read the state anew and go on after the `cursor` read with it.';
    throw argumentError('CURSOR_INVALID', message);
  }
  if (sequence < log.oldest()) {
    const message =
      'The cursor is older than the log reaches back: read the state anew and go on after the `cursor` read with it.';
    throw argumentError('CURSOR_EXPIRED', message);
  }
  return sequence;
}

/** A page of a reading of the log, in its order; with no argument at all, the newest entries. */
export async function logPage(app: App, filter: EventFilter, args: PageArgs): Promise<Page<EventView>> {
  const { from, size } = pageSize(args, args.after == null ? 'end' : 'start');
  const after = args.after == null ? null : logPosition(app, args.after);
  const before = args.before == null ? null : logPosition(app, args.before);
  const events = await app.events({
    filter,
    limit: size,
    keep: from === 'start' ? 'oldest' : 'newest',
    ...given({ after, before }),
  });
  const edges = events.map((event) => ({
    cursor: toCursor(app.log.identity, event.sequence),
    node: viewEvent(app, event),
  }));
  const { first, last } = ends(events, after, before);
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: () => isThere(app, last === null ? null : { filter, after: last }),
      hasPreviousPage: () => isThere(app, first === null ? null : { filter, before: first }),
    },
    totalCount: () => app.countEvents(filter),
  };
}

/** Where a page begins and ends; of an empty one, the place where it was cut off. */
function ends(events: readonly Event[], after: number | null, before: number | null) {
  const first = after === null ? null : after + 1;
  const last = before === null ? null : before - 1;
  return { first: events[0]?.sequence ?? first, last: events.at(-1)?.sequence ?? last };
}

async function isThere(
  app: App,
  query: Pick<EventQuery, 'filter' | 'after' | 'before'> | null,
): Promise<boolean> {
  return query !== null && (await app.events({ ...query, limit: 1, keep: 'oldest' })).length > 0;
}
