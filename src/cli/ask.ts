import { CannotDo, exits } from './world.ts';
import type { Server } from './world.ts';

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
}

/** How long an answer may take, in milliseconds, where the command gives no other time. */
const patienceMs = 30_000;

/** How to come by a token. */
export const howToGetIn =
  'Give one with --token-file FILE or CUSTOS_TOKEN. The first admin token was printed when the server started ' +
  'for the first time; who has it makes more with: custos token create NAME. If it is lost, stop the server and ' +
  'say, on its machine: custos token create NAME --role admin --data-dir FOLDER';

/**
 * Sends a document, and answers its data.
 * @throws CannotDo when the server cannot be reached, lets nobody in with this token, or refuses.
 */
export async function ask<Data>(
  server: Pick<Server, 'url' | 'token'>,
  operation: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
  signal: AbortSignal = AbortSignal.timeout(patienceMs),
): Promise<Data> {
  const { data, errors } = await send(server, JSON.stringify(operation), signal);
  const refused = errors?.[0];
  if (refused?.extensions?.code === 'UNAUTHENTICATED') {
    throw new CannotDo(exits.usage, `${server.url} does not know this token. ${howToGetIn}`);
  }
  if (refused) {
    const code = refused.extensions?.code;
    const sentence = `${server.url} refused: ${refused.message}`;
    throw new CannotDo(code === 'FORBIDDEN' ? exits.usage : exits.warn, sentence);
  }
  // The documents are held to the schema by a test, and the schema is what the server answers by.
  return data as Data;
}

async function send({ url, token }: Pick<Server, 'url' | 'token'>, body: string, signal: AbortSignal) {
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body,
      signal,
    });
    return (await response.json()) as Answer;
  } catch (error) {
    if (signal.aborted) throw new CannotDo(exits.timeout, `${url} did not answer in time.`);
    throw new CannotDo(exits.unknown, `${url} cannot be asked: ${reasonOf(error)}.`);
  }
}

/** The innermost reason: fetch wraps it. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof SyntaxError) return 'what answers there is no Custos';
  return cause instanceof Error ? cause.message || String(Reflect.get(cause, 'code')) : String(cause);
}
