import 'reflect-metadata';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ListOrder, Page, PageArgs } from './page.ts';
import { listPage, pageSize } from './page.ts';

interface Item {
  readonly rank: number;
  readonly name: string;
}

const byRank = (descending: boolean): ListOrder<Item> => ({
  name: descending ? 'RANK DESC' : 'RANK ASC',
  key: ({ rank, name }) => [rank, name],
  descending,
});
const lists = fc.uniqueArray(
  fc.record({ rank: fc.integer({ min: 0, max: 3 }), name: fc.string({ maxLength: 4 }) }),
  { selector: ({ name }) => name, maxLength: 40 },
);
const sizes = fc.integer({ min: 1, max: 12 });
const ends = fc.constantFrom('first' as const, 'last' as const);
const letters = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ rank: 0, name }));

/** What the list is when read at once, by a comparison of its own. */
function inOrder(items: readonly Item[], descending: boolean): readonly Item[] {
  const sign = descending ? -1 : 1;
  return [...items].sort((a, b) => sign * (a.rank - b.rank) || (a.name < b.name ? -1 : 1));
}

/** Every page from one end to the other. */
function walk(
  from: 'first' | 'last',
  size: number,
  read: (args: PageArgs) => Page<Item>,
): readonly Page<Item>[] {
  const pages: Page<Item>[] = [];
  for (let cursor: string | null = null; ;) {
    const page = read(from === 'first' ? { first: size, after: cursor } : { last: size, before: cursor });
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (from === 'first') pages.push(page);
    else pages.unshift(page);
    if (!(from === 'first' ? hasNextPage() : hasPreviousPage())) return pages;
    cursor = from === 'first' ? endCursor : startCursor;
  }
}

const codeOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return (error as { readonly extensions: Record<string, unknown> }).extensions['code'];
  }
};

describe('A list read page by page', () => {
  it('is the whole list in order, whatever the size of a page and the end begun at', () => {
    fc.assert(
      fc.property(lists, sizes, fc.tuple(fc.boolean(), ends), (items, size, [descending, from]) => {
        const pages = walk(from, size, (args) => listPage(items, byRank(descending), args));
        expect(pages.flatMap(({ nodes }) => nodes)).toEqual(inOrder(items, descending));
        const [first, last] = [pages[0], pages.at(-1)];
        expect([first?.pageInfo.hasPreviousPage(), last?.pageInfo.hasNextPage()]).toEqual([false, false]);
        expect(pages.slice(1).every(({ pageInfo }) => pageInfo.hasPreviousPage() === true)).toBe(true);
        expect(pages.slice(0, -1).every(({ pageInfo }) => pageInfo.hasNextPage() === true)).toBe(true);
      }),
    );
  });

  it('lies between its cursors, from either end', () => {
    fc.assert(
      fc.property(lists, sizes, fc.tuple(fc.nat(40), fc.nat(40)), (items, size, [a, b]) => {
        const order = byRank(false);
        const { edges, nodes } = listPage(items, order, { first: 100 });
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        const [after, before] = [edges[start]?.cursor ?? null, edges[end]?.cursor ?? null];
        const between = nodes.slice(after === null ? 0 : start + 1, before === null ? undefined : end);
        expect(listPage(items, order, { first: size, after, before }).nodes).toEqual(between.slice(0, size));
        expect(listPage(items, order, { last: size, after, before }).nodes).toEqual(between.slice(-size));
      }),
    );
  });

  it('keeps its place when what the cursor names is gone', () => {
    const { endCursor } = listPage(letters, byRank(false), { first: 2 }).pageInfo;
    const left = letters.filter(({ name }) => name !== 'b');
    const page = listPage(left, byRank(false), { first: 2, after: endCursor });
    expect(page.nodes.map(({ name }) => name)).toEqual(['c', 'd']);
  });

  it('says how many there are on all pages', () => {
    expect(listPage(letters, byRank(false), { first: 2 }).totalCount()).toBe(5);
  });
});

describe('A cursor of a list', () => {
  const cursor = listPage(letters, byRank(false), { first: 1 }).pageInfo.endCursor as string;

  it.each([
    ['of another order', cursor, true],
    ['that is empty', '', false],
    ['that is no JSON', 'bm9uc2Vuc2U', false],
    ['that is no list', Buffer.from('{"a":1}').toString('base64url'), false],
    ['without a key', Buffer.from('[1,"RANK ASC"]').toString('base64url'), false],
    ['with a key of another shape', Buffer.from('[1,"RANK ASC",0,[]]').toString('base64url'), false],
    ['of another version', Buffer.from('[2,"RANK ASC",0,"a"]').toString('base64url'), false],
  ])('%s is refused', (_what, after, descending) => {
    expect(codeOf(() => listPage(letters, byRank(descending), { after }))).toBe('CURSOR_INVALID');
    expect(codeOf(() => listPage(letters, byRank(descending), { before: after }))).toBe('CURSOR_INVALID');
  });
});

describe('The size of a page', () => {
  it.each<[PageArgs, ReturnType<typeof pageSize>]>([
    [{}, { from: 'start', size: 50 }],
    [
      { first: null, last: null },
      { from: 'start', size: 50 },
    ],
    [{ first: 1 }, { from: 'start', size: 1 }],
    [{ last: 100 }, { from: 'end', size: 100 }],
  ])('asked for by %j is %j', (args, size) => expect(pageSize(args)).toEqual(size));

  it.each([{ first: 0 }, { first: 101 }, { first: -1 }, { last: 0 }, { last: 101 }, { first: 1, last: 1 }])(
    'is refused when asked for by %j',
    (args) => expect(codeOf(() => pageSize(args))).toBe('BAD_USER_INPUT'),
  );
});
