import { Arg, Ctx, Extensions, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';

import type { Problem } from '../domain/diagnosis/problem.ts';
import type { Plugin } from '../domain/plugin/plugin.ts';
import type { Context } from './context.ts';
import { ProblemObject } from './diagnosis.type.ts';
import { answer } from './errors.ts';
import {
  DisablePluginInput,
  DisablePluginPayloadObject,
  EnablePluginInput,
  EnablePluginPayloadObject,
  PluginObject,
  ReloadPluginInput,
  ReloadPluginPayloadObject,
} from './plugin.type.ts';

@Resolver(() => PluginObject)
export class PluginResolver {
  @Extensions({ role: 'VIEWER' })
  @Query(() => [PluginObject], { description: 'The plugins, loaded or not, by name. Role: viewer.' })
  plugins(@Ctx() { app }: Context): readonly Plugin[] {
    return app.plugins();
  }

  @Extensions({ role: 'VIEWER' })
  @Query(() => PluginObject, {
    nullable: true,
    description: 'One plugin; null when there is none of that name. Role: viewer.',
  })
  plugin(
    @Arg('name', () => String, { description: 'Its name.' }) name: string,
    @Ctx() { app }: Context,
  ): Plugin | null {
    return app.plugins().find((plugin) => plugin.name === name) ?? null;
  }

  @FieldResolver(() => [String], { description: 'The kinds of service that it knows.' })
  kinds(@Root() plugin: Plugin): readonly string[] {
    return plugin.kinds.map(({ name }) => name);
  }

  @FieldResolver(() => [ProblemObject], { description: 'What it can diagnose, by name.' })
  problems(@Root() { name }: Plugin, @Ctx() { app }: Context): readonly Problem[] {
    return app.problems(null).filter(({ plugin }) => plugin === name);
  }

  @Extensions({ role: 'ADMIN' })
  @Mutation(() => ReloadPluginPayloadObject, {
    description: "Loads a plugin anew from its files; a failure shows in the plugin's status. Role: admin.",
  })
  reloadPlugin(
    @Arg('input', () => ReloadPluginInput, { description: 'Which plugin to load anew.' })
    input: ReloadPluginInput,
    @Ctx() context: Context,
  ) {
    return answer(context, { name: 'reloadPlugin', nothing }, async () => ({
      plugin: await context.app.reloadPlugin(context.viewer, input),
    }));
  }

  @Extensions({ role: 'ADMIN' })
  @Mutation(() => EnablePluginPayloadObject, {
    description: 'Enables a disabled or quarantined plugin, across restarts. Role: admin.',
  })
  enablePlugin(
    @Arg('input', () => EnablePluginInput, { description: 'Which plugin to enable.' })
    input: EnablePluginInput,
    @Ctx() context: Context,
  ) {
    return answer(context, { name: 'enablePlugin', nothing }, async () => ({
      plugin: await context.app.enablePlugin(context.viewer, input),
    }));
  }

  @Extensions({ role: 'ADMIN' })
  @Mutation(() => DisablePluginPayloadObject, {
    description: 'Disables a plugin, across restarts. Role: admin.',
  })
  disablePlugin(
    @Arg('input', () => DisablePluginInput, { description: 'Which plugin to disable.' })
    input: DisablePluginInput,
    @Ctx() context: Context,
  ) {
    return answer(context, { name: 'disablePlugin', nothing }, async () => ({
      plugin: await context.app.disablePlugin(context.viewer, input),
    }));
  }
}

const nothing: { readonly plugin: Plugin | null } = { plugin: null };
