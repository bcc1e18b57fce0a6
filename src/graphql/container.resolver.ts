import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';

import type { Container, ContainerUsage, LogLine } from '../domain/container/container.ts';
import { ContainerUsageObject, LogLineObject } from './container-live.type.ts';
import type { StackContainer } from './container-live.type.ts';
import { ContainerObject } from './container.type.ts';
import type { Context } from './context.ts';
import { LabelObject } from './label.type.ts';
import { labelsOf } from './labels.ts';
import { DateTime } from './scalars.ts';

@Resolver(() => ContainerObject)
export class ContainerResolver {
  @FieldResolver(() => [LabelObject], { description: 'Its labels, by name.' })
  labels(@Root() container: Container): readonly LabelObject[] {
    return labelsOf(container.labels);
  }

  @FieldResolver(() => ContainerUsageObject, {
    nullable: true,
    description: 'What it uses now; null when it does not run or Docker does not say.',
  })
  usage(@Root() container: StackContainer, @Ctx() { usage }: Context): Promise<ContainerUsage | null> {
    return usage.load(container);
  }

  @FieldResolver(() => [LogLineObject], {
    nullable: true,
    description: 'Its newest output, oldest line first, secrets redacted; null when it could not be read.',
  })
  logs(
    @Root() container: StackContainer,
    @Arg('tail', () => Int, {
      nullable: true,
      defaultValue: 100,
      description: 'How many lines, 1 to 1000.',
    })
    tail: number | null,
    @Arg('since', () => DateTime, { nullable: true, description: 'Only from this time on.' })
    since: Date | null | undefined,
    @Ctx() { app }: Context,
  ): Promise<readonly LogLine[] | null> {
    return app.containerLogs(container, { tail: tail ?? 100, since: since ?? null });
  }
}
