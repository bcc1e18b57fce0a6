import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { Client, buildConnector } from 'undici';

/** The most that is read of an answer: that of 10,000 targets has about 8 MB. */
const mostBytes = 10 * 1024 * 1024;

/** What is asked, and which addresses are not to be. */
export interface Question {
  readonly url: URL;
  readonly authorization: string | null;
  readonly isForbidden: (address: string) => boolean;
}

/** Says in a sentence why there is no answer. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}

/**
 * Gets a text over HTTP, on a connection of its own that ends with it. Redirects are not followed: they could lead
 * anywhere. Whatever the name resolves to is looked at when it is connected to, so that it cannot be another then.
 * @throws Unanswered, or an error of the network.
 */
export async function getText(question: Question, signal: AbortSignal): Promise<string> {
  const { url, authorization, isForbidden } = question;
  const address = url.hostname.replace(/^\[|\]$/gu, '');
  if (isIP(address) !== 0 && isForbidden(address)) throw forbidden(address);
  const connect = buildConnector({ timeout: 0, lookup: guarded(isForbidden), signal });
  const client = new Client(url.origin, {
    ...{ pipelining: 0, headersTimeout: 0, bodyTimeout: 0, maxResponseSize: mostBytes },
    connect,
  });
  try {
    const headers = { accept: 'application/json', ...(authorization === null ? {} : { authorization }) };
    const answer = await client.request({ method: 'GET', path: url.pathname + url.search, signal, headers });
    if (answer.statusCode !== 200) throw new Unanswered(sentenceOf(answer.statusCode));
    return decoded(await answer.body.arrayBuffer());
  } finally {
    // Whatever became of the request, its connection ends here.
    void client.destroy();
  }
}

function guarded(isForbidden: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const refused = found?.find(({ address }) => isForbidden(address));
      const [first] = found ?? [];
      if (error) callback(error, []);
      else if (refused) callback(forbidden(refused.address), []);
      else if (options.all) callback(null, found);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}

function forbidden(address: string): Unanswered {
  return new Unanswered(
    `The address ${address} is never asked: link-local addresses hold a cloud's secrets.`,
  );
}

function sentenceOf(status: number): string {
  if (status === 401 || status === 403) return `It does not let Custos in (status ${String(status)}).`;
  if (status >= 300 && status < 400) {
    return `It sends Custos elsewhere (status ${String(status)}), which is not followed: its URL should say where it answers.`;
  }
  return `It answered with the status ${String(status)}.`;
}

function decoded(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unanswered('The answer is no text in UTF-8.');
  }
}
