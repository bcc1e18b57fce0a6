import type { ExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** Asks over HTTP. */
export async function ask<T = Record<string, unknown>>(
  url: string,
  secret: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<ExecutionResult<T>> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query, variables }),
  });
  return (await answer.json()) as ExecutionResult<T>;
}

/** One subscriber on a socket of its own. */
export class Subscriber<T> {
  readonly items: T[] = [];
  readonly failures: unknown[] = [];
  /** Whether the server said that nothing more comes. */
  completed = false;
  #socket: WebSocket | null = null;
  readonly #client;
  #waiters: (() => void)[] = [];

  constructor(url: string, secret: string, query: string, variables: Record<string, unknown> = {}) {
    const keep = (socket: WebSocket): void => {
      this.#socket = socket;
    };
    this.#client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      connectionParams: { Authorization: `Bearer ${secret}` },
      retryAttempts: 0,
      lazy: true,
      webSocketImpl: class extends WebSocket {
        constructor(address: string, protocols: string) {
          super(address, protocols);
          keep(this);
        }
      },
    });
    this.#client.subscribe<T>(
      { query, variables },
      {
        next: (result) => {
          if (result.data) this.items.push(result.data);
          if (result.errors) this.failures.push(...result.errors);
          this.#wake();
        },
        error: (failure) => {
          this.failures.push(...(Array.isArray(failure) ? (failure as unknown[]) : [failure]));
          this.#wake();
        },
        complete: () => {
          this.completed = true;
          this.#wake();
        },
      },
    );
  }

  /** Waits for so many items; a failure ends the wait. */
  async received(count: number, withinMs = 10_000): Promise<readonly T[]> {
    const deadline = AbortSignal.timeout(withinMs);
    while (this.items.length < count && this.failures.length === 0) {
      if (deadline.aborted)
        throw new Error(`${String(this.items.length)} of ${String(count)} items came in time.`);
      await new Promise<void>((resolve) => {
        this.#waiters.push(resolve);
        deadline.addEventListener('abort', () => {
          resolve();
        });
      });
    }
    return this.items;
  }

  /** Ends the connection as a broken wire does: without a word. */
  cut(): void {
    this.#socket?.terminate();
  }

  async close(): Promise<void> {
    await this.#client.dispose();
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
