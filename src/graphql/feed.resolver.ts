import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { FeedKind } from '../domain/stack/feed.ts';
import type { Feed } from '../domain/stack/feed.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import type { Context } from './context.ts';
import { FeedChangeObject, FeedObject } from './feed.type.ts';
import { ServiceObject } from './service.type.ts';
import { StackObject } from './stack.type.ts';

@Resolver(() => FeedObject)
export class FeedResolver {
  @FieldResolver(() => ServiceObject, {
    nullable: true,
    description: "The service that it comes from; null for Docker's.",
  })
  service(@Root() { serviceId }: Feed, @Ctx() { app }: Context): Service | null {
    return serviceId === null ? null : app.serviceById(serviceId);
  }
}

interface Told {
  readonly type: string;
  readonly stackId: string;
  readonly feedKind: FeedKind;
  readonly serviceId: string | null;
  readonly failure: string | null;
}

@Resolver(() => FeedChangeObject)
export class FeedChangeResolver {
  @FieldResolver(() => StackObject, { description: 'The stack.' })
  stack(@Root() { stackId }: Told, @Ctx() { app }: Context): Stack | null {
    return app.stackById(stackId);
  }

  @FieldResolver(() => FeedObject, { description: 'The feed.' })
  feed(@Root() told: Told, @Ctx() { app }: Context): Feed {
    const { feedKind: kind, stackId, serviceId, failure } = told;
    // A feed that nobody listens to any more is as it was told of last.
    const gone = { kind, stackId, serviceId, lastSeenAt: null, everyMs: null };
    return app.feed({ kind, stackId, serviceId }) ?? { ...gone, stale: true, failure };
  }
}
