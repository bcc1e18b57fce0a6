import fc from 'fast-check';
import type { GraphQLError } from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';

import { draft, noon, numbered } from '../../test/support/drafts.ts';
import { FakeApp } from '../../test/support/fake-app.ts';

interface Page {
  readonly nodes: readonly { readonly summary: string; readonly cursor: string }[];
  readonly pageInfo: Record<'hasNextPage' | 'hasPreviousPage', boolean> &
    Record<'startCursor' | 'endCursor', string | null>;
  readonly totalCount?: number;
}

const query = `query ($filter: EventFilter, $first: Int, $after: String, $last: Int, $before: String) {
  events(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    nodes { summary cursor }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

let fake: FakeApp;
beforeEach(() => {
  fake = new FakeApp();
});

const read = async (variables = {}) => (await fake.data<{ events: Page }>(query, { variables })).events;
const summaries = (page: Page) => page.nodes.map(({ summary }) => summary);
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
const codes = (errors: readonly GraphQLError[] | undefined) =>
  errors?.map(({ extensions }) => extensions['code']);

/** Every page from one end to the other. */
async function walk(from: 'first' | 'last', size: number, filter: object): Promise<readonly Page[]> {
  const pages: Page[] = [];
  for (let cursor: string | null = null; ;) {
    // The first page from the start begins after the beginning: with no argument at all the newest are asked for.
    const page: Page = await read({
      filter,
      [from]: size,
      ...(cursor === null ? {} : { [from === 'first' ? 'after' : 'before']: cursor }),
    });
    pages[from === 'first' ? 'push' : 'unshift'](page);
    if (!page.pageInfo[from === 'first' ? 'hasNextPage' : 'hasPreviousPage']) return pages;
    cursor = page.pageInfo[from === 'first' ? 'endCursor' : 'startCursor'];
  }
}

describe('The log read page by page', () => {
  it('is the whole log in its order, whatever the size of a page, the filter and the end begun at', async () => {
    const sizes = fc.integer({ min: 1, max: 9 });
    const filters = fc.constantFrom({}, { audit: true }, { types: [] });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 20 }),
        sizes,
        filters,
        async (audits, size, filter) => {
          fake = new FakeApp();
          await fake.log.append(audits.map((audit, index) => draft({ audit, summary: String(index) })));
          const whole = await fake.log.read({ filter, limit: 100, keep: 'oldest' });
          for (const from of ['first', 'last'] as const) {
            const pages = await walk(from, size, filter);
            expect(pages.flatMap(summaries)).toEqual(whole.map(({ summary }) => summary));
            expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual(pages.map((_, n) => n > 0));
            expect(pages.map(({ pageInfo }) => pageInfo.hasNextPage).reverse()).toEqual(
              pages.map((_, n) => n > 0),
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('with no argument at all is the newest 50, after which a subscription goes on', async () => {
    await fake.log.append(numbered(60));
    const page = await read();
    expect(summaries(page)).toEqual(range(11, 60));
    expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect(page.pageInfo.endCursor).toBe((await fake.data<{ cursor: string }>('{ cursor }')).cursor);
  });

  it('after a cursor alone is what came next', async () => {
    await fake.log.append(numbered(60));
    const { nodes } = await read({ first: 2 });
    expect(summaries(await read({ after: nodes[1]?.cursor }))).toEqual(range(3, 52));
  });

  it('lies between two cursors', async () => {
    await fake.log.append(numbered(9));
    const { nodes } = await read();
    const between = { after: nodes[1]?.cursor, before: nodes[6]?.cursor };
    expect(summaries(await read({ ...between, first: 3 }))).toEqual(range(3, 5));
    expect(summaries(await read({ ...between, last: 3 }))).toEqual(range(4, 6));
    const empty = await read({ after: nodes[4]?.cursor, before: nodes[5]?.cursor, first: 3 });
    expect(empty).toEqual({
      nodes: [],
      pageInfo: { hasNextPage: true, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  it('is empty where nothing happened, and has nothing before or after it', async () => {
    expect(await read()).toEqual({
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('reads and counts nothing that was not asked for', async () => {
    await fake.log.append(numbered(9));
    await fake.data('{ events(first: 3) { nodes { summary } } }');
    expect(fake.log.asked).toEqual({ read: 1, count: 0 });
    const { events } = await fake.data<{ events: Page }>('{ events(first: 3) { totalCount } }');
    expect(events.totalCount).toBe(9);
  });

  it.each([
    ['that is none', { after: 'nonsense' }, 'CURSOR_INVALID'],
    ['of another log', { after: 'other.1' }, 'CURSOR_INVALID'],
    ['of the time to come', { before: 'memory.z' }, 'CURSOR_INVALID'],
    ['of what was forgotten', { after: 'memory.1' }, 'CURSOR_EXPIRED'],
    ['of what was forgotten', { before: 'memory.1' }, 'CURSOR_EXPIRED'],
  ])('refuses a cursor %s, such as %j, as %s', async (_what, variables, code) => {
    await fake.log.append(numbered(3).map((one) => ({ ...one, at: new Date(0) })));
    await fake.log.append(numbered(3, 4));
    await fake.log.trim(noon);
    expect(codes((await fake.ask(query, { variables })).errors)).toEqual([code]);
    expect(summaries(await read({ after: 'memory.3', first: 1 }))).toEqual(['4']);
  });

  it('refuses a page of no size', async () => {
    const { errors } = await fake.ask(query, { variables: { first: 0 } });
    expect(codes(errors)).toEqual(['BAD_USER_INPUT']);
    expect(errors?.[0]?.message).toBe('`first` is 0; a page has 1 to 100.');
  });
});

describe('The history of a service’s health', () => {
  const history = (args = '') => `{ service(name: "prometheus") { healthHistory${args} {
    totalCount nodes { from to service { name } }
  } } }`;
  const turnsOf = async (args?: string) => {
    const { service } = await fake.data<{
      service: { healthHistory: { nodes: { from: string; to: string }[] } };
    }>(history(args));
    return service.healthHistory.nodes.map(({ from, to }) => `${from} ${to}`);
  };

  it('has its own changes alone, in the order of the log', async () => {
    await fake.watches('prometheus', 'grafana');
    await fake.turns('prometheus', 'HEALTHY');
    await fake.turns('grafana', 'HEALTHY');
    await fake.turns('prometheus', 'DOWN');
    await fake.app.pauseService(fake.viewer(), {
      service: 'prometheus',
      stack: null,
      until: null,
      reason: null,
    });
    expect(await turnsOf()).toEqual(['UNKNOWN HEALTHY', 'HEALTHY DOWN']);
    expect(await turnsOf('(last: 1)')).toEqual(['HEALTHY DOWN']);
  });

  it('begins at a time', async () => {
    await fake.watches('prometheus');
    await fake.turns('prometheus', 'HEALTHY');
    await fake.clock.advance(1000);
    await fake.turns('prometheus', 'DOWN');
    const since = fake.clock.now().toISOString();
    expect(await turnsOf(`(since: "${since}")`)).toEqual(['HEALTHY DOWN']);
  });
});
