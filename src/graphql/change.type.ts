import { Field, Int, ObjectType } from 'type-graphql';
import type { ContainerHealth, ContainerState } from '../domain/container/container.ts';
import type { Json } from '../domain/health/check.ts';
import type { HealthStatus } from '../domain/health/health.ts';
import type { PluginStatus } from '../domain/plugin/plugin.ts';
import { ContainerHealthEnum, ContainerStateEnum } from './container.enums.ts';
import { HealthStatusEnum } from './health.enums.ts';
import { PluginStatusEnum } from './plugin.enums.ts';
import { EventInterface } from './event.type.ts';
import { NodeInterface } from './node.type.ts';
import { PageInfoObject } from './page.type.ts';
import { UserErrorObject } from './refusal.type.ts';
import { JsonValue } from './scalars.ts';

@ObjectType('HealthChange', {
  description: 'Health of a service changed (HEALTH_CHANGED).',
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class HealthChangeObject {
  @Field(() => HealthStatusEnum, { description: 'The status before.' })
  readonly from!: HealthStatus;

  @Field(() => HealthStatusEnum, { description: 'The status since.' })
  readonly to!: HealthStatus;
}

@ObjectType('ContainerChange', {
  description: "A container changed (CONTAINER_CHANGED), as Docker's event stream or listing tells.",
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class ContainerChangeObject {
  @Field(() => String, { description: "Docker's id of the container." })
  readonly containerId!: string;

  @Field(() => String, { description: 'Its name.' })
  readonly containerName!: string;

  @Field(() => String, {
    description: "What happened, in Docker's word, such as `die`, `oom` or `health_status`.",
  })
  readonly action!: string;

  @Field(() => ContainerStateEnum, {
    nullable: true,
    description: 'Its state before; null when it was not there.',
  })
  readonly from!: ContainerState | null;

  @Field(() => ContainerStateEnum, { nullable: true, description: 'Its state since; null when it is gone.' })
  readonly to!: ContainerState | null;

  @Field(() => ContainerHealthEnum, {
    nullable: true,
    description: 'What its own health check says since; null when it has none.',
  })
  readonly health!: ContainerHealth | null;

  @Field(() => Int, { nullable: true, description: 'With what it exited; null when it did not.' })
  readonly exitCode!: number | null;

  @Field(() => Boolean, { description: 'Whether it was ended for want of memory.' })
  readonly oomKilled!: boolean;
}

@ObjectType('ServiceChange', {
  description:
    'A service was found, registered, changed, removed, paused, quarantined or released (SERVICE_…).',
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class ServiceChangeObject {
  @Field(() => String, { nullable: true, description: 'What for, or why; null when nobody said.' })
  readonly reason!: string | null;

  @Field(() => JsonValue, {
    nullable: true,
    description: 'What was changed, as it was before; null when it was not there.',
  })
  readonly before!: Json | null;

  @Field(() => JsonValue, {
    nullable: true,
    description: 'What was changed, as it is since; null when it is gone.',
  })
  readonly after!: Json | null;
}

@ObjectType('PluginChange', {
  description: 'Something became of a plugin (PLUGIN_…).',
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class PluginChangeObject {
  @Field(() => String, { description: 'Name of the plugin.' })
  readonly pluginName!: string;

  @Field(() => PluginStatusEnum, {
    nullable: true,
    description: 'How it was before; null when it was not there.',
  })
  readonly from!: PluginStatus | null;

  @Field(() => PluginStatusEnum, { description: 'How it is since.' })
  readonly to!: PluginStatus;

  @Field(() => String, { nullable: true, description: 'Why it failed, in a sentence; null when it did not.' })
  readonly failure!: string | null;
}

@ObjectType('SettingChange', {
  description: `Something that people set was changed: the kill switch, a policy, a destination, a token, the
configuration.`,
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class SettingChangeObject {
  @Field(() => String, { nullable: true, description: 'Its name; null for what there is only one of.' })
  readonly name!: string | null;

  @Field(() => String, { nullable: true, description: 'Why; null when nobody said.' })
  readonly reason!: string | null;

  @Field(() => JsonValue, {
    nullable: true,
    description: 'As it was before, secrets redacted; null when it was not there.',
  })
  readonly before!: Json | null;

  @Field(() => JsonValue, {
    nullable: true,
    description: 'As it is since, secrets redacted; null when it is gone.',
  })
  readonly after!: Json | null;
}

@ObjectType('ServerChange', {
  description: 'Something about the server itself (SERVER_…, SCHEDULE_MISSED, AUDIT_VERIFIED).',
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class ServerChangeObject {
  @Field(() => String, { description: 'Version of Custos.' })
  readonly version!: string;
}

@ObjectType('Refusal', {
  description: 'A mutation was refused (REQUEST_REFUSED).',
  implements: [EventInterface, NodeInterface],
  simpleResolvers: true,
})
export class RefusalObject {
  @Field(() => String, { description: 'The mutation.' })
  readonly mutation!: string;

  @Field(() => [UserErrorObject], { description: 'Why, as the client was told.' })
  readonly userErrors!: readonly UserErrorObject[];
}

@ObjectType('HealthChangeEdge', {
  description: 'A place in a page of changes of health.',
  simpleResolvers: true,
})
export class HealthChangeEdgeObject {
  @Field(() => String, { description: 'Its position in the log.' })
  readonly cursor!: string;

  @Field(() => HealthChangeObject, { description: 'The change.' })
  readonly node!: HealthChangeObject;
}

@ObjectType('HealthChangeConnection', { description: 'A page of changes of health.', simpleResolvers: true })
export class HealthChangeConnectionObject {
  @Field(() => [HealthChangeEdgeObject], {
    description: 'The changes of health of the page, with their cursors.',
  })
  readonly edges!: readonly HealthChangeEdgeObject[];

  @Field(() => [HealthChangeObject], { description: 'The changes of health of the page.' })
  readonly nodes!: readonly HealthChangeObject[];

  @Field(() => PageInfoObject, { description: 'Where the page lies.' })
  readonly pageInfo!: PageInfoObject;
}
