import type { Clock } from '../../application/ports/clock.ts';
import type { Listing, TargetSource } from '../../application/ports/target-source.ts';
import type { Service } from '../../domain/service/service.ts';
import { Unanswered, getText } from './get-text.ts';
import { UnreadableTargets, readTargets } from './read-targets.ts';

interface Deps {
  readonly clock: Clock;
  /** Addresses that are never connected to, whatever names lead there. */
  readonly isForbidden: (address: string) => boolean;
  /** How long a listing may take; it is given up then. */
  readonly timeoutMs: number;
}

/** Lists targets by Prometheus's own API, as it is since version 2. */
export const openTargetSource = (deps: Deps): TargetSource => ({
  listTargets: async (prometheus, authorization, signal) => {
    const attempt = new AbortController();
    const stop = (): void => attempt.abort();
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const late = deps.clock.sleep(deps.timeoutMs, attempt.signal).then(() => {
      attempt.abort();
      return failed(`It did not answer completely within ${String(deps.timeoutMs)} ms.`);
    });
    const listed = list(deps, { prometheus, authorization }, attempt.signal);
    try {
      return await Promise.race([listed, late]);
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  },
});

interface Asked {
  readonly prometheus: Service;
  readonly authorization: string | null;
}

async function list(
  { isForbidden }: Deps,
  { prometheus, authorization }: Asked,
  signal: AbortSignal,
): Promise<Listing> {
  try {
    const url = addressOf(prometheus);
    const text = await getText({ url, authorization, isForbidden }, signal);
    return { targets: await readTargets(text), failure: null };
  } catch (error) {
    return failed(sentenceOf(error));
  }
}

function failed(failure: string): Listing {
  return { targets: null, failure };
}

/** Below the URL of the service, whose own path is kept. */
function addressOf({ url }: Service): URL {
  if (url === null || !/^https?:\/\//iu.test(url) || !URL.canParse(url)) {
    throw new Unanswered('No address of it is known.');
  }
  const base = new URL(url);
  return new URL(`${base.origin}${base.pathname.replace(/\/+$/u, '')}/api/v1/targets?state=active`);
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
  if (error instanceof Unanswered || error instanceof UnreadableTargets) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  if (code.startsWith('HPE_')) return 'What answers does not speak HTTP.';
  return byCode[code] ?? `It could not be asked (${code}).`;
}
