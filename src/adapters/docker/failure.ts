import { ZodError } from 'zod';

/** The engine accepted a call, or did not even do that, and nothing came in time. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  readonly afterMs: number;

  constructor(afterMs: number) {
    super(`There was no answer within ${afterMs} ms.`);
    this.afterMs = afterMs;
  }
}

/** The engine ended a stream that has no end. */
export class StreamEnded extends Error {
  override readonly name = 'StreamEnded';
}

/** What answers is no Docker engine. */
export class NotDocker extends Error {
  override readonly name = 'NotDocker';
}

/**
 * Says in one sentence why an engine did not answer, and what to do about it. Equal causes give equal
 * sentences, so that the same trouble is told once.
 */
export function explain(error: unknown, endpoint: string): string {
  const engine = `The Docker engine at ${endpoint}`;
  if (error instanceof Unanswered) {
    return `${engine} did not answer within ${error.afterMs / 1000} s: it hangs or is overloaded; look at its log, and restart it if this goes on.`;
  }
  if (error instanceof StreamEnded) {
    return `${engine} ended its stream of events: it is being stopped or restarted, or a proxy in front of it cuts long answers.`;
  }
  if (isForeign(error)) {
    return `What answers at ${endpoint} does not speak the API of Docker: correct the endpoint.`;
  }
  const status = statusOf(error);
  if (status !== null) return refused(engine, status, messageOf(error));
  return sentences[codeOf(error)]?.(engine, endpoint) ?? `${engine} cannot be asked: ${messageOf(error)}.`;
}

function isForeign(error: unknown): boolean {
  return error instanceof NotDocker || error instanceof ZodError || codeOf(error).startsWith('HPE_');
}

/** The HTTP status of a refusal; null for what is none. */
export function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null;
  return typeof error.statusCode === 'number' ? error.statusCode : null;
}

type Sentence = (engine: string, endpoint: string) => string;

const unresolved: Sentence = (engine) =>
  `${engine} has a host name that cannot be resolved: correct the endpoint, or the name service.`;
const unreachable: Sentence = (engine) =>
  `${engine} cannot be reached over the network: look at the address, the route and the firewall.`;
const cut: Sentence = (engine) =>
  `${engine} broke the connection off: it crashed or is being restarted; look at its log.`;
const forbidden: Sentence = (engine) =>
  `${engine} has a socket that this user may not open: join the group that owns the socket (usually "docker"), or run as a user who may.`;

const sentences: Readonly<Record<string, Sentence>> = {
  ENOENT: (_, endpoint) =>
    `There is no Docker engine at ${endpoint}: the socket does not exist; start Docker, or correct the endpoint.`,
  ENOTSOCK: (_, endpoint) =>
    `There is no Docker engine at ${endpoint}: it is not a socket; correct the endpoint.`,
  ECONNREFUSED: (engine) => `${engine} is not running: the connection was refused; start it.`,
  EACCES: forbidden,
  EPERM: forbidden,
  ENOTFOUND: unresolved,
  EAI_AGAIN: unresolved,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ECONNRESET: cut,
  EPIPE: cut,
};

function refused(engine: string, status: number, message: string): string {
  if (status === 401 || status === 403) {
    return `${engine} does not permit the question (HTTP ${status}): allow containers, images, events, info and version to be read in the proxy in front of it.`;
  }
  if (status >= 500) {
    return `${engine} answered with an error (HTTP ${status}): ${message}; look at its log.`;
  }
  return `${engine} refused the question (HTTP ${status}): ${message}.`;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  // Several addresses of one name were tried, and each failed: the first says why.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** In one line of bearable length, without the client's own preamble. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const bare = message.replace(/^\(HTTP code \d+\) [^-]*- /u, '').replace(/\s+/gu, ' ');
  return bare.trim().replace(/\.$/u, '').slice(0, 300);
}
