import { Field, ObjectType } from 'type-graphql';
import type { Role } from '../domain/access/role.ts';
import { ActorObject } from './actor.type.ts';
import { RoleEnum } from './access.enums.ts';

@ObjectType('Viewer', { description: 'Who is asking.', simpleResolvers: true })
export class ViewerObject {
  @Field(() => ActorObject, { description: 'Under which name their deeds are in the log.' })
  readonly actor!: ActorObject;

  @Field(() => RoleEnum, { description: 'What they may do.' })
  readonly role!: Role;
}
