import { readFileSync } from 'node:fs';
import { Kind, buildSchema, getIntrospectionQuery, parse, print, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/access/role.ts';
import { allows, roles } from '../../src/domain/access/role.ts';
import type { Viewer } from '../../src/domain/access/token.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { count } from '../../src/http/gate/count.ts';
import { createGate } from '../../src/http/gate/judge.ts';
import { weighOperations } from '../../src/http/gate/measure.ts';
import { defaultLimits } from '../../src/http/limits.ts';
import { rootOperations } from '../support/http-root-operations.ts';

const schema = createSchema();
const gate = createGate(schema, defaultLimits);
const as = (role: Role): Viewer => ({
  actor: { kind: 'TOKEN', name: role, role },
  role,
  tokenId: `tok_${role}`,
});
const matrix = rootOperations(schema).flatMap((operation) =>
  roles.map((role) => ({ ...operation, least: operation.role, role })),
);
/** The contract, which the schema grows towards: what is a sample of it must not be refused one day. */
const contract = buildSchema(readFileSync('test/contract/api.graphql', 'utf8'));
const samples = parse(readFileSync('src/web/operations.graphql', 'utf8'))
  .definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)
  .map((node) => ({ name: node.name?.value ?? '', document: parse(print(node)) }));

describe('One gate that guards the schema', () => {
  it.each(matrix)('lets $role at $name if its role $least allows it', ({ query, role, least }) => {
    const codes = (gate({ query }, as(role)).errors ?? []).map(({ extensions }) => extensions['code']);
    expect(codes.filter((code) => code !== 'BAD_USER_INPUT')).toEqual(
      allows(role, least as Role) ? [] : ['FORBIDDEN'],
    );
  });

  it('lets nobody at anything without a token', () => {
    for (const { query } of matrix) {
      expect(gate({ query }, null).errors?.map(({ extensions }) => extensions['code'])).toEqual([
        'UNAUTHENTICATED',
      ]);
    }
  });

  it.each(samples)('lets the sample operation $name through, with room', ({ document }) => {
    expect(validate(contract, document)).toEqual([]);
    const [weight] = weighOperations(contract, document, {});
    expect(weight?.cost).toBeLessThan(defaultLimits.cost / 2);
    expect(weight?.depth).toBeLessThan(defaultLimits.depth / 2);
    const { aliases, directives } = count(document);
    expect(aliases).toBeLessThan(defaultLimits.aliases / 2);
    expect(directives).toBeLessThan(defaultLimits.directives / 2);
  });

  it('lets the introspection of clients through', () => {
    const query = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true });
    expect(gate({ query }, as('VIEWER')).errors).toBeNull();
  });

  it('has a reading for each subscription', () => {
    for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
      expect(field.extensions['reading']).toBeTypeOf('function');
    }
  });
});
