import 'reflect-metadata';

import type { GraphQLInterfaceType, GraphQLSchema } from 'graphql';
import { isInterfaceType, lexicographicSortSchema, printSchema } from 'graphql';
import type { PubSub } from 'type-graphql';
import { buildSchemaSync } from 'type-graphql';

import { roles } from '../domain/access/role.ts';
import {
  AlertChangeConnectionResolver,
  AlertChangeResolver,
  AlertConnectionResolver,
  AlertResolver,
} from './alert.resolver.ts';
import { ContainerChangeResolver, HealthChangeResolver, ServiceChangeResolver } from './change.resolver.ts';
import { typeOfEvent, typeOfNode } from './node-type.ts';
import { PluginChangeObject, RefusalObject, ServerChangeObject, SettingChangeObject } from './change.type.ts';
import { ContainerResolver } from './container.resolver.ts';
import { DiagnosisResolver, ServiceDiagnosisResolver } from './diagnosis.resolver.ts';
import { EventResolver } from './event.resolver.ts';
import { FeedChangeResolver, FeedResolver } from './feed.resolver.ts';
import { ActionResolver, FindingResolver, RemedyResolver } from './finding.resolver.ts';
import { CheckResolver, HealthResolver } from './health.resolver.ts';
import {
  DiagnosisConnectionResolver,
  EventConnectionResolver,
  HealthChangeConnectionResolver,
  PageInfoResolver,
  ServiceConnectionResolver,
  VerificationConnectionResolver,
} from './page.resolver.ts';
import { PluginResolver } from './plugin.resolver.ts';
import { DiagnosisProgressResolver, VerificationProgressResolver } from './progress.resolver.ts';
import { RegistrationResolver } from './registration.resolver.ts';
import { ServerResolver } from './server.resolver.ts';
import { ServiceEdgesResolver } from './service-edges.resolver.ts';
import { ServiceResolver } from './service.resolver.ts';
import { StackResolver } from './stack.resolver.ts';
import { TargetChangeResolver, TargetConnectionResolver, TargetResolver } from './target.resolver.ts';
import {
  ServiceVerificationResolver,
  StackVerificationsResolver,
  VerificationResolver,
} from './verification.resolver.ts';
import { VerificationProgressObject } from './verification.type.ts';
import { ViewerResolver } from './viewer.resolver.ts';

/** What the root types are for; type-graphql gives them no words. */
const rootDescriptions = {
  Query: 'Everything that can be read.',
  Mutation: `Everything that can be changed; containers and components are touched by \`runAction\` alone, but for
silences and the synthetic alert of a delivery test.`,
  Subscription: 'Everything that can be followed: readings of the one log.',
} as const;

/** There is one log, and no second way to publish: whoever tries is told so. */
const pubSub: PubSub = { publish: refuse, subscribe: refuse };

function refuse(): never {
  throw new Error('Subscriptions are readings of the log.');
}

const resolvers = [
  ViewerResolver,
  StackResolver,
  ServiceResolver,
  ServiceEdgesResolver,
  RegistrationResolver,
  HealthResolver,
  CheckResolver,
  FeedResolver,
  FeedChangeResolver,
  TargetResolver,
  TargetChangeResolver,
  TargetConnectionResolver,
  AlertResolver,
  AlertChangeResolver,
  AlertConnectionResolver,
  AlertChangeConnectionResolver,
  ContainerResolver,
  PluginResolver,
  DiagnosisResolver,
  FindingResolver,
  RemedyResolver,
  ActionResolver,
  VerificationResolver,
  ServiceVerificationResolver,
  StackVerificationsResolver,
  ServiceDiagnosisResolver,
  DiagnosisProgressResolver,
  VerificationProgressResolver,
  ServerResolver,
  EventResolver,
  HealthChangeResolver,
  ContainerChangeResolver,
  ServiceChangeResolver,
  PageInfoResolver,
  ServiceConnectionResolver,
  EventConnectionResolver,
  HealthChangeConnectionResolver,
  DiagnosisConnectionResolver,
  VerificationConnectionResolver,
] as const;

let schema: GraphQLSchema | undefined;

/**
 * The schema, built once.
 * @throws Error when a root field names no role: what nobody thought about is open to nobody.
 */
export function createSchema(): GraphQLSchema {
  schema ??= assertRoles(
    described({
      resolvers,
      // Seen only as an Event.
      orphanedTypes: [
        PluginChangeObject,
        VerificationProgressObject,
        SettingChangeObject,
        ServerChangeObject,
        RefusalObject,
      ],
      pubSub,
      validate: false,
    }),
  );
  return schema;
}

function described(options: Parameters<typeof buildSchemaSync>[0]): GraphQLSchema {
  const built = buildSchemaSync(options);
  for (const [name, description] of Object.entries(rootDescriptions)) {
    const root = built.getType(name);
    if (root) root.description = description;
  }
  // type-graphql answers a promise for every type of an interface, which the compiler of queries cannot await.
  abstractType(built, 'Node').resolveType = typeOfNode;
  abstractType(built, 'Event').resolveType = typeOfEvent;
  return built;
}

function abstractType(built: GraphQLSchema, name: string): GraphQLInterfaceType {
  const type = built.getType(name);
  if (isInterfaceType(type)) return type;
  throw new Error(`There is no interface ${name}.`);
}

/** Refuses a schema in which a field of Query, Mutation or Subscription does not say who may use it. */
export function assertRoles(candidate: GraphQLSchema): GraphQLSchema {
  const types = [candidate.getQueryType(), candidate.getMutationType(), candidate.getSubscriptionType()];
  const open = types.flatMap((type) =>
    Object.values(type?.getFields() ?? {})
      .filter((field) => !roles.some((role) => role === field.extensions['role']))
      .map((field) => `${type?.name ?? ''}.${field.name}`),
  );
  if (open.length === 0) return candidate;
  throw new Error(`These fields name no role, so nobody could be kept from them: ${open.join(', ')}.`);
}

/** The schema as text: sorted, every description with it. */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(createSchema()))}\n`;
}
