import { AsyncLocalStorage } from 'node:async_hooks';
import type { ApolloServerOptions, ApolloServerPlugin, GraphQLRequestListener } from '@apollo/server';
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type {
  DocumentNode,
  ExecutionResult,
  GraphQLError,
  GraphQLFormattedError,
  GraphQLSchema,
} from 'graphql';
import { OperationTypeNode, parse } from 'graphql';
import type { Journal } from '../application/ports/journal.ts';
import type { Viewer } from '../domain/access/token.ts';
import type { Gate, OperationRequest } from './gate/judge.ts';
import { presentErrors, presentThrown } from './gate/present-errors.ts';
import { isRequestErrorCode, requestError, requestErrorStatus } from './gate/request-error.ts';
import type { RunOperation } from './gate/run-operation.ts';
import type { CountRequest } from './metrics.ts';

/** What Apollo knows of a request. */
export interface HttpContext {
  readonly viewer: Viewer | null;
  readonly requestId: string;
}

export interface ApolloDeps {
  readonly schema: GraphQLSchema;
  readonly journal: Journal;
  readonly gate: Gate;
  readonly run: RunOperation;
  readonly count: CountRequest;
}

/** The request being answered: Apollo tells its formatter of errors nothing of it. */
export const currentRequest = new AsyncLocalStorage<string>();

type DocumentStore = NonNullable<ApolloServerOptions<HttpContext>['documentStore']>;

/**
 * What Apollo takes every document for: it parses and validates only what its store does not have, so it
 * never reads one. The gate does, for Apollo's own parser knows no limit that protects its stack.
 */
const placeholder: DocumentNode = parse('{ __typename }');
const unread: DocumentStore = {
  get: () => Promise.resolve(placeholder),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(true),
};

/**
 * Apollo, as what speaks HTTP: bodies and parameters, content types, CSRF prevention, statuses. What may be
 * run and how is not decided by it but by the same gate as over WebSocket.
 */
export function createApollo(deps: ApolloDeps): ApolloServer<HttpContext> {
  return new ApolloServer<HttpContext>({
    schema: deps.schema,
    documentStore: unread,
    introspection: true,
    csrfPrevention: true,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    logger: quiet(deps.journal),
    formatError: (formatted, error) => format(deps, formatted, error),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      throughTheGate(deps),
    ],
  });
}

function throughTheGate(deps: ApolloDeps): ApolloServerPlugin<HttpContext> {
  const listener: GraphQLRequestListener<HttpContext> = {
    responseForOperation: async ({ request, contextValue }) => {
      const { query = '', operationName, variables, http } = request;
      const asked = { query, operationName, variables };
      const { result, headers } = await answer(deps, asked, { ...contextValue, method: http?.method });
      deps.count('http', result.errors);
      const { errors, ...rest } = result;
      const singleResult = errors ? { ...rest, errors: errors.map((each) => each.toJSON()) } : rest;
      const status = headers.has('allow') ? 405 : statusOf(result);
      return { http: { status, headers }, body: { kind: 'single', singleResult } };
    },
  };
  return { requestDidStart: () => Promise.resolve(listener) };
}

interface HttpAnswer {
  readonly result: ExecutionResult;
  readonly headers: HeaderMap;
}

async function answer(
  deps: ApolloDeps,
  asked: OperationRequest,
  { viewer, requestId, method }: HttpContext & { readonly method: string | undefined },
): Promise<HttpAnswer> {
  const headers = new HeaderMap();
  const refuse = (errors: readonly GraphQLError[]): HttpAnswer => ({
    result: { errors: presentErrors(errors, { requestId, journal: deps.journal }) },
    headers,
  });
  const { admission, errors } = deps.gate(asked, viewer);
  if (errors) return refuse(errors);
  const { operation } = admission;
  if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
    return refuse([requestError('BAD_REQUEST', overSocket, { nodes: operation })]);
  }
  if (method === 'GET' && operation.operation === OperationTypeNode.MUTATION) {
    headers.set('allow', 'POST');
    return refuse([requestError('BAD_REQUEST', 'A mutation comes by POST.', { nodes: operation })]);
  }
  return { result: await deps.run(admission, requestId), headers };
}

const overSocket =
  'Subscriptions are served over WebSocket at this path, by the protocol graphql-transport-ws.';

/** 200 for whatever has data, even in part; else what the first error stands for. */
function statusOf({ data, errors }: ExecutionResult): number {
  if (!errors || data !== undefined) return 200;
  const code = errors[0]?.extensions['code'];
  return isRequestErrorCode(code) ? requestErrorStatus[code] : 400;
}

/** Errors of Apollo itself, about the HTTP request or its parsing, as the gate would have told them. */
function format(deps: ApolloDeps, formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const requestId = currentRequest.getStore() ?? '';
  const presented = presentThrown(recognised(formatted, error), { requestId, journal: deps.journal });
  deps.count('http', [presented]);
  return presented.toJSON();
}

function recognised(formatted: GraphQLFormattedError, error: unknown): unknown {
  const code = formatted.extensions?.['code'];
  if (code === 'INTERNAL_SERVER_ERROR') return error;
  // Apollo has codes of its own for persisted queries, which Custos does not offer.
  return requestError(isRequestErrorCode(code) ? code : 'BAD_REQUEST', formatted.message);
}

/** Apollo explains to its logger what it answers: a client's mistake is no news. */
function quiet(journal: Journal): ApolloServer['logger'] {
  const nothing = (): void => undefined;
  return {
    debug: nothing,
    info: nothing,
    warn: (message: unknown) => {
      journal.warn(String(message));
    },
    error: (message: unknown) => {
      journal.error(String(message));
    },
  };
}
