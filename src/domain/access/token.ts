import type { Actor } from './actor.ts';
import type { Role } from './role.ts';

/** A key to the API. Of its secret only the SHA-256 is kept. */
export interface Token {
  readonly id: string;
  /** Given only once, even after the token is revoked. */
  readonly name: string;
  readonly role: Role;
  /** The beginning of its secret, by which a person recognises it. */
  readonly prefix: string;
  /** SHA-256 of the secret, in hexadecimal. */
  readonly secretHash: string;
  readonly createdBy: Actor;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  /** When it was last used, to the minute. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** Who is asking: the actor under whose name deeds stand in the log, and the token that proves it. */
export interface Viewer {
  readonly actor: Actor;
  readonly role: Role;
  readonly tokenId: string;
}

/** Whether a token gives access at this time: neither revoked nor expired. */
export function isGood(token: Token, at: Date): boolean {
  return token.revokedAt === null && (token.expiresAt === null || token.expiresAt.getTime() > at.getTime());
}
