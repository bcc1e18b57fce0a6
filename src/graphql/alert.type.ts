import { Field, InputType, ObjectType } from 'type-graphql';

import type { AlertSource, AlertState } from '../domain/alert/alert.ts';
import type { Severity } from '../domain/diagnosis/finding.ts';
import { AlertSourceEnum, AlertStateEnum } from './alert.enums.ts';
import { SeverityEnum } from './diagnosis.enums.ts';
import { EventInterface } from './event.type.ts';
import { NodeInterface } from './node.type.ts';
import { PageInfoObject } from './page.type.ts';
import { DateTime } from './scalars.ts';

@ObjectType('Alert', {
  description: 'An alert: one fingerprint, through all the times that it fired.',
  implements: [NodeInterface],
  simpleResolvers: true,
})
export class AlertObject {
  @Field(() => String, {
    description: "Alertmanager's identity of it: the hash of its labels, 16 hexadecimal digits.",
  })
  readonly fingerprint!: string;

  @Field(() => String, { description: 'Its name: the label alertname.' })
  readonly name!: string;

  @Field(() => SeverityEnum, {
    description: 'How bad it is, by its label severity; WARNING where that is missing or unknown.',
  })
  readonly severity!: Severity;

  @Field(() => AlertStateEnum, { description: 'Its state.' })
  readonly state!: AlertState;

  @Field(() => DateTime, { description: 'When it last began.' })
  readonly startsAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When that ended; null while it has not.' })
  readonly endsAt!: Date | null;

  @Field(() => DateTime, { description: 'When any source last said something new about it.' })
  readonly updatedAt!: Date;

  @Field(() => DateTime, { description: 'When any source last listed it.' })
  readonly observedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'Where its rule can be seen; null when its source does not say.',
  })
  readonly generatorUrl!: string | null;

  @Field(() => [String], {
    description: 'Names of the receivers that it is routed to; empty where Alertmanager has not said.',
  })
  readonly receivers!: readonly string[];

  @Field(() => [AlertSourceEnum], { description: 'Which sources know of it.' })
  readonly sources!: readonly AlertSource[];
}

@InputType('AlertFilter', { description: 'Which alerts.' })
export class AlertFilter {
  @Field(() => String, { nullable: true, description: 'Of this stack.' })
  readonly stack?: string | null;

  @Field(() => [String], { nullable: true, description: 'About one of the services of these names.' })
  readonly services?: readonly string[] | null;

  @Field(() => [AlertStateEnum], { nullable: true, description: 'In one of these states.' })
  readonly states?: readonly AlertState[] | null;

  @Field(() => [SeverityEnum], { nullable: true, description: 'Of one of these severities.' })
  readonly severities?: readonly Severity[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'With labels that match all of these, such as `alertname="TargetDown"`.',
  })
  readonly matchers?: readonly string[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Not over before this time.' })
  readonly since?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Begun before this time.' })
  readonly until?: Date | null;
}

@ObjectType('AlertChange', {
  description: 'An alert changed (ALERT_CHANGED).',
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class AlertChangeObject {
  @Field(() => AlertStateEnum, {
    nullable: true,
    description: 'Its state before; null when it was not known.',
  })
  readonly from!: AlertState | null;

  @Field(() => AlertStateEnum, { description: 'Its state since.' })
  readonly to!: AlertState;
}

@ObjectType('AlertEdge', { description: 'A place in a page of alerts.', simpleResolvers: true })
export class AlertEdgeObject {
  @Field(() => String, { description: 'Its place in the list.' })
  readonly cursor!: string;

  @Field(() => AlertObject, { description: 'The alert.' })
  readonly node!: AlertObject;
}

@ObjectType('AlertConnection', { description: 'A page of alerts.', simpleResolvers: true })
export class AlertConnectionObject {
  @Field(() => [AlertEdgeObject], { description: 'The alerts of the page, with their cursors.' })
  readonly edges!: readonly AlertEdgeObject[];

  @Field(() => [AlertObject], { description: 'The alerts of the page.' })
  readonly nodes!: readonly AlertObject[];

  @Field(() => PageInfoObject, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfoObject;
}

@ObjectType('AlertChangeEdge', {
  description: 'A place in a page of changes of alerts.',
  simpleResolvers: true,
})
export class AlertChangeEdgeObject {
  @Field(() => String, { description: 'Its position in the log.' })
  readonly cursor!: string;

  @Field(() => AlertChangeObject, { description: 'The change.' })
  readonly node!: AlertChangeObject;
}

@ObjectType('AlertChangeConnection', { description: 'A page of changes of alerts.', simpleResolvers: true })
export class AlertChangeConnectionObject {
  @Field(() => [AlertChangeEdgeObject], {
    description: 'The changes of alerts of the page, with their cursors.',
  })
  readonly edges!: readonly AlertChangeEdgeObject[];

  @Field(() => [AlertChangeObject], { description: 'The changes of alerts of the page.' })
  readonly nodes!: readonly AlertChangeObject[];

  @Field(() => PageInfoObject, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfoObject;
}
