import { Field, Int, ObjectType } from 'type-graphql';
import type { Origin } from '../domain/service/service.ts';
import { ActorObject } from './actor.type.ts';
import { OriginEnum } from './service.enums.ts';
import { NodeInterface } from './node.type.ts';
import { PageInfoObject } from './page.type.ts';
import { DateTime } from './scalars.ts';

@ObjectType('Pause', { description: 'Maintenance.', simpleResolvers: true })
export class PauseObject {
  @Field(() => DateTime, { description: 'Since when.' })
  readonly since!: Date;

  @Field(() => DateTime, { nullable: true, description: 'Until when; null: until it is resumed.' })
  readonly until!: Date | null;

  @Field(() => String, { nullable: true, description: 'What for; null when nobody said.' })
  readonly reason!: string | null;

  @Field(() => ActorObject, { description: 'Who paused it.' })
  readonly by!: ActorObject;
}

@ObjectType('Service', {
  description: 'A component of a stack: Prometheus, Grafana, an exporter, the Docker engine, an application.',
  implements: [NodeInterface],
  simpleResolvers: true,
})
export class ServiceObject {
  @Field(() => String, { description: 'Its name, unique in its stack.' })
  readonly name!: string;

  @Field(() => String, {
    description: `What it is: prometheus, grafana, alertmanager, node-exporter, docker-engine, application, or a
kind that a plugin brings.`,
  })
  readonly kind!: string;

  @Field(() => String, { description: 'Its name as people write it; its name where none was given.' })
  readonly displayName!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Where it answers; null when it is not known to answer anywhere.',
  })
  readonly url!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its version, as it says itself; null until it has said it.',
  })
  readonly version!: string | null;

  @Field(() => OriginEnum, { description: 'Where it comes from.' })
  readonly origin!: Origin;

  @Field(() => Int, { description: 'How often it is probed, in milliseconds.' })
  readonly probeIntervalMs!: number;

  @Field(() => DateTime, { nullable: true, description: 'When it was removed; null while it is watched.' })
  readonly removedAt!: Date | null;
}

@ObjectType('ServiceEdge', { description: 'A place in a page of services.', simpleResolvers: true })
export class ServiceEdgeObject {
  @Field(() => String, { description: 'Its place in the list.' })
  readonly cursor!: string;

  @Field(() => ServiceObject, { description: 'The service.' })
  readonly node!: ServiceObject;
}

@ObjectType('ServiceConnection', { description: 'A page of services.', simpleResolvers: true })
export class ServiceConnectionObject {
  @Field(() => [ServiceEdgeObject], { description: 'The services of the page, with their cursors.' })
  readonly edges!: readonly ServiceEdgeObject[];

  @Field(() => [ServiceObject], { description: 'The services of the page.' })
  readonly nodes!: readonly ServiceObject[];

  @Field(() => PageInfoObject, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfoObject;
}
