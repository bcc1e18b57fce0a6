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

import type { Alert } from '../domain/alert/alert.ts';
import type { Event } from '../domain/event/event.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import { alertPage } from './alert-page.ts';
import {
  AlertChangeConnectionObject,
  AlertChangeObject,
  AlertConnectionObject,
  AlertFilter,
  AlertObject,
} from './alert.type.ts';
import type { Context } from './context.ts';
import type { EventView } from './event-view.ts';
import { viewEvent } from './event-view.ts';
import { LabelObject } from './label.type.ts';
import { labelsOf } from './labels.ts';
import { logPage } from './log-page.ts';
import type { Page } from './page.ts';
import { LogPageArgs, PageArgs } from './page.ts';
import { follow, readAlerts } from './reading.ts';
import { ServiceObject } from './service.type.ts';
import { StackObject } from './stack.type.ts';

type Following = SubscribeResolverData<
  unknown,
  { filter?: AlertFilter | null; after?: string | null },
  Context
>;

@Resolver(() => AlertObject)
export class AlertResolver {
  @Extensions({ role: 'VIEWER' })
  @Query(() => AlertConnectionObject, {
    description: 'Alerts, firing and past, newest first. Role: viewer.',
  })
  alerts(
    @Arg('filter', () => AlertFilter, { nullable: true, description: 'Which of them.' })
    filter: AlertFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { app }: Context,
  ): Promise<Page<Alert>> {
    return alertPage(app, { filter, page });
  }

  @Extensions({ role: 'VIEWER', reading: readAlerts })
  @Subscription(() => AlertChangeObject, {
    description: 'Alerts that changed state. Role: viewer.',
    subscribe: ({ args, context }: Following) => follow(readAlerts(args, context.app), context),
  })
  alertChanged(
    @Root() event: Event,
    @Ctx() { app }: Context,
    @Arg('filter', () => AlertFilter, {
      nullable: true,
      description: 'Which alerts; `states` match the state left or the one entered.',
    })
    _filter?: AlertFilter | null,
    @Arg('after', () => String, {
      nullable: true,
      description:
        'Go on after this cursor: first what happened since, then what happens; omitted: only what happens.',
    })
    _after?: string | null,
  ): EventView {
    return viewEvent(app, event);
  }

  @FieldResolver(() => StackObject, { description: 'The stack it belongs to.' })
  stack(@Root() { stackId }: Alert, @Ctx() { app }: Context): Stack | null {
    return app.stackById(stackId);
  }

  @FieldResolver(() => [LabelObject], { description: 'Its labels, by name.' })
  labels(@Root() { labels }: Alert): readonly LabelObject[] {
    return labelsOf(labels);
  }

  @FieldResolver(() => [LabelObject], { description: 'Its annotations, by name.' })
  annotations(@Root() { annotations }: Alert): readonly LabelObject[] {
    return labelsOf(annotations);
  }

  @FieldResolver(() => Boolean, { description: 'Whether that is too long ago to be believed.' })
  stale(@Root() alert: Alert, @Ctx() { app }: Context): boolean {
    return app.isAlertStale(alert);
  }

  @FieldResolver(() => [AlertObject], { description: 'The alerts that inhibit it.' })
  async inhibitedBy(@Root() alert: Alert, @Ctx() { app, alerts }: Context): Promise<readonly Alert[]> {
    const ids = app.alertIds(alert.stackId, alert.inhibitedBy);
    const found = await Promise.all(ids.map((id) => alerts.load(id)));
    return found.filter((one) => one !== null);
  }

  @FieldResolver(() => ServiceObject, {
    nullable: true,
    description: 'The service that it is about; null when no rule finds one.',
  })
  service(@Root() { serviceId }: Alert, @Ctx() { app }: Context): Service | null {
    return serviceId === null ? null : app.serviceById(serviceId);
  }

  @FieldResolver(() => AlertChangeConnectionObject, {
    description: 'How its state changed, in the order of the log.',
  })
  history(
    @Root() { id }: Alert,
    @Args(() => LogPageArgs) page: LogPageArgs,
    @Ctx() { app }: Context,
  ): Promise<Page<EventView>> {
    return logPage(app, { types: ['ALERT_CHANGED'], subjects: [id] }, page);
  }
}

@Resolver(() => AlertChangeObject)
export class AlertChangeResolver {
  @FieldResolver(() => AlertObject, { description: 'The alert.' })
  alert(
    @Root() { alertId }: { readonly alertId: string },
    @Ctx() { alerts }: Context,
  ): Promise<Alert | null> {
    return alerts.load(alertId);
  }
}

const description = 'How many there are on all pages; counted only when asked for.';

@Resolver(() => AlertConnectionObject)
export class AlertConnectionResolver {
  @FieldResolver(() => Int, { description })
  totalCount(@Root() page: Pick<Page<unknown>, 'totalCount'>): number | Promise<number> {
    return page.totalCount();
  }
}

@Resolver(() => AlertChangeConnectionObject)
export class AlertChangeConnectionResolver {
  @FieldResolver(() => Int, { description })
  totalCount(@Root() page: Pick<Page<unknown>, 'totalCount'>): number | Promise<number> {
    return page.totalCount();
  }
}
