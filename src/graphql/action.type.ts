import { Field, ObjectType } from 'type-graphql';
import type { Json } from '../domain/health/check.ts';
import type { ActionScope, Risk } from '../domain/recovery/action.ts';
import { ActionScopeEnum, RiskEnum } from './diagnosis.enums.ts';
import { JsonValue } from './scalars.ts';

@ObjectType('Action', {
  description: `Something that can be done, as the catalogue has it, or had it when its plugin is gone; a playbook
is an action whose plan is made of plans.`,
  simpleResolvers: true,
})
export class ActionObject {
  @Field(() => String, {
    description: 'Its name, unique among the actions of a service or stack, such as `restart`.',
  })
  readonly name!: string;

  @Field(() => String, { description: 'What it is, in a line.' })
  readonly title!: string;

  @Field(() => String, { description: 'What it does, when it helps, and what it costs.' })
  readonly description!: string;

  @Field(() => ActionScopeEnum, { description: 'Whether it is done to a service or to a whole stack.' })
  readonly scope!: ActionScope;

  @Field(() => [String], { description: 'The kinds of service that it can be done to; empty for any.' })
  readonly kinds!: readonly string[];

  @Field(() => RiskEnum, { description: 'What it can do harm to, at most; a plan says it for the case.' })
  readonly risk!: Risk;

  @Field(() => Boolean, { description: 'Whether it is a playbook.' })
  readonly playbook!: boolean;

  @Field(() => Boolean, {
    description: `Whether a person does it: the plan gives the exact commands, the run waits for the check that it
was done.`,
  })
  readonly manual!: boolean;

  @Field(() => Boolean, { description: 'Whether a second person must approve its plans.' })
  readonly requiresApproval!: boolean;

  @Field(() => JsonValue, { description: 'JSON Schema of its arguments.' })
  readonly parameters!: Json;

  @Field(() => String, {
    nullable: true,
    description:
      'Where it is described: a row of the runbook, such as `A02`, or an address; null when nowhere.',
  })
  readonly reference!: string | null;
}

@ObjectType('Remedy', {
  description:
    "An action that would help: with its service's name and its arguments, the input of `planAction`.",
  simpleResolvers: true,
})
export class RemedyObject {
  @Field(() => JsonValue, { description: 'With which arguments.' })
  readonly arguments!: Json;

  @Field(() => String, { description: 'Why it would help, in a sentence.' })
  readonly rationale!: string;
}
