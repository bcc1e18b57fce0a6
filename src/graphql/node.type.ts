import { Field, ID, InterfaceType } from 'type-graphql';

import { UserErrorObject } from './refusal.type.ts';

@InterfaceType('Node', { description: 'Whatever can be read again by its id.' })
export abstract class NodeInterface {
  @Field(() => ID, { description: 'Global and opaque.' })
  readonly id!: string;
}

@InterfaceType('Payload', { description: 'What every mutation answers.' })
export abstract class PayloadInterface {
  @Field(() => [UserErrorObject], { description: 'Why it was refused; empty when it was done.' })
  readonly userErrors!: readonly UserErrorObject[];
}
