import { Field, ObjectType } from 'type-graphql';
import type { RefusalCode } from '../domain/refusal.ts';
import { RefusalCodeEnum } from './refusal.enums.ts';
import { DateTime } from './scalars.ts';

@ObjectType('UserError', {
  description: 'Why a request was refused, for people and for programs.',
  simpleResolvers: true,
})
export class UserErrorObject {
  @Field(() => RefusalCodeEnum, { description: 'The reason.' })
  readonly code!: RefusalCode;

  @Field(() => String, {
    description: 'What was refused, why, and what to do about it, in a sentence or two.',
  })
  readonly message!: string;

  @Field(() => [String], {
    description: 'Path of the input field to blame, such as `["input", "service"]`; empty when none is.',
  })
  readonly path!: readonly string[];

  @Field(() => [String], { description: 'Values that were perhaps meant, best first.' })
  readonly suggestions!: readonly string[];

  @Field(() => DateTime, {
    nullable: true,
    description: 'When trying again may help; null when waiting alone will not.',
  })
  readonly retryAt!: Date | null;
}
