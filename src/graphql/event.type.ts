import { Field, InputType, InterfaceType, ObjectType } from 'type-graphql';
import type { EventType } from '../domain/event/event.ts';
import { ActorObject } from './actor.type.ts';
import { EventTypeEnum } from './event.enums.ts';
import { NodeInterface } from './node.type.ts';
import { PageInfoObject } from './page.type.ts';
import { DateTime } from './scalars.ts';

@InterfaceType('Event', {
  description: `Something that happened: an entry of the one log, written together with the state that it changed;
\`from\` and \`to\` of several of its types, asked for at once, need aliases.`,
  implements: [NodeInterface],
})
export abstract class EventInterface {
  @Field(() => String, { description: 'Its position in the log, opaque: `after` it, a reading goes on.' })
  readonly cursor!: string;

  @Field(() => DateTime, {
    description: 'When it happened; the order of the log is that of `cursor`, not of this.',
  })
  readonly at!: Date;

  @Field(() => EventTypeEnum, { description: 'What happened.' })
  readonly type!: EventType;

  @Field(() => String, { description: 'What happened, in a sentence.' })
  readonly summary!: string;

  @Field(() => ActorObject, { nullable: true, description: 'Who did it; null for what was only observed.' })
  readonly actor!: ActorObject | null;

  @Field(() => String, {
    description: 'SHA-256, in hexadecimal, over this entry and the hash of the one before.',
  })
  readonly hash!: string;
}

@InputType('EventFilter', { description: 'Which events.' })
export class EventFilter {
  @Field(() => String, { nullable: true, description: 'Of this stack.' })
  readonly stack?: string | null;

  @Field(() => [EventTypeEnum], { nullable: true, description: 'Of one of these types.' })
  readonly types?: readonly EventType[] | null;

  @Field(() => [String], { nullable: true, description: 'About one of the services of these names.' })
  readonly services?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'By one of the actors of these names.' })
  readonly actors?: readonly string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: `Whether it is part of the audit: what was asked for, approved, refused or done by anybody,
policies and schedules included.`,
  })
  readonly audit?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'At or after this time.' })
  readonly since?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Before this time.' })
  readonly until?: Date | null;
}

@ObjectType('EventEdge', { description: 'A place in a page of events.', simpleResolvers: true })
export class EventEdgeObject {
  @Field(() => String, { description: 'Its position in the log.' })
  readonly cursor!: string;

  @Field(() => EventInterface, { description: 'The event.' })
  readonly node!: EventInterface;
}

@ObjectType('EventConnection', { description: 'A page of events.', simpleResolvers: true })
export class EventConnectionObject {
  @Field(() => [EventEdgeObject], { description: 'The events of the page, with their cursors.' })
  readonly edges!: readonly EventEdgeObject[];

  @Field(() => [EventInterface], { description: 'The events of the page.' })
  readonly nodes!: readonly EventInterface[];

  @Field(() => PageInfoObject, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfoObject;
}
