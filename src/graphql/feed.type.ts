import { Field, Int, ObjectType } from 'type-graphql';
import type { FeedKind } from '../domain/stack/feed.ts';
import { EventInterface } from './event.type.ts';
import { FeedKindEnum } from './feed.enums.ts';
import { NodeInterface } from './node.type.ts';
import { DateTime } from './scalars.ts';

@ObjectType('Feed', {
  description: 'A way by which Custos learns about a stack; a feed that falls silent is itself a failure.',
  simpleResolvers: true,
})
export class FeedObject {
  @Field(() => FeedKindEnum, { description: 'What it brings, and how.' })
  readonly kind!: FeedKind;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it last brought something or said that it lives; null when it never did.',
  })
  readonly lastSeenAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often it should, in milliseconds; null when it speaks only when something happens.',
  })
  readonly everyMs!: number | null;

  @Field(() => Boolean, { description: 'Whether it is overdue.' })
  readonly stale!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Why it is silent, in a sentence; null when it is not, or nobody knows.',
  })
  readonly failure!: string | null;
}

@ObjectType('FeedChange', {
  description: 'A feed fell silent or came back (FEED_LOST, FEED_RETURNED).',
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class FeedChangeObject {}
