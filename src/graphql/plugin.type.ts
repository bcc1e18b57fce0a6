import { Field, InputType, Int, ObjectType } from 'type-graphql';
import type { Json } from '../domain/health/check.ts';
import type { Plugin, PluginSource, PluginStatus } from '../domain/plugin/plugin.ts';
import { PluginSourceEnum, PluginStatusEnum } from './plugin.enums.ts';
import { NodeInterface, PayloadInterface } from './node.type.ts';
import { DateTime, JsonValue } from './scalars.ts';

@ObjectType('Plugin', {
  description: 'What knows a kind of service: its probes, checks, problems and actions.',
  implements: [NodeInterface],
  simpleResolvers: true,
})
export class PluginObject {
  @Field(() => String, { description: 'Its name, unique; of one without a manifest, that of its folder.' })
  readonly name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its version; null when its manifest could not be read.',
  })
  readonly version!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What it is for; null when its manifest could not be read.',
  })
  readonly description!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The versions of the SDK that it asks for; null when its manifest could not be read.',
  })
  readonly sdkVersion!: string | null;

  @Field(() => PluginSourceEnum, { description: 'Where it was found.' })
  readonly source!: PluginSource;

  @Field(() => PluginStatusEnum, { description: 'How it is.' })
  readonly status!: PluginStatus;

  @Field(() => String, {
    nullable: true,
    description: 'Why it failed or is quarantined, in a sentence; null when it is neither.',
  })
  readonly failure!: string | null;

  @Field(() => JsonValue, {
    nullable: true,
    description: 'JSON Schema of the settings of its services; null when they have none.',
  })
  readonly settingsSchema!: Json | null;

  @Field(() => [String], {
    description: 'What it may do, as it asked in its manifest; the host enforces it.',
  })
  readonly permissions!: readonly string[];

  @Field(() => Int, { description: 'How often it was started again since the server started.' })
  readonly restarts!: number;

  @Field(() => DateTime, { nullable: true, description: 'When it was loaded; null when it is not.' })
  readonly loadedAt!: Date | null;
}

@InputType('ReloadPluginInput', { description: 'Which plugin to load anew.' })
export class ReloadPluginInput {
  @Field(() => String, { description: 'Its name.' })
  readonly plugin!: string;
}

@ObjectType('ReloadPluginPayload', {
  description: 'What `reloadPlugin` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class ReloadPluginPayloadObject {
  @Field(() => PluginObject, {
    nullable: true,
    description: 'The plugin, READY or FAILED; null when it was refused.',
  })
  readonly plugin!: Plugin | null;
}

@InputType('EnablePluginInput', { description: 'Which plugin to enable.' })
export class EnablePluginInput {
  @Field(() => String, { description: 'Its name.' })
  readonly plugin!: string;
}

@ObjectType('EnablePluginPayload', {
  description: 'What `enablePlugin` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class EnablePluginPayloadObject {
  @Field(() => PluginObject, {
    nullable: true,
    description: 'The plugin, READY or FAILED; null when it was refused.',
  })
  readonly plugin!: Plugin | null;
}

@InputType('DisablePluginInput', { description: 'Which plugin to disable.' })
export class DisablePluginInput {
  @Field(() => String, { description: 'Its name.' })
  readonly plugin!: string;
}

@ObjectType('DisablePluginPayload', {
  description: 'What `disablePlugin` answers.',
  implements: [PayloadInterface],
  simpleResolvers: true,
})
export class DisablePluginPayloadObject {
  @Field(() => PluginObject, {
    nullable: true,
    description: 'The plugin; null when it was refused.',
  })
  readonly plugin!: Plugin | null;
}
