import type { GraphQLError, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { Kind, getVariableValues } from 'graphql';
import { roles } from '../../domain/access/role.ts';
import type { Viewer } from '../../domain/access/token.ts';
import type { Limits } from '../limits.ts';
import { unauthenticated } from './authenticate.ts';
import type { ReadDocument } from './read-document.ts';
import { createDocumentReader } from './read-document.ts';
import { recoded, requestError } from './request-error.ts';
import { refuseRoles } from './refuse-roles.ts';

/** What a client sent, whichever way. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** An operation that may be run, by whom, and what it costs. */
export interface Admission {
  readonly viewer: Viewer;
  readonly read: ReadDocument;
  readonly operation: OperationDefinitionNode;
  /** As sent. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** As the operation declares them. */
  readonly coerced: Readonly<Record<string, unknown>>;
  readonly cost: number;
}

/** An operation that may be run, or all reasons why it may not. */
export type Verdict =
  | { readonly admission: Admission; readonly errors: null }
  | { readonly admission: null; readonly errors: readonly GraphQLError[] };

/** Whether somebody may run an operation. */
export type Gate = (request: OperationRequest, viewer: Viewer | null) => Verdict;

/**
 * The one gate: every operation passes it, whichever transport it came by, so a verdict is the same on all
 * of them. In this order: who asks, the document, which of its operations, roles, variables, cost.
 *
 * @throws Error when a field of a root type names no role: such a schema must not be served.
 */
export function createGate(schema: GraphQLSchema, limits: Limits): Gate {
  demandRoles(schema);
  const read = createDocumentReader(schema, limits);
  return (request, viewer) => {
    if (!viewer) return refused([requestError('UNAUTHENTICATED', unauthenticated)]);
    const document = read(request.query);
    if (!('document' in document)) return refused(document);
    const operation = chosen(document, request.operationName ?? null);
    if (!('kind' in operation)) return refused([operation]);
    const forbidden = refuseRoles(schema, document.document, { operation, viewer });
    if (forbidden.length > 0) return refused(forbidden);
    const given = variablesOf(schema, operation, request);
    if (given.errors) return refused(given.errors);
    const cost = costOf(document, operation, given.coerced);
    if (cost > limits.cost) return refused([tooCostly(cost, limits.cost)]);
    const { variables, coerced } = given;
    return { admission: { viewer, read: document, operation, variables, coerced, cost }, errors: null };
  };
}

const refused = (errors: readonly GraphQLError[]): Verdict => ({ admission: null, errors });

/** The operation of this name, or the only one; otherwise why none can be chosen. */
function chosen({ document }: ReadDocument, name: string | null): OperationDefinitionNode | GraphQLError {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const named = name === null ? operations : operations.filter((node) => node.name?.value === name);
  const [first, second] = named;
  if (first && !second) return first;
  const why =
    name !== null
      ? `The document has no operation named ${JSON.stringify(name)}.`
      : operations.length === 0
        ? 'The document has no operation.'
        : 'The document has several operations: say by operationName which one to run.';
  return requestError('OPERATION_RESOLUTION_FAILURE', why);
}

type Given =
  | (Pick<Admission, 'variables' | 'coerced'> & { readonly errors: null })
  | { readonly errors: readonly GraphQLError[] };

function variablesOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  request: OperationRequest,
): Given {
  const variables = request.variables ?? {};
  const declared = operation.variableDefinitions ?? [];
  const { coerced, errors } = getVariableValues(schema, declared, variables, { maxErrors: 4 });
  if (errors) return { errors: errors.map((error) => recoded(error, 'BAD_USER_INPUT')) };
  return { variables, coerced, errors: null };
}

function costOf(
  read: ReadDocument,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  const operations = read.document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  return read.weights(variables)[operations.indexOf(operation)]?.cost ?? Infinity;
}

function tooCostly(cost: number, limit: number): GraphQLError {
  const has = Number.isSafeInteger(cost) ? String(cost) : 'far more';
  return requestError(
    'LIMIT_EXCEEDED',
    `The operation costs ${has}; ${String(limit)} is allowed. Ask for smaller pages or fewer lists in lists.`,
  );
}

function demandRoles(schema: GraphQLSchema): void {
  for (const type of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const role = field.extensions['role'];
      if (!roles.some((known) => known === role)) {
        throw new Error(`${type?.name ?? ''}.${field.name} names no role: nobody may be let in by accident.`);
      }
    }
  }
}
