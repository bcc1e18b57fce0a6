import type { Clock } from '../../application/ports/clock.ts';
import type { Service } from '../../domain/service/service.ts';
import { Unanswered, getText } from './get-text.ts';

export interface Deps {
  readonly clock: Clock;
  /** Addresses that are never connected to, whatever names lead there. */
  readonly isForbidden: (address: string) => boolean;
  /** How long an answer may take; it is given up then. */
  readonly timeoutMs: number;
}

/** What is asked: a path below the URL of a service, whose own path is kept. */
export interface Asked {
  readonly service: Pick<Service, 'url'>;
  readonly path: string;
  /** Value of the header of this name; null: none. */
  readonly authorization: string | null;
}

/** Gets the text of an answer. @throws Unanswered, or an error of the network. */
export function askApi({ isForbidden }: Deps, asked: Asked, signal: AbortSignal): Promise<string> {
  const url = addressOf(asked.service, asked.path);
  return getText({ url, authorization: asked.authorization, isForbidden }, signal);
}

/**
 * Does what asks, within the time there is. Never rejects.
 * @returns What was read, or a sentence that says why there is nothing.
 */
export async function inTime<T>(
  deps: Deps,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly read: T; readonly failure: null } | { readonly read: null; readonly failure: string }> {
  const attempt = new AbortController();
  const stop = (): void => attempt.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const late = deps.clock.sleep(deps.timeoutMs, attempt.signal).then(() => {
    attempt.abort();
    return { read: null, failure: `It did not answer completely within ${String(deps.timeoutMs)} ms.` };
  });
  const asked = ask(attempt.signal).then(
    (read) => ({ read, failure: null }),
    (error: unknown) => ({ read: null, failure: sentenceOf(error) }),
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

function addressOf({ url }: Pick<Service, 'url'>, path: string): URL {
  if (url === null || !/^https?:\/\//iu.test(url) || !URL.canParse(url)) {
    throw new Unanswered('No address of it is known.');
  }
  const base = new URL(url);
  return new URL(`${base.origin}${base.pathname.replace(/\/+$/u, '')}${path}`);
}

const byCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'It refuses connections: nothing listens there.',
  ECONNRESET: 'It broke the connection off.',
  ENOTFOUND: 'Its name could not be resolved.',
  EAI_AGAIN: 'Its name could not be resolved.',
  EHOSTUNREACH: 'There is no way to its address.',
  ENETUNREACH: 'There is no way to its address.',
};

function sentenceOf(error: unknown): string {
  if (error instanceof Unanswered) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  if (code.startsWith('HPE_')) return 'What answers does not speak HTTP.';
  return byCode[code] ?? `It could not be asked (${code}).`;
}
