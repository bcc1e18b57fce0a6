import {
  Arg,
  Args,
  Ctx,
  Extensions,
  FieldResolver,
  ID,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql';
import type { SubscribeResolverData } from 'type-graphql';

import { toCursor } from '../domain/event/cursor.ts';
import type { Event } from '../domain/event/event.ts';
import type { Service } from '../domain/service/service.ts';
import { HealthChangeObject } from './change.type.ts';
import type { Context } from './context.ts';
import { argumentError } from './errors.ts';
import type { EventView } from './event-view.ts';
import { viewEvent } from './event-view.ts';
import { EventConnectionObject, EventFilter, EventInterface } from './event.type.ts';
import { findNode } from './find-node.ts';
import { logPage } from './log-page.ts';
import { NodeInterface } from './node.type.ts';
import type { Page } from './page.ts';
import { LogPageArgs } from './page.ts';
import { eventQuery, follow, readEvents, readHealth } from './reading.ts';
import { ServiceFilter } from './service-input.type.ts';
import { ServiceObject } from './service.type.ts';

type Following<F> = SubscribeResolverData<unknown, { filter?: F | null; after?: string | null }, Context>;

const afterDescription =
  'Go on after this cursor: first what happened since, then what happens; omitted: only what happens.';
/** The contract's bound on `nodes`. */
const mostNodes = 100;

@Resolver(() => EventInterface)
export class EventResolver {
  @Extensions({ role: 'VIEWER' })
  @Query(() => String, {
    description: 'The newest position of the log; the rest of the answer is at least as new. Role: viewer.',
  })
  cursor(@Ctx() { app }: Context): string {
    return toCursor(app.log.identity, app.log.head());
  }

  @Extensions({ role: 'VIEWER' })
  @Query(() => NodeInterface, {
    nullable: true,
    description: 'One thing by its id; null when there is none, or none that the role may see. Role: viewer.',
  })
  node(@Arg('id', () => ID, { description: 'Its id.' }) id: string, @Ctx() context: Context) {
    return findNode(context, id);
  }

  @Extensions({ role: 'VIEWER' })
  @Query(() => [NodeInterface], {
    nullable: 'items',
    description:
      'Several things by their ids, in the order of the ids, null for each that is not there. Role: viewer.',
  })
  nodes(
    @Arg('ids', () => [ID], { description: 'Their ids, at most 100.' }) ids: readonly string[],
    @Ctx() context: Context,
  ) {
    if (ids.length > mostNodes) {
      throw argumentError('BAD_USER_INPUT', `${String(ids.length)} ids are too many: at most 100 at once.`);
    }
    return Promise.all(ids.map((id) => findNode(context, id)));
  }

  @Extensions({ role: 'VIEWER' })
  @Query(() => EventConnectionObject, {
    description: 'The log, in its order; with `audit: true` in the filter, the audit. Role: viewer.',
  })
  events(
    @Arg('filter', () => EventFilter, { nullable: true, description: 'Which of them.' })
    filter: EventFilter | null | undefined,
    @Args(() => LogPageArgs) page: LogPageArgs,
    @Ctx() { app }: Context,
  ): Promise<Page<EventView>> {
    return logPage(app, eventQuery(filter ?? {}, app), page);
  }

  @FieldResolver(() => NodeInterface, {
    nullable: true,
    description: 'What it happened to; null once that is forgotten, or when it is no Node.',
  })
  subject(@Root() { subjectId }: EventView, @Ctx() context: Context) {
    return subjectId === null ? null : findNode(context, subjectId);
  }

  @FieldResolver(() => [ServiceObject], {
    description: 'The services that it is about; empty when it is about none.',
  })
  services(@Root() { serviceIds }: EventView, @Ctx() { app }: Context): readonly Service[] {
    return serviceIds.map((id) => app.serviceById(id)).filter((service) => service !== null);
  }

  @Extensions({ role: 'VIEWER', reading: readHealth })
  @Subscription(() => HealthChangeObject, {
    description: 'Health that changed. Role: viewer.',
    subscribe: ({ args, context }: Following<ServiceFilter>) =>
      follow(readHealth(args, context.app), context),
  })
  healthChanged(
    @Root() event: Event,
    @Ctx() { app }: Context,
    @Arg('filter', () => ServiceFilter, {
      nullable: true,
      description: 'Of which services; `statuses` match the status left or the one entered.',
    })
    _filter?: ServiceFilter | null,
    @Arg('after', () => String, { nullable: true, description: afterDescription }) _after?: string | null,
  ): EventView {
    return viewEvent(app, event);
  }

  @Extensions({ role: 'VIEWER', reading: readEvents })
  @Subscription(() => EventInterface, {
    name: 'events',
    description: 'Everything, in one order. Role: viewer.',
    subscribe: ({ args, context }: Following<EventFilter>) => follow(readEvents(args, context.app), context),
  })
  followEvents(
    @Root() event: Event,
    @Ctx() { app }: Context,
    @Arg('filter', () => EventFilter, { nullable: true, description: 'Which events.' })
    _filter?: EventFilter | null,
    @Arg('after', () => String, { nullable: true, description: afterDescription }) _after?: string | null,
  ): EventView {
    return viewEvent(app, event);
  }
}
