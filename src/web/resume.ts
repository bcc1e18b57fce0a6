import type { Client, FormattedExecutionResult, Sink, SubscribePayload } from 'graphql-ws';

/**
 * Makes subscriptions go on where they were cut off. After a break the client sends the same operation again;
 * by then its `$after` is the `cursor` of the last item, so that nothing is missed and nothing comes twice.
 * An operation that does not select `cursor` or has no `$after` goes on from the moment of the reconnection.
 */
export function resuming(client: Pick<Client, 'subscribe'>): Client['subscribe'] {
  return <Data, Extensions>(
    payload: SubscribePayload,
    sink: Sink<FormattedExecutionResult<Data, Extensions>>,
  ) => {
    // The client keeps this very object for the next time.
    const variables = { ...payload.variables };
    return client.subscribe<Data, Extensions>(
      { ...payload, variables },
      {
        next: (result) => {
          const cursor = cursorOf(result.data);
          if (cursor !== null) variables['after'] = cursor;
          sink.next(result);
        },
        error: (error) => sink.error(error),
        complete: () => sink.complete(),
      },
    );
  };
}

function cursorOf(data: unknown): string | null {
  if (typeof data !== 'object' || data === null) return null;
  const item = Object.values(data as Readonly<Record<string, unknown>>)[0];
  if (typeof item !== 'object' || item === null || !('cursor' in item)) return null;
  return typeof item.cursor === 'string' ? item.cursor : null;
}
