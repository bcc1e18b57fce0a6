import { Field, Float, InputType, Int, ObjectType } from 'type-graphql';

import type { TargetHealth } from '../domain/target/target.ts';
import { EventInterface } from './event.type.ts';
import { NodeInterface } from './node.type.ts';
import { PageInfoObject } from './page.type.ts';
import { DateTime } from './scalars.ts';
import { TargetHealthEnum } from './target.enums.ts';

@ObjectType('Target', {
  description: 'What a Prometheus scrapes.',
  implements: [NodeInterface],
  simpleResolvers: true,
})
export class TargetObject {
  @Field(() => String, { description: 'Its job.' })
  readonly job!: string;

  @Field(() => String, { description: 'Its instance.' })
  readonly instance!: string;

  @Field(() => String, { description: 'What is scraped.' })
  readonly scrapeUrl!: string;

  @Field(() => String, {
    nullable: true,
    description: "Why the last scrape failed, in Prometheus's words; null when it did not.",
  })
  readonly lastError!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last scraped; null when it never was.' })
  readonly lastScrape!: Date | null;

  @Field(() => Float, {
    nullable: true,
    description: 'How long that took, in milliseconds with fractions; null when it never was scraped.',
  })
  readonly scrapeDurationMs!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How often it is scraped, in milliseconds; null where Prometheus does not say.',
  })
  readonly scrapeIntervalMs!: number | null;

  @Field(() => DateTime, { description: 'When Prometheus last listed it.' })
  readonly observedAt!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When Prometheus ceased to list it; null while it does.',
  })
  readonly removedAt!: Date | null;
}

@InputType('TargetFilter', { description: 'Which targets.' })
export class TargetFilter {
  @Field(() => String, { nullable: true, description: 'Of this stack.' })
  readonly stack?: string | null;

  @Field(() => [String], { nullable: true, description: 'That are one of the services of these names.' })
  readonly services?: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Of one of these jobs.' })
  readonly jobs?: readonly string[] | null;

  @Field(() => [TargetHealthEnum], { nullable: true, description: 'With one of these healths.' })
  readonly health?: readonly TargetHealth[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'With labels that match all of these, such as `instance=~"10\\\\..*"`.',
  })
  readonly matchers?: readonly string[] | null;
}

@ObjectType('TargetChange', {
  description: 'A target changed (TARGET_CHANGED).',
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class TargetChangeObject {
  @Field(() => TargetHealthEnum, { nullable: true, description: 'Its health before; null when it came.' })
  readonly from!: TargetHealth | null;

  @Field(() => TargetHealthEnum, { nullable: true, description: 'Its health since; null when it went.' })
  readonly to!: TargetHealth | null;
}

@ObjectType('TargetEdge', { description: 'A place in a page of targets.', simpleResolvers: true })
export class TargetEdgeObject {
  @Field(() => String, { description: 'Its place in the list.' })
  readonly cursor!: string;

  @Field(() => TargetObject, { description: 'The target.' })
  readonly node!: TargetObject;
}

@ObjectType('TargetConnection', { description: 'A page of targets.', simpleResolvers: true })
export class TargetConnectionObject {
  @Field(() => [TargetEdgeObject], { description: 'The targets of the page, with their cursors.' })
  readonly edges!: readonly TargetEdgeObject[];

  @Field(() => [TargetObject], { description: 'The targets of the page.' })
  readonly nodes!: readonly TargetObject[];

  @Field(() => PageInfoObject, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfoObject;
}
