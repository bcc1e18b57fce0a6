import { Field, InputType, ObjectType } from 'type-graphql';
import type { HealthStatus } from '../domain/health/health.ts';
import type { OrderDirection } from './service.enums.ts';
import type { ServiceOrderField } from './service.enums.ts';
import { HealthStatusEnum } from './health.enums.ts';
import { OrderDirectionEnum, ServiceOrderFieldEnum } from './service.enums.ts';
import { PayloadInterface } from './node.type.ts';
import { DateTime } from './scalars.ts';
import { ServiceObject } from './service.type.ts';

@InputType('ServiceFilter', { description: 'Which services.' })
export class ServiceFilter {
  @Field(() => String, { nullable: true, description: 'Of this stack.' })
  readonly stack?: string | null;

  @Field(() => [String], { nullable: true, description: 'With one of these names.' })
  readonly names?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Of one of these kinds.' })
  readonly kinds?: readonly string[] | null;

  @Field(() => [HealthStatusEnum], { nullable: true, description: 'With one of these statuses.' })
  readonly statuses?: readonly HealthStatus[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'With labels that match all of these, such as `team="trading"`.',
  })
  readonly matchers?: readonly string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'In maintenance, or not.' })
  readonly paused?: boolean | null;
}

@InputType('ServiceOrder', { description: 'In which order services come; equals by name.' })
export class ServiceOrder {
  @Field(() => ServiceOrderFieldEnum, { description: 'By what.' })
  readonly field!: ServiceOrderField;

  @Field(() => OrderDirectionEnum, { nullable: true, defaultValue: 'ASC', description: 'Which way.' })
  readonly direction?: OrderDirection | null;
}

@InputType('PauseServiceInput', { description: 'Which service to pause.' })
export class PauseServiceInput {
  @Field(() => String, { description: 'Its name.' })
  readonly service!: string;

  @Field(() => String, { nullable: true, description: 'Name of the stack; omitted: the default stack.' })
  readonly stack?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Until when; omitted: until it is resumed.' })
  readonly until?: Date | null;

  @Field(() => String, { nullable: true, description: 'What for.' })
  readonly reason?: string | null;
}

@ObjectType('PauseServicePayload', {
  description: 'What `pauseService` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class PauseServicePayloadObject {
  @Field(() => ServiceObject, { nullable: true, description: 'The service; null when it was refused.' })
  readonly service!: ServiceObject | null;
}

@InputType('ResumeServiceInput', { description: 'Which service to resume.' })
export class ResumeServiceInput {
  @Field(() => String, { description: 'Its name.' })
  readonly service!: string;

  @Field(() => String, { nullable: true, description: 'Name of the stack; omitted: the default stack.' })
  readonly stack?: string | null;
}

@ObjectType('ResumeServicePayload', {
  description: 'What `resumeService` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class ResumeServicePayloadObject {
  @Field(() => ServiceObject, { nullable: true, description: 'The service; null when it was refused.' })
  readonly service!: ServiceObject | null;
}
