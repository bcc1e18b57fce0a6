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
  @FieldResolver(() => [ServiceObject], {
    description:
      'The deepest failing dependencies, which explain it; empty: the service is the cause, or well.',
  })
  causedBy(
    // An entry that an older version wrote does not say it.
    @Root() { causedBy = [] }: { readonly causedBy?: readonly string[] },
    @Ctx() { app }: Context,
  ): readonly Service[] {
    return causedBy.flatMap((id) => app.serviceById(id) ?? []);
  }

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
