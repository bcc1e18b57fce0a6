import type { GraphQLArgument, GraphQLField, GraphQLInputType, GraphQLSchema } from 'graphql';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** A field of a root type, and the shortest operation that asks for it. */
export interface RootOperation {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The least role, as the schema says. */
  readonly role: unknown;
  readonly query: string;
}

/** One operation for each field of the root types. */
export function rootOperations(schema: GraphQLSchema): readonly RootOperation[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({
      name: `${type?.name ?? ''}.${field.name}`,
      kind,
      role: field.extensions['role'],
      query: `${kind} { ${textOf(field)} }`,
    })),
  );
}

function textOf(field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(isRequiredArgument).map((arg: GraphQLArgument) => pair(arg.name, arg.type));
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  return `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}${selection}`;
}

const pair = (name: string, type: GraphQLInputType): string => `${name}: ${sample(type)}`;

/** Some value of a type, as a literal. */
function sample(type: GraphQLInputType): string {
  if (isNonNullType(type)) return sample(type.ofType);
  if (isListType(type)) return `[${sample(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? 'null';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(isRequiredInputField);
    return `{ ${fields.map((field) => pair(field.name, field.type)).join(', ')} }`;
  }
  return ['Int', 'Float', 'SafeInt'].includes(type.name) ? '1' : '"2026-01-01T00:00:00Z"';
}
