import { lookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request as askPlainly } from 'node:http';
import { request as askSecurely } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';

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
  const headers = { accept: 'application/json', ...(authorization === null ? {} : { authorization }) };
  const ask = url.protocol === 'https:' ? askSecurely : askPlainly;
  const response = await new Promise<IncomingMessage>((answered, failed) => {
    const request = ask(url, { agent: false, headers, lookup: guarded(isForbidden), signal }, answered);
    request.on('error', failed);
    request.end();
  });
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Unanswered(sentenceOf(response.statusCode ?? 0));
  }
  return decoded(await read(response));
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop ends the connection.
    if (bytes > mostBytes) throw new Unanswered('The answer is larger than 10 MB.');
  }
  return Buffer.concat(chunks);
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

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unanswered('The answer is no text in UTF-8.');
  }
}
