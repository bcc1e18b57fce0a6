import { errors } from 'undici';
import type { CheckCause } from '../../plugin-sdk/index.ts';
import { HttpFailure } from '../../plugin-sdk/index.ts';

/** How far a request had come. `waiting`: connected, and no answer yet. */
export type Phase = 'resolving' | 'connecting' | 'waiting' | 'reading';

/** A request that came to nothing. */
export interface Attempt {
  readonly url: URL;
  readonly phase: Phase;
  readonly timeoutMs: number;
  /** Whether its time was up. */
  readonly expired: boolean;
}

type Verdict = readonly [cause: CheckCause, summary: string];

/** Where a URL leads, as `host:port`: all of it that may be shown, for the rest can hold secrets. */
export function hostOf(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
}

/**
 * Why a request got no answer, as the network, Node, OpenSSL and undici tell it by their codes; null when the
 * reason is none that the service is to blame for, such as no free file descriptor here.
 */
export function classify(error: unknown, attempt: Attempt): HttpFailure | null {
  if (error instanceof HttpFailure) return error;
  const at = hostOf(attempt.url);
  const code = codeOf(error);
  const verdict = attempt.expired
    ? expiry(attempt)
    : (byCode(code, attempt) ?? tls(code, at) ?? garbled(error, at));
  return verdict && new HttpFailure(...verdict);
}

function expiry({ url, phase, timeoutMs }: Attempt): Verdict {
  const within = `within ${timeoutMs} ms`;
  const missing: Readonly<Record<Phase, Verdict>> = {
    resolving: ['NAME_UNRESOLVED', `The name ${url.hostname} was not resolved ${within}.`],
    connecting: ['TIMED_OUT', `No connection to ${hostOf(url)} came about ${within}.`],
    waiting: ['TIMED_OUT', `${hostOf(url)} took the connection, but did not answer ${within}.`],
    reading: ['TIMED_OUT', `${hostOf(url)} began to answer, but did not finish ${within}.`],
  };
  return missing[phase];
}

function byCode(code: string, { url, phase }: Attempt): Verdict | null {
  const at = hostOf(url);
  const broken: Verdict = ['RESET', brokenOff(at, phase)];
  const unroutable: Verdict = ['UNROUTABLE', `There is no way to ${at} from here (${code}).`];
  const table: Readonly<Record<string, Verdict>> = {
    ECONNREFUSED: ['REFUSED', `${at} refuses connections: nothing listens there.`],
    ECONNRESET: broken,
    ECONNABORTED: broken,
    EPIPE: broken,
    UND_ERR_SOCKET: broken,
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: broken,
    ETIMEDOUT: ['TIMED_OUT', `No connection to ${at} came about as long as this host tried.`],
    EHOSTUNREACH: unroutable,
    EHOSTDOWN: unroutable,
    ENETUNREACH: unroutable,
    ENETDOWN: unroutable,
    ENOTFOUND: ['NAME_UNRESOLVED', `There is no host of the name ${url.hostname}.`],
    EAI_AGAIN: ['NAME_UNRESOLVED', `No name server could say where ${url.hostname} is.`],
    UND_ERR_RES_EXCEEDED_MAX_SIZE: ['TOO_LARGE', `${at} answered with more than 10 MB.`],
    UND_ERR_HEADERS_OVERFLOW: ['TOO_LARGE', `${at} answered with more headers than fit into 16 KB.`],
  };
  return table[code] ?? null;
}

function brokenOff(at: string, phase: Phase): string {
  return phase === 'reading'
    ? `${at} closed the connection in the middle of its answer.`
    : `${at} closed the connection without an answer.`;
}

const certificateFaults: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'signed itself, so nobody vouches for it',
  SELF_SIGNED_CERT_IN_CHAIN: 'goes back to an authority that this host does not trust',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes without those that vouch for it',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'goes back to an authority that this host does not know',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
};

function tls(code: string, at: string): Verdict | null {
  const fault = certificateFaults[code];
  if (fault !== undefined) return ['TLS_FAILED', `The certificate of ${at} ${fault}.`];
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(code))
    return ['TLS_FAILED', `${at} does not speak TLS, and it was asked over https.`];
  return /^(ERR_SSL_|ERR_TLS_|CERT_|EPROTO$)/.test(code)
    ? ['TLS_FAILED', `No TLS connection to ${at} came about (${code}).`]
    : null;
}

/** Undici's parser does not always give a code. */
function garbled(error: unknown, at: string): Verdict | null {
  if (!(error instanceof errors.HTTPParserError)) return null;
  const { data } = error as { readonly data?: unknown };
  // An alert record: how OpenSSL's servers answer those who do not speak TLS to them.
  if (typeof data === 'string' && data.startsWith('\u0015\u0003'))
    return ['TLS_FAILED', `${at} speaks TLS, and it was asked in plain HTTP.`];
  return ['WRONG_ANSWER', `${at} answers, but not in HTTP.`];
}

/** The code of the error at the bottom: a host with several addresses fails with one for each. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return '';
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : codeOf(error.cause);
}
