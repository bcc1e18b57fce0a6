import { ask } from './ask.ts';
import { documents } from './documents.ts';
import type { ServerOptions } from './open-server.ts';
import { findServer, running } from './open-server.ts';
import { age, table } from './text.ts';
import type { Server, World } from './world.ts';
import { CannotDo, exits } from './world.ts';

/** What `custos token create` is told. */
export interface CreateOptions extends ServerOptions {
  readonly role: string;
  /** Until when, as somebody wrote it: `30d`, `12h`, or a date. */
  readonly expires?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

interface TokenTold {
  readonly name: string;
  readonly role: string;
  readonly prefix: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}
interface Refused {
  readonly userErrors: readonly { readonly message: string; readonly suggestions: readonly string[] }[];
}

/**
 * Makes a token and prints its secret, alone on standard output. Where no server runs, the data folder is opened
 * instead: whoever may read that needs no token.
 */
export async function createToken(world: World, name: string, options: CreateOptions): Promise<number> {
  const expiresAt = options.expires === undefined ? null : expiryOf(options.expires, world.now());
  const wanted = { name, role: options.role.toUpperCase(), expiresAt };
  const server = options.dataDir === undefined ? await findServer(world, options) : null;
  const secret = server
    ? await createAt(server, wanted)
    : await world.grant(options.dataDir ?? world.dataDirOf(options.config), wanted);
  world.out.write(
    options.json === true ? `${JSON.stringify({ ...wanted, secret }, null, 2)}\n` : `${secret}\n`,
  );
  if (world.err.interactive) world.err.write('Keep it: it is shown this once.\n');
  return exits.pass;
}

/** Prints the tokens, the revoked ones too. */
export async function listTokens(
  world: World,
  options: ServerOptions & { readonly json?: boolean },
): Promise<number> {
  const { tokens } = await ask<{ tokens: readonly TokenTold[] }>(await running(world, options), {
    query: documents.tokens,
  });
  const now = world.now();
  const rows = tokens.map((token) => [
    token.name,
    token.role,
    `${token.prefix}…`,
    stateOf(token, now),
    token.lastUsedAt === null ? 'never used' : `used ${age(token.lastUsedAt, now)} ago`,
  ]);
  world.out.write(options.json === true ? `${JSON.stringify(tokens, null, 2)}\n` : table(rows));
  return exits.pass;
}

/** Revokes a token: whoever came in with it is let go. */
export async function revokeToken(world: World, name: string, options: ServerOptions): Promise<number> {
  const variables = { input: { token: name } };
  const query = documents.revokeToken;
  const server = await running(world, options);
  const { revokeToken: done } = await ask<{ revokeToken: Refused }>(server, { query, variables });
  insist(done);
  world.err.write(`The token ${name} is revoked.\n`);
  return exits.pass;
}

async function createAt(server: Server, input: object): Promise<string> {
  const { createToken: done } = await ask<{
    createToken: Refused & { readonly secret: string | null };
  }>(server, { query: documents.createToken, variables: { input } });
  insist(done);
  return done.secret ?? '';
}

function insist({ userErrors: [refused] }: Refused): void {
  if (!refused) return;
  const hint = refused.suggestions.length > 0 ? ` Did you mean ${refused.suggestions.join(' or ')}?` : '';
  throw new CannotDo(exits.warn, `${refused.message}${hint}`);
}

function stateOf({ revokedAt, expiresAt }: TokenTold, now: Date): string {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt === null) return 'good';
  return Date.parse(expiresAt) <= now.getTime() ? 'expired' : `good until ${expiresAt}`;
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** When a token ends: so long from now, or at a date. @throws CannotDo when it is neither */
function expiryOf(text: string, now: Date): string {
  const [, amount = '', unit = ''] = /^(\d{1,6})([mhd])$/u.exec(text) ?? [];
  const at = amount === '' ? Date.parse(text) : now.getTime() + Number(amount) * (units[unit] ?? 0);
  if (Number.isFinite(at)) return new Date(at).toISOString();
  throw new CannotDo(exits.usage, `${text} is no time: give 30d, 12h, 90m, or a date such as 2027-01-31.`);
}
