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
 * Why a request got no answer, as the network, Node and OpenSSL tell it by their codes; null when the
 * reason is none that the service is to blame for, such as no free file descriptor here.
 */
export function classify(error: unknown, attempt: Attempt): HttpFailure | null {
  if (error instanceof HttpFailure) return error;
  const at = hostOf(attempt.url);
  const code = codeOf(error);
  const verdict = attempt.expired
    ? expiry(attempt)
    : (byCode(code, attempt) ?? tls(code, error, at) ?? garbled(error, at));
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
    ETIMEDOUT: ['TIMED_OUT', `No connection to ${at} came about as long as this host tried.`],
    EHOSTUNREACH: unroutable,
    EHOSTDOWN: unroutable,
    ENETUNREACH: unroutable,
    ENETDOWN: unroutable,
    ENOTFOUND: ['NAME_UNRESOLVED', `There is no host of the name ${url.hostname}.`],
    EAI_AGAIN: ['NAME_UNRESOLVED', `No name server could say where ${url.hostname} is.`],
    HPE_HEADER_OVERFLOW: ['TOO_LARGE', `${at} answered with more headers than fit into 16 KB.`],
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

/** OpenSSL's own reason stands in the code, or, where Node says EPROTO, in the message. */
function tls(code: string, error: unknown, at: string): Verdict | null {
  const fault = certificateFaults[code];
  if (fault !== undefined) return ['TLS_FAILED', `The certificate of ${at} ${fault}.`];
  const said = error instanceof Error ? `${code} ${error.message}` : code;
  if (/wrong.version.number|packet.length.too.long|http.request/i.test(said))
    return ['TLS_FAILED', `${at} does not speak TLS, and it was asked over https.`];
  return /^(ERR_SSL_|ERR_TLS_|CERT_|EPROTO$)/.test(code)
    ? ['TLS_FAILED', `No TLS connection to ${at} came about (${code}).`]
    : null;
}

function garbled(error: unknown, at: string): Verdict | null {
  if (!codeOf(error).startsWith('HPE_')) return null;
  const { rawPacket } = error as { readonly rawPacket?: unknown };
  // An alert record: how OpenSSL's servers answer those who do not speak TLS to them.
  if (Buffer.isBuffer(rawPacket) && rawPacket[0] === 0x15 && rawPacket[1] === 0x03)
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
