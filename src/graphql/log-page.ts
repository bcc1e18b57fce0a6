import type { App } from '../application/app.ts';
import { fromCursor, toCursor } from '../domain/event/cursor.ts';
import type { Event } from '../domain/event/event.ts';
import type { EventFilter } from '../domain/event/filter.ts';
import { argumentError } from './errors.ts';
import type { EventView } from './event-view.ts';
import { viewEvent } from './event-view.ts';
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
  const after = args.after == null ? undefined : logPosition(app, args.after);
  const before = args.before == null ? undefined : logPosition(app, args.before);
  const keep = from === 'start' ? 'oldest' : 'newest';
  const read = await app.events({
    filter,
    limit: size + 1,
    keep,
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
  });
  const chosen = from === 'start' ? read.slice(0, size) : read.slice(-size);
  const edges = chosen.map((event) => ({
    cursor: toCursor(app.log.identity, event.sequence),
    node: viewEvent(app, event),
  }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage:
        from === 'start' && read.length > size ? true : anyBeyond(app, filter, chosen.at(-1), before),
      hasPreviousPage: from === 'end' && read.length > size ? true : anyBefore(app, filter, chosen[0], after),
    },
    totalCount: () => app.countEvents(filter),
  };
}

/** Whether the log goes on after a page; of an empty one, whether it does at the place where it was cut off. */
function anyBeyond(app: App, filter: EventFilter, last: Event | undefined, before: number | undefined) {
  return async (): Promise<boolean> => {
    const after = last?.sequence ?? (before === undefined ? undefined : before - 1);
    if (after === undefined) return false;
    return (await app.events({ filter, after, limit: 1, keep: 'oldest' })).length > 0;
  };
}

function anyBefore(app: App, filter: EventFilter, first: Event | undefined, after: number | undefined) {
  return async (): Promise<boolean> => {
    const before = first?.sequence ?? (after === undefined ? undefined : after + 1);
    if (before === undefined) return false;
    return (await app.events({ filter, before, limit: 1, keep: 'newest' })).length > 0;
  };
}
