import { Arg, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';

import type { Problem } from '../domain/diagnosis/problem.ts';
import type { Plugin } from '../domain/plugin/plugin.ts';
import type { Context } from './context.ts';
import { ProblemObject } from './diagnosis.type.ts';
import { PluginObject } from './plugin.type.ts';

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
}
