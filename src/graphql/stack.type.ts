import { Field, ObjectType } from 'type-graphql';
import { NodeInterface } from './node.type.ts';

@ObjectType('Stack', {
  description: 'A monitoring stack: components that are watched together.',
  implements: [NodeInterface],
  simpleResolvers: true,
})
export class StackObject {
  @Field(() => String, { description: 'Its name, unique.' })
  readonly name!: string;
}
