import { Arg, Args, Ctx, Extensions, Mutation, Query, Resolver } from 'type-graphql';

import type { Service } from '../domain/service/service.ts';
import type { Context } from './context.ts';
import { answer } from './errors.ts';
import type { Page } from './page.ts';
import { PageArgs } from './page.ts';
import { servicePage } from './service-page.ts';
import {
  PauseServiceInput,
  PauseServicePayloadObject,
  ResumeServiceInput,
  ResumeServicePayloadObject,
  ServiceFilter,
  ServiceOrder,
} from './service-input.type.ts';
import { ServiceConnectionObject, ServiceObject } from './service.type.ts';

@Resolver(() => ServiceObject)
export class ServiceResolver {
  @Extensions({ role: 'VIEWER' })
  @Query(() => ServiceObject, {
    nullable: true,
    description: 'One service; null when there is none of that name. Role: viewer.',
  })
  service(
    @Arg('name', () => String, { description: 'Its name.' }) name: string,
    @Arg('stack', () => String, {
      nullable: true,
      description: 'Name of the stack; omitted: the default stack.',
    })
    stack: string | null | undefined,
    @Ctx() { app }: Context,
  ): Service | null {
    return app.serviceNamed(name, stack ?? null);
  }

  @Extensions({ role: 'VIEWER' })
  @Query(() => ServiceConnectionObject, {
    description: 'Services, by name unless ordered otherwise. Role: viewer.',
  })
  services(
    @Arg('filter', () => ServiceFilter, { nullable: true, description: 'Which of them.' })
    filter: ServiceFilter | null | undefined,
    @Arg('orderBy', () => ServiceOrder, { nullable: true, description: 'In which order.' })
    orderBy: ServiceOrder | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { app }: Context,
  ): Page<Service> {
    return servicePage(app, { filter, orderBy, page });
  }

  @Extensions({ role: 'OPERATOR' })
  @Mutation(() => PauseServicePayloadObject, {
    description:
      'Maintenance: a service is still watched, but opens no incident and is not remedied. Role: operator.',
  })
  pauseService(
    @Arg('input', () => PauseServiceInput, { description: 'Which service to pause.' })
    input: PauseServiceInput,
    @Ctx() context: Context,
  ) {
    const { service, stack = null, until = null, reason = null } = input;
    const nothing: { service: Service | null } = { service: null };
    return answer(context, { name: 'pauseService', nothing }, async () => ({
      service: await context.app.pauseService(context.viewer, { service, stack, until, reason }),
    }));
  }

  @Extensions({ role: 'OPERATOR' })
  @Mutation(() => ResumeServicePayloadObject, { description: 'Ends maintenance. Role: operator.' })
  resumeService(
    @Arg('input', () => ResumeServiceInput, { description: 'Which service to resume.' })
    input: ResumeServiceInput,
    @Ctx() context: Context,
  ) {
    const { service, stack = null } = input;
    const nothing: { service: Service | null } = { service: null };
    return answer(context, { name: 'resumeService', nothing }, async () => ({
      service: await context.app.resumeService(context.viewer, { service, stack }),
    }));
  }
}
