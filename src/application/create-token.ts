import type { Actor } from '../domain/access/actor.ts';
import type { Role } from '../domain/access/role.ts';
import type { Token } from '../domain/access/token.ts';
import type { EventDraft, SettingChanged } from '../domain/event/event.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Inventory } from './inventory.ts';
import type { Lanes } from './lanes.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Ids } from './ports/ids.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly lanes: Lanes;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

interface Wanted {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: Date | null;
  /** Given from outside, as by the environment; by default a new one is made. */
  readonly secret?: string;
}

/** How much of a secret is kept, so that a person recognises it: its prefix and 4 of its 43 characters. */
const prefixLength = 'custos_'.length + 4;

/** Makes a token; its secret is answered this once and kept nowhere. */
export const createToken =
  ({ inventory, lanes, log, clock, ids }: Deps) =>
  (by: Actor, wanted: Wanted): Promise<{ readonly token: Token; readonly secret: string }> =>
    lanes.run('tokens', async () => {
      check(wanted, inventory, clock.now());
      const secret = wanted.secret ?? ids.secret();
      const token: Token = {
        id: ids.of('tok', wanted.name),
        name: wanted.name,
        role: wanted.role,
        prefix: secret.slice(0, Math.min(prefixLength, Math.floor(secret.length / 2))),
        secretHash: ids.hash(secret),
        createdBy: by,
        createdAt: clock.now(),
        expiresAt: wanted.expiresAt,
        lastUsedAt: null,
        revokedAt: null,
      };
      const after = { role: token.role, expiresAt: token.expiresAt?.toISOString() ?? null };
      const draft = tokenChanged('TOKEN_CREATED', token, { by, at: token.createdAt, before: null, after });
      await log.append([draft], [{ kind: 'token-saved', token }]);
      return { token, secret };
    });

function check(wanted: Wanted, inventory: Inventory, now: Date): void {
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,62}$/u.test(wanted.name)) {
    throw new Refusal(
      'INVALID_ARGUMENT',
      'The name of a token has 1 to 63 characters: letters, digits, spaces and . _ @ -, beginning with a letter or digit.',
      { path: ['input', 'name'] },
    );
  }
  if (inventory.tokens().some((token) => token.name === wanted.name)) {
    throw new Refusal(
      'NAME_TAKEN',
      `There is, or was, a token named ${wanted.name}; a name is given only once, so that the log stays clear. Choose another.`,
      { path: ['input', 'name'] },
    );
  }
  if (wanted.expiresAt && wanted.expiresAt <= now) {
    throw new Refusal(
      'INVALID_ARGUMENT',
      `The token would have expired at ${wanted.expiresAt.toISOString()}, before it was made; give a time to come.`,
      { path: ['input', 'expiresAt'] },
    );
  }
}

interface TokenChange {
  readonly by: Actor;
  readonly at: Date;
  readonly before: SettingChanged['before'];
  readonly after: SettingChanged['after'];
}

/** The entry that says what became of a token. */
export function tokenChanged(
  type: 'TOKEN_CREATED' | 'TOKEN_REVOKED',
  token: Token,
  { by, at, before, after }: TokenChange,
): EventDraft<SettingChanged> {
  const verb = type === 'TOKEN_CREATED' ? 'created' : 'revoked';
  return {
    at,
    summary: `${by.name} ${verb} the token ${token.name} (${token.role}).`,
    actor: by,
    subject: token.id,
    stackId: null,
    services: [],
    audit: true,
    detail: { type, name: token.name, reason: null, before, after },
  };
}
