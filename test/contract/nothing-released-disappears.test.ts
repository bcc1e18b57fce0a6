import { readFileSync } from 'node:fs';

import type { ASTNode, GraphQLSchema } from 'graphql';
import { buildASTSchema, buildSchema, findBreakingChanges, Kind, parse, visit } from 'graphql';
import { describe, expect, it } from 'vitest';

import { createSchema } from '../../src/graphql/schema.ts';

/** The schema as it was last released: replaced with each release, and never otherwise. */
const released = readFileSync(new URL('./released.graphql', import.meta.url), 'utf8');

const isDeprecated = (node: ASTNode): boolean =>
  'directives' in node && (node.directives ?? []).some(({ name }) => name.value === 'deprecated');

/** What takes something from clients that the released schema promised them, but for what it deprecated. */
function broken(since: string, now: GraphQLSchema): readonly string[] {
  const forget = (node: ASTNode) => (isDeprecated(node) ? null : undefined);
  const promised = visit(parse(since), {
    [Kind.FIELD_DEFINITION]: forget,
    [Kind.INPUT_VALUE_DEFINITION]: forget,
    [Kind.ENUM_VALUE_DEFINITION]: forget,
  });
  return findBreakingChanges(buildASTSchema(promised), now).map(({ description }) => description);
}

describe('Of the schema that was released', () => {
  it('nothing has disappeared that was not deprecated before', () => {
    expect(broken(released, createSchema())).toEqual([]);
  });

  it.each([
    ['a field', 'type Query { kept: Int }', 'Query.gone was removed.'],
    [
      'a type of a field',
      'type Query { kept: Int gone: String }',
      'Query.gone changed type from Int to String.',
    ],
    [
      'an optional argument',
      'type Query { kept: Int gone(now: Int!): Int }',
      'A required arg now on Query.gone was added.',
    ],
  ])('%s is missed', (_, now, description) => {
    expect(broken('type Query { kept: Int gone: Int }', buildSchema(now))).toEqual([description]);
  });

  it('what was deprecated may go', () => {
    const since = 'type Query { kept: Int gone: Int @deprecated(reason: "Ask for kept.") }';
    expect(broken(since, buildSchema('type Query { kept: Int }'))).toEqual([]);
  });
});
