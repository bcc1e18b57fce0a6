import type { SubscribeResolverData } from 'type-graphql';
import {
  Arg,
  Args,
  Ctx,
  Extensions,
  FieldResolver,
  Int,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';

import type { Event } from '../domain/event/event.ts';
import type { Service } from '../domain/service/service.ts';
import type { Target, TargetHealth } from '../domain/target/target.ts';
import type { Context } from './context.ts';
import type { EventView } from './event-view.ts';
import { viewEvent } from './event-view.ts';
import { LabelObject } from './label.type.ts';
import { labelsOf } from './labels.ts';
import type { Page } from './page.ts';
import { PageArgs } from './page.ts';
import { follow, readTargets } from './reading.ts';
import { ServiceObject } from './service.type.ts';
import { TargetHealthEnum } from './target.enums.ts';
import { targetPage } from './target-page.ts';
import { TargetChangeObject, TargetConnectionObject, TargetFilter, TargetObject } from './target.type.ts';

type Following = SubscribeResolverData<
  unknown,
  { filter?: TargetFilter | null; after?: string | null },
  Context
>;

@Resolver(() => TargetObject)
export class TargetResolver {
  @Extensions({ role: 'VIEWER' })
  @Query(() => TargetConnectionObject, {
    description: 'What Prometheus scrapes, by job and instance. Role: viewer.',
  })
  targets(
    @Arg('filter', () => TargetFilter, { nullable: true, description: 'Which of them.' })
    filter: TargetFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { app }: Context,
  ): Page<Target> {
    return targetPage(app, { filter, page });
  }

  @Extensions({ role: 'VIEWER', reading: readTargets })
  @Subscription(() => TargetChangeObject, {
    description: 'Targets that came, went or changed health. Role: viewer.',
    subscribe: ({ args, context }: Following) => follow(readTargets(args, context.app), context),
  })
  targetChanged(
    @Root() event: Event,
    @Ctx() { app }: Context,
    @Arg('filter', () => TargetFilter, { nullable: true, description: 'Which targets.' })
    _filter?: TargetFilter | null,
    @Arg('after', () => String, {
      nullable: true,
      description:
        'Go on after this cursor: first what happened since, then what happens; omitted: only what happens.',
    })
    _after?: string | null,
  ): EventView {
    return viewEvent(app, event);
  }

  @FieldResolver(() => ServiceObject, {
    nullable: true,
    description: 'The service that it is; null when no service is known there.',
  })
  service(@Root() target: Target, @Ctx() { app }: Context): Service | null {
    return app.serviceOfTarget(target);
  }

  @FieldResolver(() => ServiceObject, { description: 'The Prometheus that scrapes it.' })
  scrapedBy(@Root() { scrapedById }: Target, @Ctx() { app }: Context): Service | null {
    return app.serviceById(scrapedById);
  }

  @FieldResolver(() => [LabelObject], { description: 'Its labels, by name.' })
  labels(@Root() target: Target): readonly LabelObject[] {
    return labelsOf(target.labels);
  }

  @FieldResolver(() => TargetHealthEnum, { description: 'How its last scrape went.' })
  health(@Root() target: Target, @Ctx() { app }: Context): TargetHealth {
    return app.targetHealth(target);
  }

  @FieldResolver(() => Boolean, {
    description: 'Whether that is too long ago to be believed; its health is then UNKNOWN.',
  })
  stale(@Root() target: Target, @Ctx() { app }: Context): boolean {
    return app.isTargetStale(target);
  }
}

@Resolver(() => TargetChangeObject)
export class TargetChangeResolver {
  @FieldResolver(() => TargetObject, { description: 'The target.' })
  target(@Root() { targetId }: { readonly targetId: string }, @Ctx() { app }: Context): Target | null {
    return app.targetById(targetId);
  }
}

@Resolver(() => TargetConnectionObject)
export class TargetConnectionResolver {
  @FieldResolver(() => Int, { description: 'How many there are on all pages; counted only when asked for.' })
  totalCount(@Root() page: Pick<Page<unknown>, 'totalCount'>): number | Promise<number> {
    return page.totalCount();
  }
}
