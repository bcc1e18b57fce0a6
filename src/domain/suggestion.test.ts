import { describe, expect, it } from 'vitest';

import { nearest } from './suggestion.ts';

describe('What was perhaps meant', () => {
  it.each([
    ['promethues', ['prometheus', 'grafana'], ['prometheus']],
    ['prot', ['port', 'host', 'corsOrigins'], ['port']],
    ['PORT', ['port'], ['port']],
    ['grafan', ['grafana', 'prometheus'], ['grafana']],
    ['redis', ['grafana', 'prometheus'], []],
    ['', ['a'], []],
    ['node-2', ['node-1', 'node-3', 'node-4', 'node-5'], ['node-1', 'node-3', 'node-4']],
  ])('by %j of %j is %j', (given, candidates, expected) => {
    expect(nearest(given, candidates)).toEqual(expected);
  });
});
