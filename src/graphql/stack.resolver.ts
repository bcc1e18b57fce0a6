import { Arg, Args, Ctx, Extensions, FieldResolver, Query, Resolver, Root } from 'type-graphql';

import type { Alert } from '../domain/alert/alert.ts';
import type { DockerHost } from '../domain/container/container.ts';
import type { Service } from '../domain/service/service.ts';
import type { Feed } from '../domain/stack/feed.ts';
import type { HealthCounts, Stack } from '../domain/stack/stack.ts';
import type { Target } from '../domain/target/target.ts';
import { alertPage } from './alert-page.ts';
import { AlertConnectionObject, AlertFilter } from './alert.type.ts';
import { DockerHostObject } from './container.type.ts';
import type { Context } from './context.ts';
import { FeedObject } from './feed.type.ts';
import type { StackHealth } from './health.resolver.ts';
import { HealthCountsObject, HealthObject } from './health.type.ts';
import type { Page } from './page.ts';
import { PageArgs } from './page.ts';
import { servicePage } from './service-page.ts';
import { ServiceConnectionObject, ServiceObject } from './service.type.ts';
import { ServiceFilter, ServiceOrder } from './service-input.type.ts';
import { StackObject } from './stack.type.ts';
import { targetPage } from './target-page.ts';
import { TargetConnectionObject, TargetFilter } from './target.type.ts';

@Resolver(() => StackObject)
export class StackResolver {
  @Extensions({ role: 'VIEWER' })
  @Query(() => StackObject, {
    nullable: true,
    description: 'One stack; null when there is none of that name. Role: viewer.',
  })
  stack(
    @Arg('name', () => String, {
      nullable: true,
      description: 'Its name; omitted: the default stack, the first one configured or discovered.',
    })
    name: string | null | undefined,
    @Ctx() { app }: Context,
  ): Stack | null {
    return app.stackNamed(name ?? null);
  }

  @Extensions({ role: 'VIEWER' })
  @Query(() => [StackObject], { description: 'All stacks, by name. Role: viewer.' })
  stacks(@Ctx() { app }: Context): readonly Stack[] {
    return app.stacks();
  }

  @FieldResolver(() => HealthObject, {
    description: "The worst of its services' health, with what explains it.",
  })
  health(@Root() stack: Stack, @Ctx() { app }: Context): StackHealth {
    return { ...app.stackHealth(stack.id), stackId: stack.id };
  }

  @FieldResolver(() => [ServiceObject], {
    description: 'The deepest failing services: what to look at first; empty when nothing fails.',
  })
  rootCauses(@Root() stack: Stack, @Ctx() { app }: Context): readonly Service[] {
    return app.rootCauses(stack.id);
  }

  @FieldResolver(() => [FeedObject], {
    description: "Where Custos's knowledge of it comes from, and whether it still comes.",
  })
  feeds(@Root() stack: Stack, @Ctx() { app }: Context): readonly Feed[] {
    return app.feeds(stack.id);
  }

  @FieldResolver(() => HealthCountsObject, { description: 'How many services have which health.' })
  counts(@Root() stack: Stack, @Ctx() { app }: Context): HealthCounts {
    return app.stackCounts(stack.id);
  }

  @FieldResolver(() => DockerHostObject, {
    nullable: true,
    description: 'Its Docker engine; null for a stack without Docker.',
  })
  dockerHost(@Root() stack: Stack, @Ctx() { app }: Context): Promise<DockerHost | null> {
    return app.dockerHost(stack.id);
  }

  @FieldResolver(() => ServiceConnectionObject, {
    description: 'Its services, by name unless ordered otherwise.',
  })
  services(
    @Root() stack: Stack,
    @Arg('filter', () => ServiceFilter, { nullable: true, description: 'Which of them.' })
    filter: ServiceFilter | null | undefined,
    @Arg('orderBy', () => ServiceOrder, { nullable: true, description: 'In which order.' })
    orderBy: ServiceOrder | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { app }: Context,
  ): Page<Service> {
    return servicePage(app, { filter, orderBy, page, stackId: stack.id });
  }

  @FieldResolver(() => TargetConnectionObject, {
    description: 'What its Prometheus servers scrape, by job and instance.',
  })
  targets(
    @Root() stack: Stack,
    @Arg('filter', () => TargetFilter, { nullable: true, description: 'Which of them.' })
    filter: TargetFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { app }: Context,
  ): Page<Target> {
    return targetPage(app, { filter, page, only: { stackId: stack.id } });
  }

  @FieldResolver(() => AlertConnectionObject, {
    description: 'Its alerts, firing and past, newest first.',
  })
  alerts(
    @Root() stack: Stack,
    @Arg('filter', () => AlertFilter, { nullable: true, description: 'Which of them.' })
    filter: AlertFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { app }: Context,
  ): Promise<Page<Alert>> {
    return alertPage(app, { filter, page, only: { stackId: stack.id } });
  }
}
