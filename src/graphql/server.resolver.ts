import { Ctx, Extensions, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';

import type { ServerFacts } from '../application/app.ts';
import { toCursor } from '../domain/event/cursor.ts';
import type { Context } from './context.ts';
import { LimitsObject, ServerInfoObject } from './server.type.ts';

@Resolver(() => ServerInfoObject)
export class ServerResolver {
  @Extensions({ role: 'VIEWER' })
  @Query(() => ServerInfoObject, { description: 'This server: version, limits, storage. Role: viewer.' })
  serverInfo(@Ctx() { app }: Context): ServerFacts {
    return app.serverFacts();
  }

  @FieldResolver(() => String, {
    description: 'The oldest position from which the log can still be followed.',
  })
  oldestCursor(@Root() { oldest }: ServerFacts, @Ctx() { app }: Context): string {
    return toCursor(app.log.identity, oldest);
  }

  @FieldResolver(() => Int, { description: 'How many subscriptions are open.' })
  subscribers(@Ctx() { transport }: Context): number {
    return transport.subscribers();
  }

  @FieldResolver(() => LimitsObject, {
    description: 'What requests are held to, over HTTP and WebSocket alike.',
  })
  limits(@Ctx() { transport }: Context): LimitsObject {
    return transport.limits;
  }
}
