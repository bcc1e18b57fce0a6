import type { EventQuery } from '../../application/ports/event-log.ts';
import type { EventFilter } from '../../domain/event/filter.ts';
import { toEvent } from './event-rows.ts';
import type { Page } from './follow.ts';
import type { Event as EventRow, PrismaClient } from './generated/client.ts';
import { Prisma } from './generated/client.ts';

const pageEntries = 256;
const pageBytes = 1024 * 1024;

/** The rows that a query selects, in the order of the log. */
export async function selectEvents(
  reader: PrismaClient,
  { after = 0, before, filter = {}, limit, keep }: EventQuery,
): Promise<readonly EventRow[]> {
  const range = Prisma.sql`"sequence" > ${after} AND "sequence" < ${before ?? Number.MAX_SAFE_INTEGER}`;
  const order = keep === 'oldest' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const rows = await reader.$queryRaw<EventRow[]>`
    SELECT * FROM "Event" WHERE ${range} AND ${condition(filter, range)}
    ORDER BY "sequence" ${order} LIMIT ${limit}`;
  return keep === 'oldest' ? rows : rows.reverse();
}

/**
 * The next page for a follower: at most 256 entries that match and, beyond the first, at most a mebibyte, for
 * as many followers may hold one as there are slow clients.
 */
export async function selectPage(
  reader: PrismaClient,
  { after, upTo, filter }: { readonly after: number; readonly upTo: number; readonly filter: EventFilter },
): Promise<Page> {
  const query = { after, before: upTo + 1, filter, limit: pageEntries, keep: 'oldest' } as const;
  const rows = await selectEvents(reader, query);
  let bytes = 0;
  const end = rows.findIndex((row, index) => {
    bytes += 2 * (row.detail.length + row.summary.length + row.services.length);
    return index > 0 && bytes > pageBytes;
  });
  const events = (end === -1 ? rows : rows.slice(0, end)).map(toEvent);
  const whole = events.length < pageEntries && end === -1;
  return { events, upTo: whole ? upTo : (events.at(-1)?.sequence ?? upTo) };
}

/** How many rows match a filter. */
export async function countEvents(reader: PrismaClient, filter: EventFilter): Promise<number> {
  const rows = await reader.$queryRaw<[{ readonly total: bigint }]>`
    SELECT count(*) AS "total" FROM "Event" WHERE ${condition(filter, Prisma.sql`TRUE`)}`;
  return Number(rows[0].total);
}

/** The same as `matches` in the domain, in SQL; a test holds them together. Lists are one parameter each. */
function condition(filter: EventFilter, range: Prisma.Sql): Prisma.Sql {
  const { types, subjects, stackIds, actors, serviceIds, audit, since, until } = filter;
  const terms = [
    types && Prisma.sql`"type" IN ${oneOf(types)}`,
    subjects && Prisma.sql`"subject" IN ${oneOf(subjects)}`,
    stackIds && Prisma.sql`"stackId" IN ${oneOf(stackIds)}`,
    actors && Prisma.sql`"actorName" IN ${oneOf(actors)}`,
    serviceIds &&
      Prisma.sql`"sequence" IN (
        SELECT "sequence" FROM "EventService" WHERE "serviceId" IN ${oneOf(serviceIds)} AND ${range})`,
    audit !== undefined && Prisma.sql`"audit" = ${audit}`,
    since && Prisma.sql`"at" >= ${since.getTime()}`,
    until && Prisma.sql`"at" < ${until.getTime()}`,
  ].filter((term) => term instanceof Prisma.Sql);
  return Prisma.join([Prisma.sql`TRUE`, ...terms], ' AND ');
}

function oneOf(values: readonly string[]): Prisma.Sql {
  return Prisma.sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`;
}
