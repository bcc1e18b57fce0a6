import { Field, InputType, Int, ObjectType } from 'type-graphql';
import { ActorObject } from './actor.type.ts';
import { EventInterface } from './event.type.ts';
import { NodeInterface, PayloadInterface } from './node.type.ts';
import { PageInfoObject } from './page.type.ts';
import { DateTime } from './scalars.ts';

@ObjectType('CheckCounts', {
  description: 'How many checks ended how.',
  simpleResolvers: true,
})
export class CheckCountsObject {
  @Field(() => Int, { description: 'How many ended PASS.' })
  readonly pass!: number;

  @Field(() => Int, { description: 'How many ended WARN.' })
  readonly warn!: number;

  @Field(() => Int, { description: 'How many ended FAIL.' })
  readonly fail!: number;

  @Field(() => Int, { description: 'How many ended UNKNOWN.' })
  readonly unknown!: number;

  @Field(() => Int, { description: 'How many ended SKIPPED.' })
  readonly skipped!: number;
}

@ObjectType('Verification', {
  description: 'The proof that a stack is right, or where it is not.',
  implements: [NodeInterface],
  simpleResolvers: true,
})
export class VerificationObject {
  @Field(() => Boolean, { description: 'Whether it diagnosed as well.' })
  readonly detailed!: boolean;

  @Field(() => ActorObject, { description: 'Who asked for it.' })
  readonly requestedBy!: ActorObject;

  @Field(() => DateTime, { description: 'When it began.' })
  readonly startedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it runs.' })
  readonly finishedAt!: Date | null;
}

@ObjectType('ServiceVerification', {
  description: 'What a verification says of one service.',
  simpleResolvers: true,
})
export class ServiceVerificationObject {
  @Field(() => String, { nullable: true, description: 'Its version at that time; null when it did not say.' })
  readonly version!: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Docker's id of its container at that time; null when it had none.",
  })
  readonly containerId!: string | null;
}

@ObjectType('VerificationEdge', {
  description: 'A place in a page of verifications.',
  simpleResolvers: true,
})
export class VerificationEdgeObject {
  @Field(() => String, { description: 'Its place in the list.' })
  readonly cursor!: string;

  @Field(() => VerificationObject, { description: 'The verification.' })
  readonly node!: VerificationObject;
}

@ObjectType('VerificationConnection', {
  description: 'A page of verifications.',
  simpleResolvers: true,
})
export class VerificationConnectionObject {
  @Field(() => [VerificationEdgeObject], {
    description: 'The verifications of the page, with their cursors.',
  })
  readonly edges!: readonly VerificationEdgeObject[];

  @Field(() => [VerificationObject], { description: 'The verifications of the page.' })
  readonly nodes!: readonly VerificationObject[];

  @Field(() => PageInfoObject, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfoObject;
}

@InputType('VerifyStackInput', {
  description: 'What to verify.',
})
export class VerifyStackInput {
  @Field(() => String, { nullable: true, description: 'Name of the stack; omitted: the default stack.' })
  readonly stack?: string | null;

  @Field(() => [String], { nullable: true, description: 'Only the services of these names; omitted: all.' })
  readonly services?: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Only the checks of these names or references; omitted: all.',
  })
  readonly checks?: readonly string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether to diagnose as well, and to keep all evidence.',
  })
  readonly detailed?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: 'Whether to check as well that the ports which the stack needs are free or its own.',
  })
  readonly ports?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 60000,
    description: 'When to give up on checks that have not ended, in milliseconds, 1000 to 300000.',
  })
  readonly timeoutMs?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether to answer when it has ended, or at once.',
  })
  readonly wait?: boolean | null;
}

@ObjectType('VerifyStackPayload', {
  description: 'What `verifyStack` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class VerifyStackPayloadObject {
  @Field(() => VerificationObject, {
    nullable: true,
    description: 'The verification; null when it was refused.',
  })
  readonly verification!: VerificationObject | null;
}

@ObjectType('VerificationProgress', {
  description: 'The progress of a verification (VERIFICATION_…).',
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class VerificationProgressObject {
  @Field(() => Int, { description: 'How many checks had ended.' })
  readonly checksFinished!: number;

  @Field(() => Int, { description: 'How many checks there are.' })
  readonly checksTotal!: number;
}
