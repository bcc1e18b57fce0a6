import { Unreadable } from '../../../application/ports/engine-reader.ts';
import { explain, messageOf, statusOf } from '../failure.ts';

interface Asked {
  readonly endpoint: string;
  readonly kind: string;
  readonly signal: AbortSignal;
}

/** Questions that a proxy in front of the engine permits apart from the others. */
const apart: Readonly<Record<string, string>> = {
  exec: 'commands to be run in containers',
  helper: 'containers to be made for reading',
};

/** Why a reading failed, in a sentence that says what to do. */
export function unreadable(error: unknown, { endpoint, kind, signal }: Asked): Unreadable {
  if (error instanceof Unreadable) return error;
  if (signal.aborted) {
    const told = `The Docker engine at ${endpoint} was not waited for any longer: it did not answer in time.`;
    return new Unreadable(told, { cause: error });
  }
  return new Unreadable(refusal(error, kind) ?? explain(error, endpoint), { cause: error });
}

function refusal(error: unknown, kind: string): string | null {
  const status = statusOf(error);
  const what = apart[kind];
  if (what !== undefined && (status === 401 || status === 403)) {
    return `Docker does not permit ${what} (HTTP ${status}): allow it in the proxy in front of the engine, or do without.`;
  }
  if (status === 404 && /no such container/iu.test(messageOf(error))) return gone;
  if (status === 501 && kind === 'logs') {
    return `Docker keeps none of its output that could be read (${messageOf(error)}): give it the logging driver json-file or local.`;
  }
  return status === 409 && kind === 'exec' ? standstill(messageOf(error)) : null;
}

/** Of a container that is not there (any more). */
export const gone = 'There is no such container any more: it was removed.';

function standstill(message: string): string {
  if (/is paused/iu.test(message)) return 'It is paused: nothing can be run in it before it goes on.';
  if (/is restarting/iu.test(message)) return 'It is restarting: nothing can be run in it now.';
  return 'It does not run: nothing can be run in it.';
}
