import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { Json } from '../domain/health/check.ts';
import { PayloadInterface } from './node.type.ts';
import { JsonValue } from './scalars.ts';
import { ServiceObject } from './service.type.ts';

@InputType('LabelInput', { description: 'A label to set.' })
export class LabelInput {
  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => String, { description: 'Its value.' })
  readonly value!: string;
}

@InputType('RegisterServiceInput', { description: 'A service to watch.' })
export class RegisterServiceInput {
  @Field(() => String, { description: 'Its name, unique in its stack.' })
  readonly name!: string;

  @Field(() => String, { description: 'What it is; one of the kinds of the loaded plugins.' })
  readonly kind!: string;

  @Field(() => String, { nullable: true, description: 'Name of the stack; omitted: the default stack.' })
  readonly stack?: string | null;

  @Field(() => String, { nullable: true, description: 'Its name as people write it; omitted: its name.' })
  readonly displayName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where it answers; omitted: derived from its container.',
  })
  readonly url?: string | null;

  @Field(() => String, { nullable: true, description: 'Name or id of its container; omitted: none.' })
  readonly container?: string | null;

  @Field(() => [LabelInput], { nullable: true, description: 'Its labels.' })
  readonly labels?: readonly LabelInput[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Names of the services that it needs; omitted: what its kind usually needs.',
  })
  readonly dependsOn?: readonly string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often it is probed, in milliseconds, at least 500; omitted: as configured.',
  })
  readonly probeIntervalMs?: number | null;

  @Field(() => JsonValue, {
    nullable: true,
    description: 'What its plugin should know about it, in the shape that the plugin declares.',
  })
  readonly settings?: Json;

  @Field(() => String, {
    nullable: true,
    description: 'Value of the Authorization header for requests to it; kept secret and never given back.',
  })
  readonly authorization?: string | null;
}

@ObjectType('RegisterServicePayload', {
  description: 'What `registerService` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class RegisterServicePayloadObject {
  @Field(() => ServiceObject, { nullable: true, description: 'The service; null when it was refused.' })
  readonly service!: ServiceObject | null;
}

@InputType('UpdateServiceInput', { description: 'What to change about a service.' })
export class UpdateServiceInput {
  @Field(() => String, { description: 'Its name.' })
  readonly service!: string;

  @Field(() => String, { nullable: true, description: 'Name of the stack; omitted: the default stack.' })
  readonly stack?: string | null;

  @Field(() => String, { nullable: true, description: 'Its name as people write it.' })
  readonly displayName?: string | null;

  @Field(() => String, { nullable: true, description: 'Where it answers.' })
  readonly url?: string | null;

  @Field(() => String, { nullable: true, description: 'Name or id of its container.' })
  readonly container?: string | null;

  @Field(() => [LabelInput], { nullable: true, description: 'All of its labels.' })
  readonly labels?: readonly LabelInput[] | null;

  @Field(() => [String], { nullable: true, description: 'Names of all the services that it needs.' })
  readonly dependsOn?: readonly string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often it is probed, in milliseconds, at least 500.',
  })
  readonly probeIntervalMs?: number | null;

  @Field(() => JsonValue, { nullable: true, description: 'What its plugin should know about it.' })
  readonly settings?: Json;

  @Field(() => String, {
    nullable: true,
    description: 'Value of the Authorization header for requests to it; kept secret and never given back.',
  })
  readonly authorization?: string | null;
}

@ObjectType('UpdateServicePayload', {
  description: 'What `updateService` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class UpdateServicePayloadObject {
  @Field(() => ServiceObject, { nullable: true, description: 'The service; null when it was refused.' })
  readonly service!: ServiceObject | null;
}

@InputType('RemoveServiceInput', { description: 'Which service to remove.' })
export class RemoveServiceInput {
  @Field(() => String, { description: 'Its name.' })
  readonly service!: string;

  @Field(() => String, { nullable: true, description: 'Name of the stack; omitted: the default stack.' })
  readonly stack?: string | null;
}

@ObjectType('RemoveServicePayload', {
  description: 'What `removeService` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class RemoveServicePayloadObject {
  @Field(() => ServiceObject, {
    nullable: true,
    description: 'The service, with `removedAt`; null when it was refused.',
  })
  readonly service!: ServiceObject | null;
}
