import type { ExecutionArgs, GraphQLError, GraphQLSchema } from 'graphql';
import { OperationTypeNode } from 'graphql';
import type { Context, ServerOptions, SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import type { Extra } from 'graphql-ws/use/ws';
import type { WebSocketServer } from 'ws';
import type { ServedApp } from '../served-app.ts';
import type { Journal } from '../../application/ports/journal.ts';
import type { FanOut } from '../fan-out/fan-out.ts';
import type { Reading } from '../../graphql/reading.ts';
import { readingOf } from '../fan-out/reading.ts';
import { authenticateSocket, unauthenticated } from '../gate/authenticate.ts';
import type { Admission, Gate } from '../gate/judge.ts';
import { asGraphQLError, presentErrors } from '../gate/present-errors.ts';
import { requestError } from '../gate/request-error.ts';
import type { RunOperation } from '../gate/run-operation.ts';
import type { CountRequest } from '../metrics.ts';
import type { OpenSockets } from './open-sockets.ts';
import { unauthorizedCode } from './open-sockets.ts';

export interface ProtocolDeps {
  readonly app: ServedApp;
  readonly schema: GraphQLSchema;
  readonly journal: Journal;
  readonly gate: Gate;
  readonly run: RunOperation;
  readonly fanOut: FanOut;
  readonly open: OpenSockets;
  readonly operationsPerSocket: number;
  readonly newRequestId: () => string;
  readonly count: CountRequest;
}

/** What was found out about an operation before graphql-ws runs it. */
interface Judged extends ExecutionArgs {
  readonly admission: Admission;
  readonly requestId: string;
  readonly reading: Reading | null;
  readonly id: string;
  readonly socket: Extra['socket'];
}
type SocketContext = Context<Record<string, unknown>, Extra>;

/** Half-open sockets are found by pings this far apart, in milliseconds, and reaped after twice as long. */
const pingEveryMs = 12_000;

/**
 * Speaks graphql-transport-ws on the sockets. The protocol is graphql-ws's; who may come in, what may be run
 * and how is decided by the same gate as over HTTP, and deliveries are the fan-out's.
 *
 * @returns How to end it: every socket is closed with 1001.
 */
export function speakProtocol(sockets: WebSocketServer, deps: ProtocolDeps): () => Promise<void> {
  const options: ServerOptions<Record<string, unknown>, Extra> = {
    schema: deps.schema,
    connectionInitWaitTimeout: 3_000,
    onConnect: ({ connectionParams, extra }) => {
      const viewer = authenticateSocket(deps.app, connectionParams, extra.request.headers.authorization);
      if (viewer) deps.open.add(extra.socket, viewer);
      else extra.socket.close(unauthorizedCode, unauthenticated);
      return viewer !== null;
    },
    onSubscribe: (context, id, payload) => judge(deps, context, { id, payload }),
    execute: (args) => run(deps, judged(args)),
    subscribe: (args) => {
      const { admission, reading, ...subscriber } = judged(args);
      if (!reading) throw new Error('A subscription was judged without its reading.');
      return deps.fanOut.subscribe(admission, reading, subscriber);
    },
  };
  const protocol = useServer({ ...options, isProd: true }, sockets, pingEveryMs);
  journalErrors(sockets, deps.journal);
  return async () => protocol.dispose();
}

/**
 * Tells the journal of clients that break the rules of WebSockets, such as by frames that are too large, in
 * place of graphql-ws, which would write to the console. ws closes their sockets by itself.
 */
function journalErrors(sockets: WebSocketServer, journal: Journal): void {
  sockets.on('connection', (socket) => {
    socket.removeAllListeners('error');
    socket.on('error', ({ message }) => {
      journal.info('A client broke the rules of its WebSocket.', { reason: message });
    });
  });
}

function judge(
  deps: ProtocolDeps,
  context: SocketContext,
  { id, payload }: { readonly id: string; readonly payload: SubscribePayload },
): Judged | readonly GraphQLError[] {
  const requestId = deps.newRequestId();
  const refuse = (errors: readonly GraphQLError[]): readonly GraphQLError[] => {
    const presented = presentErrors(errors, { requestId, journal: deps.journal });
    deps.count('ws', presented);
    return presented;
  };
  try {
    if (Object.keys(context.subscriptions).length > deps.operationsPerSocket) return refuse([tooMany(deps)]);
    const { socket } = context.extra;
    const { admission, errors } = deps.gate(payload, deps.open.viewerOf(socket));
    if (errors) return refuse(errors);
    const follows = admission.operation.operation === OperationTypeNode.SUBSCRIPTION;
    const reading = follows ? readingOf(deps.schema, admission, deps.app) : null;
    if (reading) deps.count('ws', undefined);
    const { document } = admission.read;
    const operationName = admission.operation.name?.value;
    return { schema: deps.schema, document, operationName, admission, requestId, reading, id, socket };
  } catch (error) {
    return refuse([asGraphQLError(error)]);
  }
}

/** graphql-ws hands on the very arguments that `onSubscribe` answered. */
function judged(args: ExecutionArgs): Judged {
  if (!('admission' in args)) throw new Error('An operation came past the gate.');
  return args as Judged;
}

async function run(deps: ProtocolDeps, { admission, requestId }: Judged): ReturnType<RunOperation> {
  const result = await deps.run(admission, requestId);
  deps.count('ws', result.errors);
  return result;
}

function tooMany({ operationsPerSocket }: ProtocolDeps): GraphQLError {
  const message = `A socket may have ${String(operationsPerSocket)} operations open at a time.`;
  return requestError('LIMIT_EXCEEDED', message);
}
