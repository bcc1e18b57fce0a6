import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { smallSchema } from '../../../test/support/http-schema.ts';
import { weighOperations } from './measure.ts';

const schema = smallSchema();
const costOf = (query: string, variables = {}): number | undefined =>
  weighOperations(schema, parse(query), variables)[0]?.cost;

describe('The cost of an operation', () => {
  it.each([
    ['of leaves is that of asking', '{ cursor old }', 1],
    ['counts objects', '{ viewer { name } service(name: "a") { id } }', 3],
    ['multiplies a page by its size', '{ services(first: 20) { nodes { id } } }', 22],
    [
      'multiplies what is in a page as well',
      '{ services(first: 20) { nodes { services(last: 5) { nodes { id } } } } }',
      142,
    ],
    ['takes 50 for a page of unsaid size', '{ services { nodes { id } } }', 52],
    [
      'counts an item of a page once, by whichever way',
      '{ services(first: 20) { edges { cursor node { id } } } }',
      22,
    ],
    [
      'is small where only the number of items is asked for',
      '{ services(first: 100) { totalCount pageInfo { hasNextPage } } }',
      2,
    ],
    ['takes ten for a plain list', '{ service(name: "a") { dependsOn { id } } }', 12],
    ['takes their number for ids', '{ nodes(ids: ["1", "2", "3"]) { id } }', 4],
    [
      'counts a fragment as often as it is spread',
      '{ a: service(name: "a") { ...F } b: service(name: "b") { ...F } } fragment F on Service { dependsOn { id } }',
      23,
    ],
    ['of what the schema does not know is nothing', '{ unknown { more { still } } }', 1],
  ])('%s', (_title, query, cost) => {
    expect(costOf(query)).toBe(cost);
  });

  it('follows variables', () => {
    const query =
      'query($n: Int, $ids: [ID!]!) { services(first: $n) { nodes { id } } nodes(ids: $ids) { id } }';
    expect(costOf(query, { n: 3, ids: ['1', '2'] })).toBe(7);
  });

  it('of fragments that double a thousand times is found in linear time', () => {
    const levels = 200;
    const fragments = Array.from(
      { length: levels },
      (_, i) =>
        `fragment F${String(i)} on Service { a: services { nodes { ...F${String(i + 1)} } } b: services { nodes { ...F${String(i + 1)} } } }`,
    );
    const query = `{ service(name: "a") { ...F0 } } ${fragments.join(' ')} fragment F${String(levels)} on Service { id }`;
    expect(costOf(query)).toBe(Infinity);
  });
});
