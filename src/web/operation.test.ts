import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { rightlyNamed } from './operation.ts';

describe('The name of the operation that is sent', () => {
  it.each([
    ['is the one that GraphiQL gives', 'query A { a } query B { b }', 'B', 'B'],
    ['is not that of the tab before', 'query A { a }', 'FromTheTabBefore', 'A'],
    ['is found when GraphiQL gives none', 'query A { a }', undefined, 'A'],
    ['is not there when the operation has none', '{ a }', 'FromTheTabBefore', null],
    ['stays open when there is a choice', 'query A { a } query B { b }', undefined, undefined],
  ])('%s', (...[, query, given, expected]) => {
    const params = { query, ...(given !== undefined && { operationName: given }) };
    expect(rightlyNamed(params, parse(query)).operationName).toBe(expected);
  });
});
