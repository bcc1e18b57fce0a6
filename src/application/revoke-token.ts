import type { Actor } from '../domain/access/actor.ts';
import type { Token } from '../domain/access/token.ts';
import { isGood } from '../domain/access/token.ts';
import { Refusal } from '../domain/refusal.ts';
import { nearest } from '../domain/suggestion.ts';
import { tokenChanged } from './create-token.ts';
import type { Inventory } from './inventory.ts';
import type { Lanes } from './lanes.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly lanes: Lanes;
  readonly log: EventLog;
  readonly clock: Clock;
}

/**
 * Revokes a token for good; its sockets are closed by the transport. The last admin token that is still good
 * stays, or nobody could come in any more.
 */
export const revokeToken =
  ({ inventory, lanes, log, clock }: Deps) =>
  (by: Actor, name: string): Promise<Token> =>
    lanes.run('tokens', async () => {
      const at = clock.now();
      const token = revocable(inventory.tokens(), name, at);
      const after: Token = { ...token, revokedAt: at };
      const draft = tokenChanged('TOKEN_REVOKED', after, {
        by,
        at,
        before: { revokedAt: null },
        after: { revokedAt: at.toISOString() },
      });
      await log.append([draft], [{ kind: 'token-saved', token: after }]);
      return after;
    });

function revocable(tokens: readonly Token[], name: string, at: Date): Token {
  const path = ['input', 'token'];
  const token = tokens.find((candidate) => candidate.name === name);
  if (!token) {
    const suggestions = nearest(
      name,
      tokens.map((candidate) => candidate.name),
    );
    throw new Refusal('TOKEN_UNKNOWN', `There is no token named ${name}.`, { path, suggestions });
  }
  if (token.revokedAt) {
    const message = `The token ${name} was revoked at ${token.revokedAt.toISOString()} already.`;
    throw new Refusal('INVALID_TRANSITION', message, { path });
  }
  const admins = tokens.filter((candidate) => candidate.role === 'ADMIN' && isGood(candidate, at));
  if (admins.length === 1 && admins[0] === token) {
    const message = `${name} is the last admin token: without it nobody could make another. Create one first.`;
    throw new Refusal('LAST_ADMIN_TOKEN', message, { path });
  }
  return token;
}
