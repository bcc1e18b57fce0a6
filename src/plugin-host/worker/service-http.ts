import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { Client, buildConnector } from 'undici';
import { isForbiddenAddress } from '../../domain/net/address.ts';
import type { HttpAnswer, HttpClient, Json } from '../../plugin-sdk/index.ts';
import { HttpFailure } from '../../plugin-sdk/index.ts';
import type { ProbeRequest } from '../protocol.ts';
import type { Attempt, Phase } from './classify.ts';
import { classify, hostOf } from './classify.ts';

/** Finds all addresses of a name. */
type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, found?: readonly LookupAddress[]) => void,
) => void;

interface Asked extends ProbeRequest {
  readonly signal: AbortSignal;
  readonly resolve: Resolve;
}

/** As the SDK promises. */
const maxAnswerBytes = 10 * 1024 * 1024;

/**
 * HTTP to the URL of one service, and below it only. Every request makes a connection of its own: whether one
 * can be made is part of the question, and a kept one that the service closed when it was restarted would look
 * like a fault. Redirects are answers; they are not followed, so the service's credential goes to it alone. An
 * address that is never to be asked is refused when it is connected to, whatever its name resolved to before.
 */
export function openServiceHttp(
  request: ProbeRequest,
  signal: AbortSignal,
  resolve: Resolve = lookup,
): HttpClient {
  const asked: Asked = { ...request, signal, resolve };
  return {
    get: async (path) => {
      if (!request.permissions.includes('http'))
        throw new Error('the manifest does not ask for the permission http');
      return await get(below(request.service.url, path), asked);
    },
  };
}

/**
 * The address of a path below a service's URL, whose own path is kept.
 * @throws HttpFailure UNROUTABLE when the service has no URL, and Error when the path leads elsewhere.
 */
function below(serviceUrl: string | null, path: string): URL {
  if (serviceUrl === null) throw new HttpFailure('UNROUTABLE', 'No address of it is known.');
  const base = new URL(serviceUrl);
  if (!/^https?:$/.test(base.protocol)) throw new Error('the URL of the service is neither http nor https');
  const [pathname = ''] = path.split(/[?#]/);
  const climbs = pathname.split('/').some((part) => /^(\.|%2e){1,2}$/i.test(part));
  if (!path.startsWith('/') || pathname.includes('\\') || climbs)
    throw new Error(`the path ${path} does not lie below the URL of the service`);
  return new URL(base.origin + base.pathname.replace(/\/+$/, '') + path);
}

async function get(url: URL, asked: Asked): Promise<HttpAnswer> {
  const { timeoutMs, authorization, signal } = asked;
  const startedAt = performance.now();
  let phase: Phase = 'connecting';
  const client = open(url, asked, (reached) => (phase = reached));
  try {
    refuseForbidden(url);
    const path = url.pathname + url.search;
    const headers = { accept: '*/*', ...(authorization === null ? {} : { authorization }) };
    const answer = await client.request({ method: 'GET', path, signal, headers });
    phase = 'reading';
    const text = await answer.body.text();
    const told = Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    );
    refuseTlsServer(url, answer.statusCode, text);
    const durationMs = performance.now() - startedAt;
    return { status: answer.statusCode, headers: told, text, durationMs, json: () => asJson(url, text) };
  } catch (error) {
    const attempt: Attempt = { url, phase, timeoutMs, expired: signal.aborted };
    throw classify(error, attempt) ?? error;
  } finally {
    // Whatever became of the request, its connection ends here.
    void client.destroy();
  }
}

/**
 * A client for one request, without timeouts of its own: the signal alone says when it is enough. The socket has
 * to be told too: until it is connected, aborting a request of undici does nothing.
 */
function open(url: URL, { signal, resolve }: Asked, reached: (phase: Phase) => void): Client {
  const named: LookupFunction = (hostname, options, callback) => {
    reached('resolving');
    resolve(hostname, { ...options, all: true }, (error, found) => {
      reached('connecting');
      const [first] = found ?? [];
      const forbidden = found?.find(({ address }) => isForbiddenAddress(address));
      if (error) callback(error, []);
      else if (forbidden) callback(neverAsked(`${hostname} leads to ${forbidden.address}, which`), []);
      else if (options.all) callback(null, [...(found ?? [])]);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
  const connect = buildConnector({ timeout: 0, lookup: named, signal });
  return new Client(url.origin, {
    pipelining: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: maxAnswerBytes,
    connect: (options, callback) =>
      connect(options, (...result) => {
        if (result[0] === null) reached('waiting');
        callback(...result);
      }),
  });
}

/** A literal address is connected to without a lookup. */
function refuseForbidden({ hostname }: URL): void {
  const address = hostname.replace(/^\[|\]$/gu, '');
  if (isIP(address) !== 0 && isForbiddenAddress(address)) throw neverAsked(address);
}

function neverAsked(address: string): HttpFailure {
  const message = `${address} is never asked: link-local, multicast and metadata addresses are no service's.`;
  return new HttpFailure('UNROUTABLE', message);
}

/** What servers of TLS (Go's, nginx) answer to those who speak plain HTTP to them. */
function refuseTlsServer(url: URL, status: number, text: string): void {
  if (url.protocol !== 'http:' || status !== 400) return;
  if (/sent an HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS port/i.test(text))
    throw new HttpFailure('TLS_FAILED', `${hostOf(url)} speaks HTTPS, and it was asked in plain HTTP.`);
}

function asJson(url: URL, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new HttpFailure('WRONG_ANSWER', `${hostOf(url)} answered ${url.pathname} with what is no JSON.`);
  }
}
