import { Field, InputType, ObjectType } from 'type-graphql';
import type { Role } from '../domain/access/role.ts';
import { ActorObject } from './actor.type.ts';
import { RoleEnum } from './access.enums.ts';
import { NodeInterface, PayloadInterface } from './node.type.ts';
import { DateTime } from './scalars.ts';

@ObjectType('Token', {
  description: 'A key to the API; only the hash of its secret is stored.',
  implements: [NodeInterface],
  simpleResolvers: true,
})
export class TokenObject {
  @Field(() => String, { description: 'Its name, given only once, even after it is revoked.' })
  readonly name!: string;

  @Field(() => RoleEnum, { description: 'What its holder may do.' })
  readonly role!: Role;

  @Field(() => String, { description: 'The beginning of its secret, by which it can be recognised.' })
  readonly prefix!: string;

  @Field(() => ActorObject, { description: 'Who created it.' })
  readonly createdBy!: ActorObject;

  @Field(() => DateTime, { description: 'When it was created.' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Until when it is good; null: until it is revoked.' })
  readonly expiresAt!: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last used, to the minute; null when it never was.',
  })
  readonly lastUsedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was revoked; null when it was not.' })
  readonly revokedAt!: Date | null;
}

@InputType('CreateTokenInput', { description: 'A token to create.' })
export class CreateTokenInput {
  @Field(() => String, { description: 'Its name, never used before.' })
  readonly name!: string;

  @Field(() => RoleEnum, { nullable: true, defaultValue: 'VIEWER', description: 'What its holder may do.' })
  readonly role?: Role | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when it is good; omitted: until it is revoked.',
  })
  readonly expiresAt?: Date | null;
}

@ObjectType('CreateTokenPayload', {
  description: 'What `createToken` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class CreateTokenPayloadObject {
  @Field(() => TokenObject, { nullable: true, description: 'The token; null when it was refused.' })
  readonly token!: TokenObject | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Its secret, shown this once, to be sent as `Authorization: Bearer`; null when it was refused.',
  })
  readonly secret!: string | null;
}

@InputType('RevokeTokenInput', { description: 'Which token to revoke.' })
export class RevokeTokenInput {
  @Field(() => String, { description: 'Its name.' })
  readonly token!: string;
}

@ObjectType('RevokeTokenPayload', {
  description: 'What `revokeToken` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class RevokeTokenPayloadObject {
  @Field(() => TokenObject, {
    nullable: true,
    description: 'The token, with `revokedAt`; null when it was refused.',
  })
  readonly token!: TokenObject | null;
}
