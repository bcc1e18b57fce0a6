import type { Role } from './role.ts';

export const actorKinds = ['TOKEN', 'LOCAL', 'POLICY', 'SCHEDULE', 'SYSTEM', 'EXTERNAL'] as const;
export type ActorKind = (typeof actorKinds)[number];

/** Who did something. A name is never given twice to different actors of one kind. */
export interface Actor {
  readonly kind: ActorKind;
  readonly name: string;
  /** With which role; null where Custos did not ask for one. */
  readonly role: Role | null;
}

/** Custos itself. */
export const system: Actor = { kind: 'SYSTEM', name: 'custos', role: null };
