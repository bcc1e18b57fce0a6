import type { LookupAddress, LookupAllOptions } from 'node:dns';
import { lookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request as askPlainly } from 'node:http';
import { request as askSecurely } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
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

/** Who is asked, and as whom. */
type Asker = Pick<ProbeRequest, 'permissions' | 'timeoutMs' | 'authorization'> & {
  readonly service: Pick<ProbeRequest['service'], 'url'>;
};

interface Asked extends Asker {
  readonly signal: AbortSignal;
  readonly resolve: Resolve;
  /** JSON that is posted; null: it is asked with GET. */
  readonly body: string | null;
}

/** As the SDK promises. */
const maxAnswerBytes = 10 * 1024 * 1024;
const maxHeaderSize = 16 * 1024;

/**
 * HTTP to the URL of one service, and below it only. Every request makes a connection of its own: whether one
 * can be made is part of the question, and a kept one that the service closed when it was restarted would look
 * like a fault. Redirects are answers; they are not followed, so the service's credential goes to it alone. An
 * address that is never to be asked is refused when it is connected to, whatever its name resolved to before.
 */
export function openServiceHttp(
  request: Asker,
  signal: AbortSignal,
  resolve: Resolve = lookup,
): HttpClient & { post(path: string, body: Json): Promise<HttpAnswer> } {
  const asked: Asked = { ...request, signal, resolve, body: null };
  const permitted = (path: string): URL => {
    if (!request.permissions.includes('http'))
      throw new Error('the manifest does not ask for the permission http');
    return below(request.service.url, path);
  };
  return {
    get: async (path) => await answer(permitted(path), asked),
    post: async (path, body) => await answer(permitted(path), { ...asked, body: JSON.stringify(body) }),
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

async function answer(url: URL, asked: Asked): Promise<HttpAnswer> {
  const { timeoutMs, signal } = asked;
  const startedAt = performance.now();
  let phase: Phase = 'connecting';
  try {
    refuseForbidden(url);
    const response = await exchange(url, asked, (reached) => (phase = reached));
    const text = await read(response, url);
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
    );
    const status = response.statusCode ?? 0;
    refuseTlsServer(url, status, text);
    const durationMs = performance.now() - startedAt;
    return { status, headers, text, durationMs, json: () => asJson(url, text) };
  } catch (error) {
    const attempt: Attempt = { url, phase, timeoutMs, expired: signal.aborted };
    throw classify(error, attempt) ?? error;
  }
}

/**
 * Asks, on a connection of its own, which ends with the answer. Node's own client: six workers that each load another
 * one take sixty megabytes more. It has no timeouts of its own: the signal alone says when it is enough.
 */
function exchange(
  url: URL,
  { authorization, signal, resolve, body }: Asked,
  reached: (phase: Phase) => void,
): Promise<IncomingMessage> {
  const lookup: LookupFunction = (hostname, options, callback) => {
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
  const isSecure = url.protocol === 'https:';
  const method = body === null ? 'GET' : 'POST';
  const headers = {
    accept: '*/*',
    ...(authorization === null ? {} : { authorization }),
    ...(body === null ? {} : { 'content-type': 'application/json' }),
  };
  return new Promise((answered, failed) => {
    const ask = isSecure ? askSecurely : askPlainly;
    const options = { agent: false, method, headers, lookup, signal, maxHeaderSize };
    const request = ask(url, options, (response) => {
      reached('reading');
      answered(response);
    });
    request.on('socket', (socket) => {
      socket.once(isSecure ? 'secureConnect' : 'connect', () => reached('waiting'));
    });
    request.on('error', failed);
    request.end(body ?? undefined);
  });
}

async function read(response: IncomingMessage, url: URL): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop ends the connection.
    if (bytes > maxAnswerBytes) {
      throw new HttpFailure('TOO_LARGE', `${hostOf(url)} answered with more than 10 MB.`);
    }
  }
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/u, '');
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
