import type { ActorKind } from '../domain/access/actor.ts';
import type { Role } from '../domain/access/role.ts';
import { enumOf } from './enum-of.ts';

export const ActorKindEnum = enumOf<ActorKind>('ActorKind', 'Sorts of actors.', {
  TOKEN: 'A person or program with a token.',
  LOCAL: "The command line on the server's own machine, without a server.",
  POLICY: 'A policy of automatic remediation.',
  SCHEDULE: 'A schedule.',
  SYSTEM: 'Custos itself.',
  EXTERNAL: 'Somebody outside, seen through Docker or Alertmanager.',
});

export const RoleEnum = enumOf<Role>(
  'Role',
  'What somebody may do; each role may what the one before it may.',
  {
    VIEWER: 'Read and follow.',
    OPERATOR: 'Diagnose, run actions that destroy nothing, handle alerts and incidents.',
    ADMIN: 'Everything.',
  },
);
