import { Field, Int, ObjectType } from 'type-graphql';
import type { CheckCause, CheckStatus, Json } from '../domain/health/check.ts';
import type { HealthStatus } from '../domain/health/health.ts';
import { CheckCauseEnum, CheckStatusEnum, HealthStatusEnum } from './health.enums.ts';
import { DateTime, JsonValue } from './scalars.ts';

@ObjectType('CheckResult', {
  description: 'One thing that was looked at, and how it was.',
  simpleResolvers: true,
})
export class CheckResultObject {
  @Field(() => String, { description: 'Name of the check, such as `targets`.' })
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where the check is described: a row of the runbook, such as `C09`; null when nowhere.',
  })
  readonly reference!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What of it was looked at, such as `job=trading-bot`; null for all of it.',
  })
  readonly aspect!: string | null;

  @Field(() => CheckStatusEnum, { description: 'How it was.' })
  readonly status!: CheckStatus;

  @Field(() => String, { description: 'What was seen, or why it could not be seen, in a sentence.' })
  readonly summary!: string;

  @Field(() => CheckCauseEnum, {
    nullable: true,
    description: 'Why nothing right could be got, for programs; null when that is not the matter.',
  })
  readonly cause!: CheckCause | null;

  @Field(() => DateTime, { description: 'When it was looked at.' })
  readonly observedAt!: Date;

  @Field(() => Int, { description: 'How long that took, in milliseconds.' })
  readonly durationMs!: number;

  @Field(() => JsonValue, { nullable: true, description: 'What was measured; null when nothing was.' })
  readonly observed!: Json | null;

  @Field(() => JsonValue, {
    nullable: true,
    description: 'What it was measured against; null when against nothing.',
  })
  readonly threshold!: Json | null;
}

@ObjectType('Health', { description: 'How something is, as far as is known.', simpleResolvers: true })
export class HealthObject {
  @Field(() => HealthStatusEnum, { description: 'The status, after the thresholds.' })
  readonly status!: HealthStatus;

  @Field(() => DateTime, { description: 'Since when it has this status.' })
  readonly since!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was last observed; null when it never was.',
  })
  readonly observedAt!: Date | null;

  @Field(() => Boolean, {
    description: 'Whether the last observation is too old to be believed; the status is then UNKNOWN.',
  })
  readonly stale!: boolean;

  @Field(() => String, { description: 'Why it has this status, in a sentence.' })
  readonly summary!: string;

  @Field(() => [CheckResultObject], {
    description: 'What the probes saw, newest observation only; empty for a stack.',
  })
  readonly checks!: readonly CheckResultObject[];

  @Field(() => Boolean, { description: 'Whether it changes too often to be believed.' })
  readonly flapping!: boolean;
}

@ObjectType('HealthCounts', { description: 'How many services have which health.', simpleResolvers: true })
export class HealthCountsObject {
  @Field(() => Int, { description: 'How many there are.' })
  readonly total!: number;

  @Field(() => Int, { description: 'How many are HEALTHY.' })
  readonly healthy!: number;

  @Field(() => Int, { description: 'How many are DEGRADED.' })
  readonly degraded!: number;

  @Field(() => Int, { description: 'How many are DOWN.' })
  readonly down!: number;

  @Field(() => Int, { description: 'How many are UNKNOWN.' })
  readonly unknown!: number;

  @Field(() => Int, { description: 'How many are in maintenance, whatever their health.' })
  readonly paused!: number;
}
