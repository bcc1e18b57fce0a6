import { ArgsType, Field, Int } from 'type-graphql';

import { argumentError } from './errors.ts';
import type { PageInfoObject } from './page.type.ts';

/** The sizes of pages that the contract sets. */
const defaultSize = 50;
const largestSize = 100;

/** How cursors of lists are written: one written otherwise is refused, not misread. */
const cursorVersion = 1;

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many from the start, 1 to 100; 50 when `last` is not given either.',
  })
  readonly first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor.' })
  readonly after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many from the end, 1 to 100; not together with `first`.',
  })
  readonly last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes before this cursor.' })
  readonly before?: string | null;
}

@ArgsType()
export class LogPageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many from the start, 1 to 100; with no argument at all, the newest 50.',
  })
  readonly first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor.' })
  readonly after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many from the end, 1 to 100; not together with `first`.',
  })
  readonly last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes before this cursor.' })
  readonly before?: string | null;
}

/** A page of anything; what is dear is worked out when it is asked for. */
export interface Page<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly nodes: readonly T[];
  readonly pageInfo: PageInfoObject & {
    readonly hasNextPage: () => boolean | Promise<boolean>;
    readonly hasPreviousPage: () => boolean | Promise<boolean>;
  };
  readonly totalCount: () => number | Promise<number>;
}

/** From which end of the list a page is taken, and how much. */
export interface PageSize {
  readonly from: 'start' | 'end';
  readonly size: number;
}

/** Which end and how much is asked for. @throws GraphQLError BAD_USER_INPUT */
export function pageSize({ first, last }: PageArgs, unasked: PageSize['from'] = 'start'): PageSize {
  if (first != null && last != null) {
    throw argumentError('BAD_USER_INPUT', 'Give `first` or `last`, not both.');
  }
  const size = first ?? last ?? defaultSize;
  if (size < 1 || size > largestSize) {
    const name = first == null ? 'last' : 'first';
    throw argumentError(
      'BAD_USER_INPUT',
      `\`${name}\` is ${String(size)}; a page has 1 to ${String(largestSize)}.`,
    );
  }
  if (first == null && last == null) return { from: unasked, size };
  return { from: first == null ? 'end' : 'start', size };
}

/** One part of what a list is ordered by. */
type KeyPart = string | number;

/** In which order a list is, and how its cursors say where. */
export interface ListOrder<T> {
  /** Names the order: a cursor of another order has no place in it. */
  readonly name: string;
  /** What it is ordered by; unique, ascending but for the first part of a descending order. */
  key(item: T): readonly KeyPart[];
  readonly descending: boolean;
  /** Whether the keys stay as long as the list is the same one. */
  readonly isFixed?: boolean;
}

/** A page of a list that is in memory: a cursor keeps its place even when its item is gone. */
export function listPage<T>(items: readonly T[], order: ListOrder<T>, args: PageArgs): Page<T> {
  const { from, size } = pageSize(args);
  const after = args.after == null ? null : fromListCursor(args.after, order);
  const before = args.before == null ? null : fromListCursor(args.before, order);
  const keyed = order.isFixed ? keptKeys(items, order) : keys(items, order);
  const start = after ? keyed.filter(({ key }) => compareKeys(key, after, order.descending) <= 0).length : 0;
  const end = before
    ? keyed.filter(({ key }) => compareKeys(key, before, order.descending) < 0).length
    : keyed.length;
  const begin = from === 'start' ? start : Math.max(start, end - size);
  const chosen = keyed.slice(begin, Math.max(begin, Math.min(end, begin + size)));
  const cursorOf = ({ key }: { readonly key: readonly KeyPart[] }) => toListCursor(order.name, key);
  const [first, last] = [chosen[0], chosen.at(-1)];
  return {
    get edges() {
      return chosen.map((place) => ({ cursor: cursorOf(place), node: place.item }));
    },
    nodes: chosen.map(({ item }) => item),
    pageInfo: {
      hasNextPage: () => begin + chosen.length < keyed.length,
      hasPreviousPage: () => begin > 0,
      startCursor: first ? cursorOf(first) : null,
      endCursor: last ? cursorOf(last) : null,
    },
    totalCount: () => items.length,
  };
}

interface Keyed<T> {
  readonly item: T;
  readonly key: readonly KeyPart[];
}

function keys<T>(items: readonly T[], order: ListOrder<T>): readonly Keyed<T>[] {
  return items
    .map((item) => ({ item, key: order.key(item) }))
    .sort((a, b) => compareKeys(a.key, b.key, order.descending));
}

/** Lists that are asked for again and again are ordered once. */
const kept = new WeakMap<readonly unknown[], Map<string, readonly Keyed<unknown>[]>>();

function keptKeys<T>(items: readonly T[], order: ListOrder<T>): readonly Keyed<T>[] {
  const orders = kept.get(items) ?? new Map<string, readonly Keyed<unknown>[]>();
  kept.set(items, orders);
  const found = (orders.get(order.name) as readonly Keyed<T>[] | undefined) ?? keys(items, order);
  orders.set(order.name, found);
  return found;
}

function compareKeys(a: readonly KeyPart[], b: readonly KeyPart[], descending: boolean): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined || part === other) continue;
    const sign = part < other ? -1 : 1;
    return index === 0 && descending ? -sign : sign;
  }
  return 0;
}

function toListCursor(order: string, key: readonly KeyPart[]): string {
  return Buffer.from(JSON.stringify([cursorVersion, order, ...key])).toString('base64url');
}

function fromListCursor<T>(cursor: string, order: ListOrder<T>): readonly KeyPart[] {
  const [version, name, ...key] = decoded(cursor);
  const wellFormed =
    key.length > 0 && key.every((part) => typeof part === 'string' || typeof part === 'number');
  if (version === cursorVersion && name === order.name && wellFormed) return key;
  throw argumentError(
    'CURSOR_INVALID',
    'The cursor is not one of this list in this order: begin anew without it.',
  );
}

function decoded(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? (value as unknown[]) : [];
  } catch {
    return [];
  }
}
