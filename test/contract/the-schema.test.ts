import { readFileSync } from 'node:fs';

import type {
  GraphQLArgument,
  GraphQLEnumValue,
  GraphQLField,
  GraphQLInputField,
  GraphQLNamedType,
} from 'graphql';
import {
  buildSchema,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, it } from 'vitest';

import { nodeRoles } from '../../src/graphql/find-node.ts';
import { assertRoles, createSchema, printedSchema } from '../../src/graphql/schema.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const contract = buildSchema(read('./api.graphql'));
const schema = createSchema();
// The contract counts its subscriptions there; they come one by one.
contract.getType('Subscription')!.description = 'Everything that can be followed: readings of the one log.';

/** What the contract has beyond these types: what is built moves out of here. */
const later = {
  Alert: 'incident silencedBy',
  Diagnosis: 'incident',
  EventFilter: 'incidents',
  Plugin: 'actions',
  Refusal: 'planDigest',
  ServerChange: 'schedule report',
  ServerInfo: 'heartbeat',
  Service: 'quarantined incidents actions',
  ServiceFilter: 'quarantined',
  Stack: 'incidents actions deliveryTests',
  Viewer: 'maxSilenceMs',
};

/** Every element of a schema by its coordinate, with all that a client relies on. */
function elements(of: GraphQLSchema): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const type of Object.values(of.getTypeMap())) {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue;
    found.set(type.name, `${type.constructor.name} ${interfacesOf(type)}${specifiedAt(type)}\n${said(type)}`);
    for (const field of fieldsOf(type)) {
      found.set(`${type.name}.${field.name}`, `${String(field.type)} ${defaultOf(field)}\n${said(field)}`);
      for (const argument of 'args' in field ? field.args : []) {
        const coordinate = `${type.name}.${field.name}(${argument.name}:)`;
        found.set(coordinate, `${String(argument.type)} ${defaultOf(argument)}\n${said(argument)}`);
      }
    }
    for (const value of valuesOf(type)) found.set(`${type.name}.${value.name}`, said(value));
  }
  return found;
}

function fieldsOf(type: GraphQLNamedType): readonly (GraphQLField<unknown, unknown> | GraphQLInputField)[] {
  const hasFields =
    type instanceof GraphQLObjectType ||
    type instanceof GraphQLInterfaceType ||
    type instanceof GraphQLInputObjectType;
  return hasFields ? Object.values<GraphQLField<unknown, unknown> | GraphQLInputField>(type.getFields()) : [];
}

const valuesOf = (type: GraphQLNamedType): readonly GraphQLEnumValue[] =>
  type instanceof GraphQLEnumType ? type.getValues() : [];

const interfacesOf = (type: GraphQLNamedType): string =>
  type instanceof GraphQLObjectType || type instanceof GraphQLInterfaceType
    ? type
        .getInterfaces()
        .map(({ name }) => name)
        .sort()
        .join(' & ')
    : '';

const specifiedAt = (type: GraphQLNamedType): string =>
  type instanceof GraphQLScalarType ? (type.specifiedByURL ?? '') : '';

const defaultOf = (field: object): string =>
  'defaultValue' in field ? JSON.stringify((field as GraphQLArgument).defaultValue) : '';

/** Descriptions word for word, however they are wrapped. */
const said = ({ description }: { readonly description?: string | null | undefined }): string =>
  (description ?? '').replace(/\s+/gu, ' ');

describe('The schema', () => {
  it('is committed as it is: `npm run schema` prints it anew', () => {
    expect(read('../../schema.graphql')).toBe(printedSchema());
  });

  it('agrees with the contract in everything that it has', () => {
    const promised = elements(contract);
    const differing = [...elements(schema)].filter(([coordinate, is]) => promised.get(coordinate) !== is);
    expect(
      differing.map(([coordinate, is]) => ({ coordinate, is, promised: promised.get(coordinate) })),
    ).toEqual([]);
  });

  it('leaves nothing out of the types that it has but what is not there yet', () => {
    const ours = elements(schema);
    const roots = ['Query', 'Mutation', 'Subscription'];
    const missing = [...elements(contract).keys()].filter((coordinate) => {
      const [owner = '', member = ''] = coordinate.split('.');
      const holder = member.includes('(') ? coordinate.slice(0, coordinate.indexOf('(')) : owner;
      const isGrowing = contract.getType(owner) instanceof GraphQLEnumType || roots.includes(holder);
      return ours.has(holder) && !ours.has(coordinate) && !isGrowing;
    });
    expect(missing.sort()).toEqual(
      Object.entries(later)
        .flatMap(([type, fields]) => fields.split(' ').map((field) => `${type}.${field}`))
        .sort(),
    );
  });

  it('describes every type, field, argument and value', () => {
    const undescribed = [...elements(schema)].filter(([, is]) => is.split('\n').at(-1)?.trim() === '');
    expect(undescribed.map(([coordinate]) => coordinate)).toEqual([]);
  });

  it('is refused when a root field names no role', () => {
    const open = new GraphQLSchema({
      query: new GraphQLObjectType({ name: 'Query', fields: { open: { type: GraphQLString } } }),
    });
    expect(() => assertRoles(open)).toThrow('Query.open');
  });

  it('names a role for every type behind `node`', () => {
    const node = schema.getType('Node') as GraphQLInterfaceType;
    const types = schema.getPossibleTypes(node).map(({ name }) => name);
    expect(Object.keys(nodeRoles).sort()).toEqual(types.sort());
  });
});
