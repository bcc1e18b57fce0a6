import { getIntrospectionQuery } from 'graphql';
import type { Asked } from './http-world.ts';

/** An operation, as whom it is sent, and the code of its verdict; OK when it is let through. */
export interface HostileCase {
  readonly name: string;
  readonly asked: Asked;
  readonly as?: 'viewer' | 'operator' | 'admin';
  readonly code: string;
}

const repeat = (times: number, part: (index: number) => string): string =>
  Array.from({ length: times }, (_, index) => part(index)).join(' ');
const nested = (times: number, open: string, inner: string): string =>
  `${`${open} { `.repeat(times)}${inner}${' }'.repeat(times)}`;

/** Fragments each of which spreads the next one twice: 2^levels fields in a few lines. */
const doubling = (levels: number): string =>
  `{ service(name: "a") { ...F0 } } ${repeat(levels, (i) => `fragment F${String(i)} on Service { a: services(first: 1) { nodes { ...F${String(i + 1)} } } ...F${String(i + 1)} }`)} fragment F${String(levels)} on Service { id }`;

const limit: readonly HostileCase[] = [
  ['a document 40 levels deep', `{ service(name: "a") { ${nested(40, 'dependsOn', 'id')} } }`],
  [
    'a document that is deep through fragments',
    `{ service(name: "a") { ...A } } fragment A on Service { ${nested(8, 'dependsOn', '...B')} } fragment B on Service { ${nested(8, 'dependsOn', 'id')} }`,
  ],
  ['a document that is deep where the schema knows nothing', `{ ${nested(40, 'nothing', 'id')} }`],
  ['100 aliases', `{ ${repeat(100, (i) => `a${String(i)}: cursor`)} }`],
  [
    'aliases spread over fragments',
    `{ ${repeat(16, (i) => `a${String(i)}: cursor`)} ...F } fragment F on Query { ${repeat(16, (i) => `b${String(i)}: cursor`)} }`,
  ],
  ['100 roots', `{ ${repeat(100, (i) => `r${String(i)}: service(name: "x") { id }`)} }`],
  ['a field asked for 500 times', `{ ${'cursor '.repeat(500)} }`],
  ['an object asked for 200 times', `{ ${'viewer { name } '.repeat(200)} }`],
  ['100 directives', `{ cursor ${'@include(if: true) '.repeat(100)} }`],
  ['100 unknown directives', `{ cursor ${'@aa '.repeat(100)} }`],
  ['10,000 tokens', `{ ${'__typename '.repeat(10_000)} }`],
  ['brackets in brackets, too deep for a stack', `{ service(name: ${'['.repeat(1_900)}`],
  ['inputs in inputs', `{ service(name: ${'{ a: '.repeat(400)} 1 ${'}'.repeat(400)}) { id } }`],
  ['a token bomb of brackets', `{ service(name: ${'['.repeat(5_000)}`],
  ['fragments that double 25 times', doubling(25)],
  ['a page of a million', '{ services(first: 1000000) { nodes { id } } }'],
  ['a page of a million by its last', '{ services(last: 1000000) { edges { node { id } } } }'],
  [
    'pages in pages in pages',
    '{ services(first: 100) { nodes { services(first: 100) { nodes { services(first: 100) { nodes { id } } } } } } }',
  ],
  [
    'pages in pages of unsaid size',
    '{ services { nodes { services { nodes { services { nodes { id } } } } } } }',
  ],
  ['lists in lists in lists', `{ service(name: "a") { ${nested(5, 'dependsOn', 'id')} } }`],
  ['20,000 ids', `{ nodes(ids: [${repeat(1_900, () => '1,')}]) { id services { nodes { id } } } }`],
  [
    'an introspection of depth beyond any schema',
    `{ __schema { types { ${nested(14, 'ofType', 'name')} } } }`,
  ],
].map(([name, query]) => ({ name: name ?? '', asked: { query: query ?? '' }, code: 'LIMIT_EXCEEDED' }));

const invalid: readonly HostileCase[] = [
  [
    'fragments in a circle',
    '{ service(name: "a") { ...A } } fragment A on Service { ...B } fragment B on Service { ...A }',
  ],
  ['a fragment that spreads itself', '{ viewer { ...A } } fragment A on Viewer { name ...A }'],
  ['an unknown field', '{ passwords }'],
  ['a field that is nearly known', '{ curser }'],
  ['twenty unknown fields', `{ ${repeat(20, (i) => `unknown${String(i)}`)} }`],
  ['a few unknown directives', '{ cursor @aa @bb @cc }'],
  ['the same directive twice', '{ cursor @skip(if: true) @skip(if: false) }'],
  ['an object without fields', '{ viewer }'],
  ['fields that contradict each other', '{ a: cursor a: viewer { name } }'],
  ['a missing argument', '{ service { id } }'],
  ['a literal of a wrong type', '{ services(first: "many") { totalCount } }'],
  ['an unknown argument', '{ services(limit: 5) { totalCount } }'],
  ['a variable that nobody declared', '{ service(name: $name) { id } }'],
  ['a variable that nobody uses', 'query($name: String) { cursor }'],
  ['a variable in a wrong place', 'query($name: Int) { service(name: $name) { id } }'],
  [
    'an introspection that loops',
    '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
  ],
  ['a subscription of two fields', 'subscription { changed { sequence } audited { sequence } }'],
  ['a query root in a subscription', 'subscription { cursor }'],
  ['a definition of a type', 'type Query { hacked: String }'],
].map(([name, query]) => ({
  name: name ?? '',
  asked: { query: query ?? '' },
  code: 'GRAPHQL_VALIDATION_FAILED',
}));

const others: readonly HostileCase[] = [
  { name: 'no brace at the end', asked: { query: '{ cursor' }, code: 'GRAPHQL_PARSE_FAILED' },
  { name: 'no GraphQL at all', asked: { query: 'DROP TABLE students;' }, code: 'GRAPHQL_PARSE_FAILED' },
  {
    name: 'an unknown operation name',
    asked: { query: 'query A { cursor }', operationName: 'B' },
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    name: 'two operations and no name',
    asked: { query: 'query A { cursor } query B { cursor }' },
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    name: 'a name of an inherited property',
    asked: { query: 'query A { cursor }', operationName: '__proto__' },
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    name: 'a mutation by a viewer',
    asked: { query: 'mutation { pauseService(name: "a") { id } }' },
    code: 'FORBIDDEN',
  },
  {
    name: 'a mutation by a viewer through a fragment',
    asked: { query: 'mutation { ...M } fragment M on Mutation { pauseService(name: "a") { id } }' },
    code: 'FORBIDDEN',
  },
  {
    name: 'a mutation by a viewer behind a skip',
    asked: { query: 'mutation { createToken(name: "a") @skip(if: true) { name } }' },
    code: 'FORBIDDEN',
  },
  {
    name: 'an aliased admin field by a viewer',
    asked: { query: '{ cursor: tokens { name } }' },
    code: 'FORBIDDEN',
  },
  {
    name: 'an admin field by an operator',
    asked: { query: '{ tokens { name } }' },
    as: 'operator',
    code: 'FORBIDDEN',
  },
  {
    name: 'an admin field in an inline fragment by an operator',
    asked: { query: '{ ... on Query { ... { tokens { name } } } }' },
    as: 'operator',
    code: 'FORBIDDEN',
  },
  {
    name: 'an admin subscription by an operator',
    asked: { query: 'subscription { audited { sequence } }' },
    as: 'operator',
    code: 'FORBIDDEN',
  },
  {
    name: 'a variable of a wrong type',
    asked: { query: 'query($n: Int) { services(first: $n) { totalCount } }', variables: { n: 'many' } },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a variable that is missing',
    asked: { query: 'query($n: String!) { service(name: $n) { id } }' },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a null for what has a default',
    asked: { query: 'query($n: Int = 1) { picky(size: $n) }', variables: { n: null } },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'a huge page by a variable',
    asked: { query: 'query($n: Int) { services(first: $n) { nodes { id } } }', variables: { n: 1_000_000 } },
    code: 'LIMIT_EXCEEDED',
  },
  {
    name: 'a huge page by the default of a variable',
    asked: { query: 'query($n: Int = 1000000) { services(first: $n) { nodes { id } } }' },
    code: 'LIMIT_EXCEEDED',
  },
  {
    name: '20,000 ids by a variable',
    asked: {
      query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      variables: { ids: Array.from({ length: 20_000 }, () => '1') },
    },
    code: 'LIMIT_EXCEEDED',
  },
  { name: 'a fault with a secret in it', asked: { query: '{ broken }' }, code: 'INTERNAL_SERVER_ERROR' },
  { name: 'what the domain refuses', asked: { query: '{ refused }' }, code: 'INVALID_MATCHER' },
  { name: 'the introspection of a client', asked: { query: getIntrospectionQuery() }, code: 'OK' },
  {
    name: 'what anybody may ask',
    asked: { query: '{ cursor viewer { name } services(first: 2) { totalCount } }' },
    code: 'OK',
  },
  {
    name: 'an operation that is chosen',
    asked: { query: 'query A { cursor } query B { viewer { name } }', operationName: 'B' },
    code: 'OK',
  },
];

/** Operations as attackers, fuzzers and mistaken clients send them, and a few that are as they should be. */
export const hostileCases: readonly HostileCase[] = [...limit, ...invalid, ...others];
