import type { Token, Viewer } from '../domain/access/token.ts';
import { isGood } from '../domain/access/token.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Told of each use. */
  readonly used: (token: Token) => void;
}

/**
 * Who holds a secret; null when nobody does (any more). Secrets are found by their hash: what is compared is
 * nothing that somebody could learn about byte by byte.
 */
export const authenticate =
  ({ inventory, clock, ids, used }: Deps) =>
  (secret: string): Viewer | null => {
    const secretHash = ids.hash(secret);
    const token = inventory.tokens().find((candidate) => candidate.secretHash === secretHash);
    if (!token || !isGood(token, clock.now())) return null;
    used(token);
    return viewerOf(token);
  };

/** Whether a viewer may still come in, with the role that they came with. */
export const admits =
  ({ inventory, clock }: Pick<Deps, 'inventory' | 'clock'>) =>
  (viewer: Viewer): boolean => {
    const token = inventory.token(viewer.tokenId);
    return token?.role === viewer.role && isGood(token, clock.now());
  };

function viewerOf(token: Token): Viewer {
  return {
    actor: { kind: 'TOKEN', name: token.name, role: token.role },
    role: token.role,
    tokenId: token.id,
  };
}
