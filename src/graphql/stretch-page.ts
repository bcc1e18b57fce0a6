import type { Place, Stretch } from '../application/ports/stretch.ts';
import { argumentError } from './errors.ts';
import type { Page, PageArgs } from './page.ts';
import { pageSize } from './page.ts';

/** How places are written: one written otherwise is refused, not misread. */
const placePattern = /^(\d{1,16})\.([a-z]{3}_[A-Za-z0-9]+)$/u;

/** What a page of a list in the database is read by. */
interface Source<T> {
  /** Newest first, whichever end the stretch is taken from. */
  readonly read: (stretch: Stretch) => Promise<readonly T[]>;
  readonly count: () => Promise<number>;
  readonly place: (item: T) => Place;
}

/** A page of a list that is ordered by a time, newest first: costs the same however long it is. */
export async function stretchPage<T>({ read, count, place }: Source<T>, args: PageArgs): Promise<Page<T>> {
  const { from, size } = pageSize(args);
  const after = args.after == null ? null : placeOf(args.after);
  const before = args.before == null ? null : placeOf(args.before);
  // One more than the page has says whether there is more.
  const found = await read({ after, before, limit: size + 1, from });
  const nodes = from === 'start' ? found.slice(0, size) : found.slice(-size);
  const isMore = found.length > size;
  const edges = nodes.map((node) => ({ cursor: cursorOf(place(node)), node }));
  const isThere = async (stretch: Omit<Stretch, 'limit'>): Promise<boolean> =>
    (await read({ ...stretch, limit: 1 })).length > 0;
  const [first, last] = [nodes[0], nodes.at(-1)].map((node) => node && place(node));
  return {
    edges,
    nodes,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: () =>
        from === 'start' ? isMore : last ? isThere({ after: last, before: null, from: 'start' }) : false,
      hasPreviousPage: () =>
        from === 'end' ? isMore : first ? isThere({ after: null, before: first, from: 'end' }) : false,
    },
    totalCount: count,
  };
}

/** The place of what is ordered by its beginning. */
export const byStart = ({ startedAt, id }: { readonly startedAt: Date; readonly id: string }): Place => ({
  at: startedAt,
  id,
});

function cursorOf({ at, id }: Place): string {
  return Buffer.from(`${String(at.getTime())}.${id}`).toString('base64url');
}

/** @throws GraphQLError CURSOR_INVALID */
function placeOf(cursor: string): Place {
  const [, time, id] = placePattern.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (time === undefined || id === undefined)
    throw argumentError('CURSOR_INVALID', 'The cursor is none of this list: leave it out to begin anew.');
  return { at: new Date(Number(time)), id };
}
