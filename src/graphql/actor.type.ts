import { Field, ObjectType } from 'type-graphql';
import type { ActorKind } from '../domain/access/actor.ts';
import type { Role } from '../domain/access/role.ts';
import { ActorKindEnum, RoleEnum } from './access.enums.ts';

@ObjectType('Actor', { description: 'Who did something.', simpleResolvers: true })
export class ActorObject {
  @Field(() => ActorKindEnum, { description: 'What sort of actor.' })
  readonly kind!: ActorKind;

  @Field(() => String, {
    description: `Name of the token, policy or schedule, or what the outside calls itself; never given twice to
different ones.`,
  })
  readonly name!: string;

  @Field(() => RoleEnum, {
    nullable: true,
    description: 'With which role; null where Custos did not ask for one.',
  })
  readonly role!: Role | null;
}
