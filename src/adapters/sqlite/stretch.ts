import type { Place, Stretch } from '../../application/ports/stretch.ts';

/** By which a list is ordered. */
type Column = 'startedAt' | 'startsAt';

/** What lies between two places of a list that is ordered by a column, newest first, and of one time by id. */
export function between(column: Column, { after, before }: Stretch) {
  const beside = ({ at, id }: Place, side: 'lt' | 'gt') => ({
    OR: [{ [column]: { [side]: at } }, { [column]: at, id: { [side]: id } }],
  });
  return { AND: [...(after ? [beside(after, 'lt')] : []), ...(before ? [beside(before, 'gt')] : [])] };
}

/** The order in which a stretch is read from its end, and how much of it. */
export function part<By extends Column>(column: By, { from, limit }: Stretch) {
  const order = from === 'start' ? ('desc' as const) : ('asc' as const);
  return {
    orderBy: [{ [column]: order } as Record<By, typeof order>, { id: order }],
    take: limit,
  };
}

/** What was read of a stretch, newest first. */
export function inOrder<T>(rows: readonly T[], { from }: Stretch): readonly T[] {
  return from === 'start' ? rows : [...rows].reverse();
}
