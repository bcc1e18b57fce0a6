import { Field, ObjectType } from 'type-graphql';

@ObjectType('Label', { description: 'A name with its value: a label, an annotation.', simpleResolvers: true })
export class LabelObject {
  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => String, { description: 'Its value.' })
  readonly value!: string;
}
