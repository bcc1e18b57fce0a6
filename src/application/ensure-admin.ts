import type { Actor } from '../domain/access/actor.ts';
import { system } from '../domain/access/actor.ts';
import { isGood } from '../domain/access/token.ts';
import type { Token } from '../domain/access/token.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Role } from '../domain/access/role.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly create: (
    by: Actor,
    wanted: {
      readonly name: string;
      readonly role: Role;
      readonly expiresAt: null;
      readonly secret?: string;
    },
  ) => Promise<{ readonly secret: string }>;
  readonly revoke: (by: Actor, name: string) => Promise<Token>;
}

/**
 * Sees to it that somebody can come in: with the secret that the environment gives, which takes the place of
 * the one that it gave before; else with a new one, made when there is no good admin token. Answers the secret
 * that was made, to be shown this once; null when none was.
 * @throws Refusal INVALID_TRANSITION when the environment gives a secret that somebody has revoked.
 */
export const ensureAdmin =
  ({ inventory, clock, ids, create, revoke }: Deps) =>
  async (given: string | null): Promise<string | null> => {
    const good = inventory.tokens().filter((token) => isGood(token, clock.now()));
    if (given === null) {
      if (good.some((token) => token.role === 'ADMIN')) return null;
      return (await create(system, wanted(inventory, 'first-admin'))).secret;
    }
    const known = inventory.tokens().find((token) => token.secretHash === ids.hash(given));
    if (known && good.includes(known)) return null;
    if (known) {
      const message = 'The secret in CUSTOS_ADMIN_TOKEN was revoked or has expired: give another one.';
      throw new Refusal('INVALID_TRANSITION', message);
    }
    await create(system, { ...wanted(inventory, 'environment'), secret: given });
    for (const token of good)
      if (/^environment(?:-\d+)?$/u.test(token.name)) await revoke(system, token.name);
    return null;
  };

/** A name is given only once: the second of its sort is numbered. */
function wanted(inventory: Inventory, sort: string) {
  const taken = new Set(inventory.tokens().map((token) => token.name));
  let name = sort;
  for (let number = 2; taken.has(name); number++) name = `${sort}-${String(number)}`;
  return { name, role: 'ADMIN', expiresAt: null } as const;
}
