import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { ContainerHealth, ContainerState, Mount, PortBinding } from '../domain/container/container.ts';
import {
  ContainerHealthEnum,
  ContainerStateEnum,
  MountKindEnum,
  PortProtocolEnum,
} from './container.enums.ts';
import { DateTime } from './scalars.ts';

@ObjectType('PortBinding', { description: 'A port of a container, published or not.', simpleResolvers: true })
export class PortBindingObject {
  @Field(() => Int, { description: 'The port inside.' })
  readonly containerPort!: number;

  @Field(() => PortProtocolEnum, { description: 'Its protocol.' })
  readonly protocol!: PortBinding['protocol'];

  @Field(() => String, {
    nullable: true,
    description: 'The address on the host; null when it is not published.',
  })
  readonly hostIp!: string | null;

  @Field(() => Int, { nullable: true, description: 'The port on the host; null when it is not published.' })
  readonly hostPort!: number | null;
}

@ObjectType('Mount', { description: 'Something mounted into a container.', simpleResolvers: true })
export class MountObject {
  @Field(() => MountKindEnum, { description: 'What sort of mount.' })
  readonly kind!: Mount['kind'];

  @Field(() => String, {
    nullable: true,
    description: 'What is mounted: name of the volume or path on the host; null for memory.',
  })
  readonly source!: string | null;

  @Field(() => String, { description: 'Where, inside.' })
  readonly destination!: string;

  @Field(() => Boolean, { description: 'Whether it can only be read.' })
  readonly readOnly!: boolean;
}

@ObjectType('Container', { description: 'A container, as Docker describes it now.', simpleResolvers: true })
export class ContainerObject {
  @Field(() => ID, { description: "Docker's own id, 64 hexadecimal digits; unique, but not that of a Node." })
  readonly id!: string;

  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => String, { description: 'The image it was created from, as it was named.' })
  readonly image!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Digest of that image; null when Docker does not say.',
  })
  readonly imageDigest!: string | null;

  @Field(() => ContainerStateEnum, { description: 'Its state.' })
  readonly state!: ContainerState;

  @Field(() => String, { description: "Its state in Docker's words, such as `Up 3 hours (healthy)`." })
  readonly status!: string;

  @Field(() => ContainerHealthEnum, {
    nullable: true,
    description: 'Its own health check; null when it has none.',
  })
  readonly health!: ContainerHealth | null;

  @Field(() => Int, {
    description: 'How often Docker has restarted it since it was created; a restart by hand does not count.',
  })
  readonly restartCount!: number;

  @Field(() => String, {
    nullable: true,
    description: 'When it restarts by itself, such as `unless-stopped`; null when never.',
  })
  readonly restartPolicy!: string | null;

  @Field(() => Int, { nullable: true, description: 'With what it exited; null while it runs.' })
  readonly exitCode!: number | null;

  @Field(() => Boolean, { description: 'Whether it was last ended for want of memory.' })
  readonly oomKilled!: boolean;

  @Field(() => DateTime, { description: 'When it was created.' })
  readonly createdAt!: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last started; null when it never was.' })
  readonly startedAt!: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it last ended; null when it never did.' })
  readonly finishedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Its compose project; null outside compose.' })
  readonly composeProject!: string | null;

  @Field(() => String, { nullable: true, description: 'Its compose service; null outside compose.' })
  readonly composeService!: string | null;

  @Field(() => [PortBindingObject], { description: 'Its ports.' })
  readonly ports!: readonly PortBindingObject[];

  @Field(() => [MountObject], { description: 'What is mounted into it.' })
  readonly mounts!: readonly MountObject[];

  @Field(() => [String], { description: 'Names of the networks that it is on.' })
  readonly networks!: readonly string[];
}

@ObjectType('DockerHost', { description: 'The Docker engine of a stack.', simpleResolvers: true })
export class DockerHostObject {
  @Field(() => String, { description: 'Where it answers.' })
  readonly endpoint!: string;

  @Field(() => Boolean, { description: 'Whether it answered when it was last asked.' })
  readonly reachable!: boolean;

  @Field(() => String, { nullable: true, description: 'Why it did not, in a sentence; null when it did.' })
  readonly failure!: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last asked; null when it never was.' })
  readonly observedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Its version; null until it has said it.' })
  readonly version!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The version of its API in use; null until it has said it.',
  })
  readonly apiVersion!: string | null;

  @Field(() => String, { nullable: true, description: 'Its operating system; null until it has said it.' })
  readonly operatingSystem!: string | null;
}
