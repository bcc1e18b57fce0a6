import { Ctx, Extensions, FieldResolver, Mutation, Query, Resolver, Root, Arg } from 'type-graphql';

import type { Token, Viewer } from '../domain/access/token.ts';
import type { Context } from './context.ts';
import { answer } from './errors.ts';
import {
  CreateTokenInput,
  CreateTokenPayloadObject,
  RevokeTokenInput,
  RevokeTokenPayloadObject,
  TokenObject,
} from './token.type.ts';
import { ViewerObject } from './viewer.type.ts';

@Resolver(() => ViewerObject)
export class ViewerResolver {
  @Extensions({ role: 'VIEWER' })
  @Query(() => ViewerObject, { description: 'Who is asking, and what they may do. Role: viewer.' })
  viewer(@Ctx() { viewer }: Context): Viewer {
    return viewer;
  }

  @FieldResolver(() => TokenObject, {
    nullable: true,
    description: 'Their token; null for the command line without a server.',
  })
  token(@Root() viewer: Viewer, @Ctx() { app }: Context): Token | null {
    return app.tokenById(viewer.tokenId);
  }

  @Extensions({ role: 'ADMIN' })
  @Query(() => [TokenObject], {
    description:
      'The tokens that give access, by name; revoked ones until the log has forgotten them. Role: admin.',
  })
  tokens(@Ctx() { app }: Context): readonly Token[] {
    return app.tokens();
  }

  @Extensions({ role: 'ADMIN' })
  @Mutation(() => CreateTokenPayloadObject, {
    description: 'Creates a token; its secret is shown this once. Role: admin.',
  })
  createToken(
    @Arg('input', () => CreateTokenInput, { description: 'A token to create.' }) input: CreateTokenInput,
    @Ctx() context: Context,
  ) {
    const { name, role, expiresAt } = input;
    const nothing: { token: Token | null; secret: string | null } = { token: null, secret: null };
    return answer(context, { name: 'createToken', nothing }, () =>
      context.app.createToken(context.viewer, { name, role: role ?? 'VIEWER', expiresAt: expiresAt ?? null }),
    );
  }

  @Extensions({ role: 'ADMIN' })
  @Mutation(() => RevokeTokenPayloadObject, {
    description: 'Revokes a token; its sockets close within 5 seconds. Role: admin.',
  })
  revokeToken(
    @Arg('input', () => RevokeTokenInput, { description: 'Which token to revoke.' }) input: RevokeTokenInput,
    @Ctx() context: Context,
  ) {
    const nothing: { token: Token | null } = { token: null };
    return answer(context, { name: 'revokeToken', nothing }, async () => ({
      token: await context.app.revokeToken(context.viewer, input),
    }));
  }
}
