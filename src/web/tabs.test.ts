import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { tabs } from './tabs.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const samples = read('operations.graphql');
const contract = read('../../test/contract/api.graphql');

const schema = `
  type Query { service(name: String, filter: Filter, order: [Order!]): Service  anything: Anything }
  type Subscription { changed: Service }
  type Service { id: ID!  name: String!  peer: Service }
  type Alert { id: ID! }
  union Anything = Service
  input Filter { name: String  order: Order }
  enum Order { NAME }
`;
const queries = (text: string) => tabs(text, schema).map(({ query }) => query.replaceAll(/\s+/g, ' '));

describe('A tab of GraphiQL', () => {
  it.each([
    ['a field', '{ service { id age } }', '{ service { id } }'],
    ['a field with all that it selects', '{ service { id owner { name } } }', '{ service { id } }'],
    ['a field of which nothing is left', '{ service { id peer { age } } }', '{ service { id } }'],
    ['an argument', '{ service(name: "a", age: 1) { id } }', '{ service(name: "a") { id } }'],
    [
      'a field of an input',
      '{ service(filter: { name: "a", age: 1 }) { id } }',
      '{ service(filter: {name: "a"}) { id } }',
    ],
    ['a value of an enum', '{ service(order: [NAME, AGE]) { id } }', '{ service(order: [NAME]) { id } }'],
    ['a list of which nothing is left', '{ service(order: [AGE]) { id } }', '{ service { id } }'],
    [
      'what had only an unknown value',
      '{ service(filter: { order: AGE }) { id } }',
      '{ service(filter: {}) { id } }',
    ],
    [
      'a fragment on a type',
      '{ anything { ... on Service { id } ... on Gadget { id } } }',
      '{ anything { ... on Service { id } } }',
    ],
    [
      'a fragment that cannot apply',
      '{ anything { ... on Service { id } ... on Alert { id } } }',
      '{ anything { ... on Service { id } } }',
    ],
    ['a directive', '{ service { id @live } }', '{ service { id } }'],
    [
      'a variable that nothing uses then',
      'query A($age: Int, $n: String) { service(name: $n, age: $age) { id } }',
      'query A($n: String) { service(name: $n) { id } }',
    ],
    [
      'a variable of a type, and what it is given to',
      'query A($g: Gadget) { service(name: $g) { id } }',
      'query A { service { id } }',
    ],
  ])('leaves out %s that the schema lacks', (_, written, expected) => {
    const named = (text: string) => (text.startsWith('query') ? text : `query A ${text}`);
    expect(queries(named(written))).toEqual([named(expected)]);
  });

  it('is not there when the schema lacks its root field, its root type or all that it selects', () => {
    expect(
      queries('query A { gadget { id } } mutation B { b { id } } subscription C { changed { age } }'),
    ).toEqual([]);
  });

  it('keeps the comment right above it, and as written what the schema has whole', () => {
    const written = '# Who?\nquery A { service { id,   name } }';
    const [tab] = tabs(`# The file.\n\n${written}\n\n# The end.\n`, schema);
    expect(tab).toEqual({ title: 'A', query: written, variables: null });
  });

  it('has its variables with their defaults, null for what may be left out, nothing for what may not', () => {
    const [tab] = tabs(
      'query A($a: String = "x", $b: String, $c: String!) { a: service(name: $a) { id } b: service(name: $b) { id } c: service(name: $c) { id } }',
      schema,
    );
    expect(JSON.parse(tab?.variables ?? '')).toEqual({ a: 'x', b: null, c: '' });
  });

  it('is refused when the schema contradicts it', () => {
    expect(() => queries('query A { service { peer } }')).toThrow('The sample "A" is no tab: Field "peer"');
    expect(() => queries('fragment F on Service { id } query A { service { ...F } }')).toThrow(
      'stands alone',
    );
  });
});

describe('The tabs of GraphiQL', () => {
  it('are all samples, as written, once the schema holds the whole contract', () => {
    const all = tabs(samples, contract);
    expect(all.map(({ title }) => title)).toEqual(
      Array.from(samples.matchAll(/^(?:query|mutation|subscription) (\w+)/gm), ([, name]) => name),
    );
    for (const { query } of all) expect(samples).toContain(query);
  });

  it('are valid against the committed schema, each with its comment first', () => {
    const committed = read('../../schema.graphql');
    const now = tabs(samples, committed);
    expect(now.map(({ title }) => title)).toContain('Overview');
    for (const { title, query } of now) {
      expect(validate(buildSchema(committed), parse(query)), title).toEqual([]);
      expect(query, title).toMatch(/^# \S.*\n(query|mutation|subscription) /);
    }
  });
});
