import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { Service } from '../domain/service/service.ts';
import { ContainerChangeObject, HealthChangeObject, ServiceChangeObject } from './change.type.ts';
import type { Context } from './context.ts';
import { ServiceObject } from './service.type.ts';

interface OfService {
  readonly serviceId: string;
}

const description = 'The service.';

@Resolver(() => HealthChangeObject)
export class HealthChangeResolver {
  @FieldResolver(() => ServiceObject, { description })
  service(@Root() { serviceId }: OfService, @Ctx() { app }: Context): Service | null {
    return app.serviceById(serviceId);
  }
}

@Resolver(() => ContainerChangeObject)
export class ContainerChangeResolver {
  @FieldResolver(() => ServiceObject, { description })
  service(@Root() { serviceId }: OfService, @Ctx() { app }: Context): Service | null {
    return app.serviceById(serviceId);
  }
}

@Resolver(() => ServiceChangeObject)
export class ServiceChangeResolver {
  @FieldResolver(() => ServiceObject, { description })
  service(@Root() { serviceId }: OfService, @Ctx() { app }: Context): Service | null {
    return app.serviceById(serviceId);
  }
}
