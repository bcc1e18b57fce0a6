import { Arg, Args, Ctx, Extensions, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';

import type { DiagnosedCheck } from '../domain/diagnosis/diagnosis.ts';
import type { Finding } from '../domain/diagnosis/finding.ts';
import type { Verification, VerifiedService } from '../domain/diagnosis/verification.ts';
import { exitCodeOf, worstOf } from '../domain/diagnosis/verification.ts';
import type { CheckStatus } from '../domain/health/check.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import type { Context } from './context.ts';
import { FindingObject } from './diagnosis.type.ts';
import { answer } from './errors.ts';
import { CheckStatusEnum } from './health.enums.ts';
import { CheckResultObject } from './health.type.ts';
import type { Page } from './page.ts';
import { PageArgs } from './page.ts';
import { ServiceObject } from './service.type.ts';
import { StackObject } from './stack.type.ts';
import { byStart, stretchPage } from './stretch-page.ts';
import {
  CheckCountsObject,
  ServiceVerificationObject,
  VerificationConnectionObject,
  VerificationObject,
  VerifyStackInput,
  VerifyStackPayloadObject,
} from './verification.type.ts';

/** As the contract has it, where a client says null. */
const usualTimeoutMs = 60_000;

/** What a verification says of one service: with its checks at hand. */
type OfService = VerifiedService & { readonly checks: readonly DiagnosedCheck[] };

@Resolver(() => VerificationObject)
export class VerificationResolver {
  @Extensions({ role: 'OPERATOR' })
  @Mutation(() => VerifyStackPayloadObject, {
    description: 'Checks that a stack is right, and stores the result. Role: operator.',
  })
  verifyStack(
    @Arg('input', () => VerifyStackInput, { description: 'What to verify.' }) input: VerifyStackInput,
    @Ctx() context: Context,
  ) {
    const nothing: { verification: Verification | null } = { verification: null };
    return answer(context, { name: 'verifyStack', nothing }, async () => ({
      verification: await context.app.verifyStack(context.viewer, {
        stack: input.stack ?? null,
        services: input.services ?? null,
        checks: input.checks ?? null,
        detailed: input.detailed ?? false,
        ports: input.ports ?? false,
        timeoutMs: input.timeoutMs ?? usualTimeoutMs,
        wait: input.wait ?? true,
      }),
    }));
  }

  @FieldResolver(() => StackObject, { description: 'The stack.' })
  stack(@Root() { stackId }: Verification, @Ctx() { app }: Context): Stack | null {
    return app.stackById(stackId);
  }

  @FieldResolver(() => CheckStatusEnum, { description: 'The worst of its checks; UNKNOWN while it runs.' })
  status(@Root() { running, checks }: Verification): CheckStatus {
    return running ? 'UNKNOWN' : worstOf(checks);
  }

  @FieldResolver(() => CheckCountsObject, { description: 'How many checks ended how.' })
  counts(@Root() { checks }: Verification): CheckCountsObject {
    const count = (status: CheckStatus): number => checks.filter((check) => check.status === status).length;
    return {
      pass: count('PASS'),
      warn: count('WARN'),
      fail: count('FAIL'),
      unknown: count('UNKNOWN'),
      skipped: count('SKIPPED'),
    };
  }

  @FieldResolver(() => Boolean, { description: 'Whether something could not be looked at.' })
  partial(@Root() { checks }: Verification): boolean {
    return checks.some(({ status }) => status === 'UNKNOWN');
  }

  @FieldResolver(() => Int, {
    description: `The exit code of \`custos verify\`: 0 right; 1 warnings, where they are not allowed; 2 failures; 3
unknown or partial; 5 Docker unreachable.`,
  })
  exitCode(
    @Root() verification: Verification,
    @Arg('strict', () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: 'Whether warnings are not allowed.',
    })
    strict: boolean | null,
  ): number {
    return exitCodeOf(verification, strict ?? false);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'How long it took, in milliseconds; null while it runs.',
  })
  durationMs(@Root() { startedAt, finishedAt }: Verification): number | null {
    return finishedAt && finishedAt.getTime() - startedAt.getTime();
  }

  @FieldResolver(() => [ServiceVerificationObject], {
    description: 'What came of it, service by service, by name.',
  })
  services(@Root() { services, checks }: Verification): readonly OfService[] {
    return services.map((service) => ({
      ...service,
      checks: checks.filter(({ serviceId }) => serviceId === service.serviceId),
    }));
  }

  @FieldResolver(() => [CheckResultObject], { description: 'All of its checks, by service and name.' })
  checks(@Root() { checks }: Verification): readonly DiagnosedCheck[] {
    return checks;
  }

  @FieldResolver(() => [FindingObject], {
    description: 'What was found, causes first; empty unless it was detailed.',
  })
  findings(@Root() { findings }: Verification): readonly Finding[] {
    return findings;
  }

  @FieldResolver(() => [ServiceObject], {
    description: 'The deepest failing services: what to look at first; empty when nothing fails.',
  })
  rootCauses(@Root() { rootCauses }: Verification, @Ctx() { app }: Context): readonly Service[] {
    return rootCauses.flatMap((id) => app.serviceById(id) ?? []);
  }
}

@Resolver(() => ServiceVerificationObject)
export class ServiceVerificationResolver {
  @FieldResolver(() => ServiceObject, { description: 'The service.' })
  service(@Root() { serviceId }: OfService, @Ctx() { app }: Context): Service | null {
    return app.serviceById(serviceId);
  }

  @FieldResolver(() => CheckStatusEnum, { description: 'The worst of its checks.' })
  status(@Root() { checks }: OfService): CheckStatus {
    return worstOf(checks);
  }

  @FieldResolver(() => [CheckResultObject], { description: 'Its checks, by name.' })
  checks(@Root() { checks }: OfService): readonly DiagnosedCheck[] {
    return checks;
  }
}

@Resolver(() => StackObject)
export class StackVerificationsResolver {
  @FieldResolver(() => VerificationConnectionObject, { description: 'Verifications of it, newest first.' })
  verifications(
    @Root() { id }: Stack,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { app }: Context,
  ): Promise<Page<Verification>> {
    const read = (stretch: Parameters<typeof app.verifications>[1]) => app.verifications(id, stretch);
    return stretchPage({ read, count: () => app.countVerifications(id), place: byStart }, page);
  }
}
