import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { Alert } from '../domain/alert/alert.ts';
import type { Container } from '../domain/container/container.ts';
import type { Availability } from '../domain/health/availability.ts';
import type { Plugin } from '../domain/plugin/plugin.ts';
import type { Pause, Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import type { Target } from '../domain/target/target.ts';
import { alertPage } from './alert-page.ts';
import { AlertConnectionObject, AlertFilter } from './alert.type.ts';
import { AvailabilityObject } from './availability.type.ts';
import { HealthChangeConnectionObject } from './change.type.ts';
import { ContainerObject } from './container.type.ts';
import type { Context } from './context.ts';
import type { EventView } from './event-view.ts';
import type { ServiceHealth } from './health.resolver.ts';
import { HealthOfService } from './health.resolver.ts';
import { HealthObject } from './health.type.ts';
import type { LabelObject } from './label.type.ts';
import { labelsOf } from './labels.ts';
import { LabelObject as Label } from './label.type.ts';
import { logPage } from './log-page.ts';
import type { Page } from './page.ts';
import { LogPageArgs, PageArgs } from './page.ts';
import { PluginObject } from './plugin.type.ts';
import { DateTime } from './scalars.ts';
import { PauseObject, ServiceObject } from './service.type.ts';
import { StackObject } from './stack.type.ts';
import { targetPage } from './target-page.ts';
import { TargetConnectionObject, TargetFilter } from './target.type.ts';

/** What a service has to do with the other nouns. */
@Resolver(() => ServiceObject)
export class ServiceEdgesResolver {
  @FieldResolver(() => StackObject, { description: 'The stack it belongs to.' })
  stack(@Root() service: Service, @Ctx() { app }: Context): Stack | null {
    return app.stackById(service.stackId);
  }

  @FieldResolver(() => [Label], { description: 'Its labels, by name.' })
  labels(@Root() service: Service): readonly LabelObject[] {
    return labelsOf(service.labels);
  }

  @FieldResolver(() => HealthObject, { description: 'How it is.' })
  health(@Root() service: Service, @Ctx() { app }: Context): ServiceHealth {
    return new HealthOfService(app, service.id);
  }

  @FieldResolver(() => PauseObject, {
    nullable: true,
    description: 'Its maintenance; null when it is not paused.',
  })
  paused(@Root() service: Service, @Ctx() { app }: Context): Pause | null {
    return app.isPaused(service) ? service.pause : null;
  }

  @FieldResolver(() => [ServiceObject], { description: 'The services that it needs directly, by name.' })
  dependsOn(@Root() service: Service, @Ctx() { app }: Context): readonly Service[] {
    return app.dependencies(service);
  }

  @FieldResolver(() => [ServiceObject], { description: 'The services that need it directly, by name.' })
  dependents(@Root() service: Service, @Ctx() { app }: Context): readonly Service[] {
    return app.dependents(service);
  }

  @FieldResolver(() => ContainerObject, {
    nullable: true,
    description: 'Its container, live from Docker; null when it has none or Docker does not answer.',
  })
  container(@Root() service: Service, @Ctx() { containers }: Context): Promise<Container | null> {
    return containers.load(service);
  }

  @FieldResolver(() => TargetConnectionObject, {
    description: 'The targets that are this service, by job and instance.',
  })
  targets(
    @Root() service: Service,
    @Arg('filter', () => TargetFilter, { nullable: true, description: 'Which of them.' })
    filter: TargetFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { app }: Context,
  ): Page<Target> {
    return targetPage(app, { filter, page, only: { serviceId: service.id } });
  }

  @FieldResolver(() => AlertConnectionObject, {
    description: 'Its alerts, firing and past, newest first.',
  })
  alerts(
    @Root() service: Service,
    @Arg('filter', () => AlertFilter, { nullable: true, description: 'Which of them.' })
    filter: AlertFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { app }: Context,
  ): Promise<Page<Alert>> {
    return alertPage(app, { filter, page, only: { serviceId: service.id } });
  }

  @FieldResolver(() => HealthChangeConnectionObject, {
    description: 'How its health changed, in the order of the log.',
  })
  healthHistory(
    @Root() service: Service,
    @Arg('since', () => DateTime, {
      nullable: true,
      description: 'At or after this time; omitted: as far back as the log reaches.',
    })
    since: Date | null | undefined,
    @Args(() => LogPageArgs) page: LogPageArgs,
    @Ctx() { app }: Context,
  ): Promise<Page<EventView>> {
    const filter = { types: ['HEALTH_CHANGED'] as const, serviceIds: [service.id] };
    return logPage(app, since ? { ...filter, since } : filter, page);
  }

  @FieldResolver(() => AvailabilityObject, { description: 'How much of a time it was there.' })
  availability(
    @Root() service: Service,
    @Arg('since', () => DateTime, {
      description: 'From this time, or from the first observation where that is later.',
    })
    since: Date,
    @Arg('until', () => DateTime, { nullable: true, description: 'Until this time; omitted: now.' })
    until: Date | null | undefined,
    @Ctx() { app }: Context,
  ): Promise<Availability> {
    return app.availability(service, since, until ?? null);
  }

  @FieldResolver(() => PluginObject, {
    nullable: true,
    description: 'The plugin that knows its kind; null when none does.',
  })
  plugin(@Root() service: Service, @Ctx() { app }: Context): Plugin | null {
    return app.pluginForKind(service.kind);
  }
}
