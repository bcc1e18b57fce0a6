import { readFileSync } from 'node:fs';

import type { Auth } from './schema.ts';
import { ConfigurationInvalid } from './yaml.ts';

/** What a header may hold: a line break would begin another header. */
const printable = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/u;

/**
 * The value of the Authorization header with which a service is asked; a file is read now, once.
 * @param service Whose it is, for the message.
 * @throws ConfigurationInvalid when a file cannot be read, or holds what no header can; no secret is quoted.
 */
export function authorizationOf(auth: Auth, service: string): string {
  if ('token' in auth) return `Bearer ${sound(auth.token, `The token of ${service}`)}`;
  if ('token_file' in auth) return `Bearer ${contentOf(auth.token_file, service)}`;
  const password = 'password' in auth ? auth.password : contentOf(auth.password_file, service);
  return `Basic ${Buffer.from(`${auth.username}:${password}`, 'utf8').toString('base64')}`;
}

/** A secret that others come with is no shorter than this: it can be tried as often as somebody likes. */
const shortestSecret = 16;

/**
 * The secret with which webhooks come; null when none is given.
 * @throws ConfigurationInvalid as above, and when it is short enough to be guessed
 */
export function webhookTokenOf(
  given: { readonly token: string } | { readonly token_file: string },
): string | null {
  const of = 'the webhooks of Alertmanager';
  if ('token' in given && given.token === '') return null;
  const token = 'token' in given ? sound(given.token, `The token of ${of}`) : contentOf(given.token_file, of);
  if (token.length >= shortestSecret && !token.includes(' ')) return token;
  throw new ConfigurationInvalid([
    `The token of ${of} must have at least ${String(shortestSecret)} characters, none of them a space; one is made with: openssl rand -hex 32`,
  ]);
}

/** Without the line end that editors put there. */
function contentOf(file: string, service: string): string {
  let content: string;
  try {
    content = readFileSync(file, 'utf8').replace(/\r?\n$/u, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const message = `The secret of ${service} cannot be read from ${file} (${code}): correct the path, or let this user read it.`;
    throw new ConfigurationInvalid([message]);
  }
  return sound(content, `The secret of ${service} in ${file}`);
}

function sound(secret: string, what: string): string {
  if (printable.test(secret)) return secret;
  throw new ConfigurationInvalid([
    `${what} must be printable characters of ASCII on one line, and not empty.`,
  ]);
}
