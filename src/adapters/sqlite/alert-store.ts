import type { AlertQuery, AlertStore } from '../../application/ports/alert-store.ts';
import type { Matcher } from '../../domain/service/matcher.ts';
import { matchesLabels } from '../../domain/service/matcher.ts';
import { toAlert, toHook } from './alert-rows.ts';
import type { Clients } from './durable-sqlite.ts';
import type { Prisma } from './generated/client.ts';
import { between, inOrder, part } from './stretch.ts';

const withLabels = { labels: { orderBy: { name: 'asc' } } } as const;
/** Ids to a query: what a statement of SQLite takes is bounded. */
const idsPerQuery = 1000;

/** Alerts in the database: seek pagination, an index for every filter, matchers by a table of labels. */
export function openAlertStore({ reader }: Pick<Clients, 'reader'>): AlertStore {
  const whereOf = async ({ matchers = [], ...query }: AlertQuery): Promise<Prisma.AlertWhereInput> => {
    const labels = await Promise.all(matchers.map((matcher) => labelled(matcher, reader)));
    return { AND: [fieldsOf(query), ...labels] };
  };
  return {
    alerts: async (ids) => {
      const found = [];
      for (let begin = 0; begin < ids.length; begin += idsPerQuery) {
        const where = { id: { in: ids.slice(begin, begin + idsPerQuery) } };
        found.push(...(await reader.alert.findMany({ where, include: withLabels })));
      }
      return found.map(toAlert);
    },
    openAlerts: async () => {
      const where = { state: { in: ['PENDING', 'FIRING', 'SUPPRESSED'] } };
      return (await reader.alert.findMany({ where, include: withLabels })).map(toAlert);
    },
    listAlerts: async (query, stretch) => {
      const where = { AND: [await whereOf(query), between('startsAt', stretch)] };
      const rows = await reader.alert.findMany({ where, ...part('startsAt', stretch), include: withLabels });
      return inOrder(rows, stretch).map(toAlert);
    },
    countAlerts: async (query) => reader.alert.count({ where: await whereOf(query) }),
    hooks: async () => {
      const rows = await reader.inbox.findMany({ select: { sequence: true }, orderBy: { sequence: 'asc' } });
      return rows.map(({ sequence }) => Number(sequence));
    },
    readHooks: async (sequences) => {
      const where = { sequence: { in: [...sequences] } };
      return (await reader.inbox.findMany({ where, orderBy: { sequence: 'asc' } })).map(toHook);
    },
  };
}

function fieldsOf(query: Omit<AlertQuery, 'matchers'>): Prisma.AlertWhereInput {
  const { stackId, serviceIds, states, severities, since, until } = query;
  return {
    ...(stackId !== undefined && { stackId }),
    ...(serviceIds !== undefined && { serviceId: { in: [...serviceIds] } }),
    ...(states !== undefined && { state: { in: [...states] } }),
    ...(severities !== undefined && { severity: { in: [...severities] } }),
    ...(since !== undefined && { OR: [{ endsAt: null }, { endsAt: { gte: since } }] }),
    ...(until !== undefined && { startsAt: { lt: until } }),
  };
}

/**
 * A matcher as a look-up of labels. A label that is not there has the empty value, so a matcher that the empty value
 * passes asks that no label has a value that does not. A regular expression is asked of the values that there are.
 */
async function labelled(matcher: Matcher, reader: Clients['reader']): Promise<Prisma.AlertWhereInput> {
  const { name, operator, value } = matcher;
  switch (operator) {
    case '=':
      if (value === '') return { labels: { none: { name, value: { not: '' } } } };
      return { labels: { some: { name, value } } };
    case '!=':
      if (value === '') return { labels: { some: { name, value: { not: '' } } } };
      return { labels: { none: { name, value } } };
    default: {
      const groups = await reader.alertLabel.groupBy({ by: ['value'], where: { name } });
      const passes = (text: string): boolean => matchesLabels(matcher, { [name]: text });
      const told = groups.map((group) => group.value);
      if (passes(''))
        return { labels: { none: { name, value: { in: told.filter((one) => !passes(one)) } } } };
      return { labels: { some: { name, value: { in: told.filter(passes) } } } };
    }
  }
}
