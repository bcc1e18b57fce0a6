import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { DiagnosisStatus } from '../domain/diagnosis/diagnosis.ts';
import type { Certainty, Severity } from '../domain/diagnosis/finding.ts';
import { ActorObject } from './actor.type.ts';
import { CertaintyEnum, DiagnosisStatusEnum, SeverityEnum } from './diagnosis.enums.ts';
import { EventInterface } from './event.type.ts';
import { EvidenceObject } from './evidence.type.ts';
import { NodeInterface, PayloadInterface } from './node.type.ts';
import { PageInfoObject } from './page.type.ts';
import { DateTime } from './scalars.ts';

@ObjectType('Problem', {
  description: 'Something that can be wrong with a kind of service, and that a plugin can find out.',
  implements: [NodeInterface],
  simpleResolvers: true,
})
export class ProblemObject {
  @Field(() => String, { description: 'Its name, unique, such as `prometheus-not-starting`.' })
  readonly name!: string;

  @Field(() => String, { description: 'What it is, in a line.' })
  readonly title!: string;

  @Field(() => [String], { description: 'The kinds of service that can have it.' })
  readonly kinds!: readonly string[];

  @Field(() => [String], { description: 'How it shows.' })
  readonly symptoms!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description:
      'Where it is described: a row of the runbook, such as `P01`, or an address; null when nowhere.',
  })
  readonly reference!: string | null;
}

@ObjectType('Finding', {
  description: 'Something that is wrong, told apart from everything else that could be.',
  implements: [NodeInterface],
  simpleResolvers: true,
})
export class FindingObject {
  @Field(() => String, { description: 'What it is, for programs, such as `F16`.' })
  readonly code!: string;

  @Field(() => String, { description: 'What it is, in a line.' })
  readonly title!: string;

  @Field(() => SeverityEnum, { description: 'How bad it is.' })
  readonly severity!: Severity;

  @Field(() => CertaintyEnum, { description: 'How sure it is.' })
  readonly certainty!: Certainty;

  @Field(() => String, { description: 'What is wrong and what to do, in a sentence that one can act on.' })
  readonly explanation!: string;

  @Field(() => DateTime, { description: 'When it was found.' })
  readonly foundAt!: Date;

  @Field(() => [EvidenceObject], { description: 'What shows it.' })
  readonly evidence!: readonly EvidenceObject[];
}

@ObjectType('Diagnosis', {
  description: "The search for the cause of one service's illness.",
  implements: [NodeInterface],
  simpleResolvers: true,
})
export class DiagnosisObject {
  @Field(() => DiagnosisStatusEnum, { description: 'How far it is.' })
  readonly status!: DiagnosisStatus;

  @Field(() => Boolean, {
    description:
      'Whether some check could not be run: what was found is true, what was not found may yet be.',
  })
  readonly partial!: boolean;

  @Field(() => ActorObject, { description: 'Who asked for it; SYSTEM when health went DOWN.' })
  readonly requestedBy!: ActorObject;

  @Field(() => DateTime, { description: 'When it began.' })
  readonly startedAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it runs.' })
  readonly finishedAt!: Date | null;

  @Field(() => String, { description: 'What it comes to, in a paragraph.' })
  readonly verdict!: string;
}

@ObjectType('DiagnosisEdge', {
  description: 'A place in a page of diagnoses.',
  simpleResolvers: true,
})
export class DiagnosisEdgeObject {
  @Field(() => String, { description: 'Its place in the list.' })
  readonly cursor!: string;

  @Field(() => DiagnosisObject, { description: 'The diagnosis.' })
  readonly node!: DiagnosisObject;
}

@ObjectType('DiagnosisConnection', {
  description: 'A page of diagnoses.',
  simpleResolvers: true,
})
export class DiagnosisConnectionObject {
  @Field(() => [DiagnosisEdgeObject], { description: 'The diagnoses of the page, with their cursors.' })
  readonly edges!: readonly DiagnosisEdgeObject[];

  @Field(() => [DiagnosisObject], { description: 'The diagnoses of the page.' })
  readonly nodes!: readonly DiagnosisObject[];

  @Field(() => PageInfoObject, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfoObject;
}

@InputType('DiagnosisFilter', {
  description: 'Which diagnoses.',
})
export class DiagnosisFilter {
  @Field(() => String, { nullable: true, description: 'Of this stack.' })
  readonly stack?: string | null;

  @Field(() => [String], { nullable: true, description: 'Of one of the services of these names.' })
  readonly services?: readonly string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'That looked for one of the problems of these names.',
  })
  readonly problems?: readonly string[] | null;

  @Field(() => [DiagnosisStatusEnum], { nullable: true, description: 'With one of these statuses.' })
  readonly statuses?: readonly DiagnosisStatus[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Begun at or after this time.' })
  readonly since?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Begun before this time.' })
  readonly until?: Date | null;
}

@InputType('DiagnoseInput', {
  description: 'What to diagnose.',
})
export class DiagnoseInput {
  @Field(() => String, { description: 'Name of the service.' })
  readonly service!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the problem to look for; omitted: all that apply.',
  })
  readonly problem?: string | null;

  @Field(() => String, { nullable: true, description: 'Name of the stack; omitted: the default stack.' })
  readonly stack?: string | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 10000,
    description: 'When to give up on checks that have not ended, in milliseconds, 1000 to 60000.',
  })
  readonly timeoutMs?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether to answer when it has ended, or at once, to follow it by `diagnosisProgressed`.',
  })
  readonly wait?: boolean | null;
}

@ObjectType('DiagnosePayload', {
  description: 'What `diagnose` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class DiagnosePayloadObject {
  @Field(() => DiagnosisObject, { nullable: true, description: 'The diagnosis; null when it was refused.' })
  readonly diagnosis!: DiagnosisObject | null;
}

@ObjectType('DiagnosisProgress', {
  description: 'The progress of a diagnosis (DIAGNOSIS_…).',
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class DiagnosisProgressObject {
  @Field(() => Int, { description: 'How many checks had ended.' })
  readonly checksFinished!: number;

  @Field(() => Int, { description: 'How many checks there are.' })
  readonly checksTotal!: number;
}
