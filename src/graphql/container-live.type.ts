import { Field, Float, ObjectType } from 'type-graphql';
import type { Container, LogLine } from '../domain/container/container.ts';
import { LogStreamEnum } from './container.enums.ts';
import { DateTime, SafeInt } from './scalars.ts';

/** A container, with the stack in whose engine it runs. */
export type StackContainer = Container & { readonly stackId: string };

@ObjectType('ContainerUsage', { description: 'What a container uses.', simpleResolvers: true })
export class ContainerUsageObject {
  @Field(() => DateTime, { description: 'When it was measured.' })
  readonly observedAt!: Date;

  @Field(() => Float, {
    nullable: true,
    description: 'Processor time, 100 being one core; null on the first of two measurements.',
  })
  readonly cpuPercent!: number | null;

  @Field(() => SafeInt, {
    nullable: true,
    description: 'Memory without the inactive file cache, as `docker stats` counts it.',
  })
  readonly memoryBytes!: number | null;

  @Field(() => SafeInt, { nullable: true, description: 'Its limit of memory; null when it has none.' })
  readonly memoryLimitBytes!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Memory in percent of the limit; null when it has none.',
  })
  readonly memoryPercent!: number | null;
}

@ObjectType('LogLine', { description: 'A line of output.', simpleResolvers: true })
export class LogLineObject {
  @Field(() => DateTime, { description: 'When it was written.' })
  readonly at!: Date;

  @Field(() => LogStreamEnum, { description: 'Where to.' })
  readonly stream!: LogLine['stream'];

  @Field(() => String, {
    description: 'The line, secrets redacted, without its end, cut at 16 KiB.',
  })
  readonly text!: string;
}
