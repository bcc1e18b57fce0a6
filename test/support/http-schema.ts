import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { GraphQLError, buildSchema, isObjectType } from 'graphql';
import type { Event } from '../../src/domain/event/event.ts';
import { Refusal } from '../../src/domain/refusal.ts';

const text = /* GraphQL */ `
  type Query {
    viewer: Viewer!
    cursor: String!
    service(name: String!): Service
    services(first: Int, after: String, last: Int, before: String): ServiceConnection!
    nodes(ids: [ID!]!): [Service]!
    "Never answers."
    slow: String
    "Throws a fault with a secret in it."
    broken: String
    "Is refused by the domain."
    refused: String
    "Refuses its argument."
    picky(size: Int! = 3): String
    old: String @deprecated(reason: "Use new. Removal on 2027-06-01 UTC.")
    tokens: [Token!]!
  }
  type Mutation {
    pauseService(name: String!): Service
    createToken(name: String!): Token
    "Waits for what never ends."
    wait: String
  }
  type Subscription {
    changed(only: String, after: String): Change!
    audited(after: String): Change!
  }
  type Viewer {
    name: String!
    role: String!
  }
  type Token {
    name: String!
    service: Service
  }
  type Service {
    id: ID!
    name: String!
    dependsOn: [Service!]!
    services(first: Int, last: Int): ServiceConnection!
  }
  type ServiceConnection {
    nodes: [Service!]!
    edges: [ServiceEdge!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }
  type ServiceEdge {
    node: Service!
    cursor: String!
  }
  type PageInfo {
    hasNextPage: Boolean!
    endCursor: String
  }
  type Change {
    sequence: Int!
    summary: String!
    at: String!
    from: String
    to: String
    broken: String
  }
`;

const roles: Readonly<Record<string, string>> = {
  tokens: 'ADMIN',
  createToken: 'ADMIN',
  audited: 'ADMIN',
  pauseService: 'OPERATOR',
  wait: 'OPERATOR',
};

const resolvers: Readonly<Record<string, () => unknown>> = {
  viewer: () => ({ name: 'somebody', role: 'VIEWER' }),
  cursor: () => 'log.0',
  slow: () => new Promise(() => undefined),
  wait: () => new Promise(() => undefined),
  broken: () => {
    throw new Error('the password is hunter2');
  },
  refused: () => {
    throw new Refusal('INVALID_MATCHER', 'A matcher cannot be read.', { path: ['matchers'] });
  },
  picky: () => 'fine',
  services: () => page,
  nodes: () => [],
  tokens: () => [],
};
const page = { nodes: [], edges: [], pageInfo: { hasNextPage: false, endCursor: null }, totalCount: 0 };

/** A small schema with the extensions that the transport reads: roles of root fields, readings of subscriptions. */
export function smallSchema(): GraphQLSchema {
  const schema = buildSchema(text);
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of fieldsOf(type)) resolveField(field);
  }
  for (const field of fieldsOf(schema.getSubscriptionType())) {
    field.resolve = (event: unknown) => event;
    field.extensions = { role: roles[field.name] ?? 'VIEWER', reading };
  }
  const change = schema.getType('Change');
  if (isObjectType(change)) {
    const { at, broken } = change.getFields();
    if (at) at.resolve = (event) => (event as Event).at.toISOString();
    if (broken) resolveField(broken);
  }
  return schema;
}

function resolveField(field: GraphQLField<unknown, unknown>): void {
  field.extensions = { role: roles[field.name] ?? 'VIEWER' };
  const resolve = resolvers[field.name];
  if (resolve) field.resolve = resolve;
}

function reading({ after, only }: { readonly after?: string | null; readonly only?: string | null }) {
  const position = after === undefined || after === null ? null : Number(after);
  if (Number.isNaN(position)) {
    throw new GraphQLError('That is no cursor.', { extensions: { code: 'CURSOR_INVALID' } });
  }
  return {
    after: position,
    filter: {},
    passes: (event: Event) => event.summary.includes(only ?? ''),
  };
}

function fieldsOf(type: GraphQLObjectType | null | undefined): readonly GraphQLField<unknown, unknown>[] {
  return Object.values(type?.getFields() ?? {});
}
