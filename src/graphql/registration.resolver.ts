import { Arg, Ctx, Extensions, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';

import type { Json } from '../domain/health/check.ts';
import { redactJson } from '../domain/redact-json.ts';
import type { Service } from '../domain/service/service.ts';
import type { Context } from './context.ts';
import { answer } from './errors.ts';
import {
  RegisterServiceInput,
  RegisterServicePayloadObject,
  RemoveServiceInput,
  RemoveServicePayloadObject,
  UpdateServiceInput,
  UpdateServicePayloadObject,
} from './registration.type.ts';
import { JsonValue } from './scalars.ts';
import { ServiceObject } from './service.type.ts';

const nothing: { service: Service | null } = { service: null };

/** What a person says of services. */
@Resolver(() => ServiceObject)
export class RegistrationResolver {
  @Extensions({ role: 'ADMIN' })
  @Mutation(() => RegisterServicePayloadObject, { description: 'Watches one more service. Role: admin.' })
  registerService(
    @Arg('input', () => RegisterServiceInput, { description: 'A service to watch.' })
    input: RegisterServiceInput,
    @Ctx() context: Context,
  ) {
    const { stack = null, ...said } = input;
    return answer(context, { name: 'registerService', nothing }, async () => ({
      service: await context.app.registerService(context.viewer, { ...said, stack }),
    }));
  }

  @Extensions({ role: 'ADMIN' })
  @Mutation(() => UpdateServicePayloadObject, {
    description: 'Changes what is known about a registered service. Role: admin.',
  })
  updateService(
    @Arg('input', () => UpdateServiceInput, { description: 'What to change about a service.' })
    input: UpdateServiceInput,
    @Ctx() context: Context,
  ) {
    const { stack = null, ...said } = input;
    return answer(context, { name: 'updateService', nothing }, async () => ({
      service: await context.app.updateService(context.viewer, { ...said, stack }),
    }));
  }

  @Extensions({ role: 'ADMIN' })
  @Mutation(() => RemoveServicePayloadObject, {
    description: 'Ceases to watch a registered service; its history stays. Role: admin.',
  })
  removeService(
    @Arg('input', () => RemoveServiceInput, { description: 'Which service to remove.' })
    input: RemoveServiceInput,
    @Ctx() context: Context,
  ) {
    const { service, stack = null } = input;
    return answer(context, { name: 'removeService', nothing }, async () => ({
      service: await context.app.removeService(context.viewer, { service, stack }),
    }));
  }

  @FieldResolver(() => JsonValue, { description: 'What its plugin was told about it, secrets redacted.' })
  settings(@Root() { settings }: Service): Json {
    return redactJson(settings);
  }
}
