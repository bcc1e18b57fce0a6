import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTime, SafeInt } from './scalars.ts';

@ObjectType('Availability', {
  description: 'How much of a time a service was there.',
  simpleResolvers: true,
})
export class AvailabilityObject {
  @Field(() => DateTime, { description: 'From when: the time asked for, or the first observation.' })
  readonly since!: Date;

  @Field(() => DateTime, { description: 'Until when.' })
  readonly until!: Date;

  @Field(() => Float, {
    nullable: true,
    description: `Share of the time, from 0 to 1, in which it was HEALTHY or DEGRADED; unknown and paused time is
left out; null when nothing is left.`,
  })
  readonly ratio!: number | null;

  @Field(() => Int, { description: 'How often it went DOWN.' })
  readonly outages!: number;

  @Field(() => SafeInt, { description: 'Time HEALTHY, in milliseconds.' })
  readonly healthyMs!: number;

  @Field(() => SafeInt, { description: 'Time DEGRADED, in milliseconds.' })
  readonly degradedMs!: number;

  @Field(() => SafeInt, { description: 'Time DOWN, in milliseconds.' })
  readonly downMs!: number;

  @Field(() => SafeInt, { description: 'Time UNKNOWN, in milliseconds.' })
  readonly unknownMs!: number;

  @Field(() => SafeInt, {
    description: 'Time in maintenance, counted in none of the others, in milliseconds.',
  })
  readonly pausedMs!: number;
}
