import { Field, ObjectType } from 'type-graphql';
import type { EvidenceKind } from '../domain/diagnosis/evidence.ts';
import { EvidenceKindEnum } from './diagnosis.enums.ts';
import { DateTime } from './scalars.ts';

@ObjectType('Evidence', {
  description: 'What shows something: a piece of an answer, a log, a file, as it was at that time.',
  simpleResolvers: true,
})
export class EvidenceObject {
  @Field(() => EvidenceKindEnum, { description: 'What sort of evidence.' })
  readonly kind!: EvidenceKind;

  @Field(() => String, { description: 'Where it was found: an address, a path, a query, a command.' })
  readonly source!: string;

  @Field(() => String, { description: 'The piece that matters, at most 4 KiB.' })
  readonly excerpt!: string;

  @Field(() => Boolean, { description: 'Whether secrets were taken out of it.' })
  readonly redacted!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'SHA-256 of the whole from which the piece was taken, in hexadecimal; null when it was not kept.',
  })
  readonly sha256!: string | null;

  @Field(() => DateTime, { description: 'When it was so.' })
  readonly at!: Date;
}
