import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { rightlyNamed } from './operation.ts';
import { isUnauthenticated, unauthorizedCode } from './refused.ts';
import { resuming } from './resume.ts';

export type ConnectionState = 'connecting' | 'connected' | 'reconnecting';

/** Where the API is, and with what one comes in. */
export interface Access {
  /** Of the API, absolute, over HTTP; WebSockets are at the same place. */
  readonly url: URL;
  readonly token: string;
}

/** What a connection tells. */
export interface Listener {
  readonly onState: (state: ConnectionState) => void;
  /** The server does not know the token, or not any more. */
  readonly onRefused: () => void;
}

export interface Connection {
  readonly fetcher: Fetcher;
  readonly close: () => void;
}

/** Finds out about a dead connection, in milliseconds: the server's own pings come about as often. */
const keepAliveMs = 10_000;
/** Waits between attempts to reconnect, in milliseconds: doubled up to the second. */
const [firstWaitMs, longestWaitMs] = [500, 10_000];

/**
 * Connects the page to the API: queries and mutations over HTTP, subscriptions over one WebSocket that is
 * open all the time, so that its state is known, and that reconnects for ever.
 */
export function connect({ url, token }: Access, { onState, onRefused }: Listener): Connection {
  const client = createClient({
    url: url.href.replace(/^http/, 'ws'),
    connectionParams: { Authorization: `Bearer ${token}` },
    lazy: false,
    // What went wrong is shown as the state.
    onNonLazyError: () => undefined,
    keepAlive: keepAliveMs,
    retryAttempts: Infinity,
    retryWait: (retries) => wait(Math.min(firstWaitMs * 2 ** retries, longestWaitMs)),
    shouldRetry: () => true,
    on: {
      connecting: (again) => onState(again ? 'reconnecting' : 'connecting'),
      connected: () => onState('connected'),
      closed: (event) => {
        onState('reconnecting');
        if (isClosing(event, unauthorizedCode)) onRefused();
      },
    },
  });
  const send = createGraphiQLFetcher({
    url: url.href,
    wsClient: { ...client, subscribe: resuming(client) },
    headers: { Authorization: `Bearer ${token}` },
    enableIncrementalDelivery: false,
  });
  const fetcher: Fetcher = async (operation, options) => {
    // GraphiQL has not parsed a tab yet right after it was opened, and would send its subscription over HTTP.
    const documentAST = parse(operation.query);
    const result = await send(rightlyNamed(operation, documentAST), { ...options, documentAST });
    if (isUnauthenticated(result)) onRefused();
    return result;
  };
  return { fetcher, close: () => void client.dispose() };
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function isClosing(event: unknown, code: number): boolean {
  return event instanceof CloseEvent && event.code === code;
}
