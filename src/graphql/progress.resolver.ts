import type { SubscribeResolverData } from 'type-graphql';
import { Arg, Ctx, Extensions, FieldResolver, ID, Resolver, Root, Subscription } from 'type-graphql';

import type { CheckKey, Finding } from '../domain/diagnosis/finding.ts';
import type { DiagnosedCheck, Diagnosis } from '../domain/diagnosis/diagnosis.ts';
import type { Verification } from '../domain/diagnosis/verification.ts';
import type { Event } from '../domain/event/event.ts';
import type { Service } from '../domain/service/service.ts';
import type { Context } from './context.ts';
import { DiagnosisObject, DiagnosisProgressObject, FindingObject } from './diagnosis.type.ts';
import type { EventView } from './event-view.ts';
import { viewEvent } from './event-view.ts';
import { CheckResultObject } from './health.type.ts';
import { follow, readDiagnosis } from './reading.ts';
import { ServiceObject } from './service.type.ts';
import { VerificationObject, VerificationProgressObject } from './verification.type.ts';

interface OfDiagnosis {
  readonly diagnosisId: string;
  readonly serviceId: string;
  readonly checkKey: CheckKey | null;
  readonly findingId: string | null;
}

interface OfVerification {
  readonly verificationId: string;
  readonly checkKey: CheckKey | null;
}

type Following = SubscribeResolverData<unknown, { diagnosisId: string; after?: string | null }, Context>;

@Resolver(() => DiagnosisProgressObject)
export class DiagnosisProgressResolver {
  @Extensions({ role: 'VIEWER', reading: readDiagnosis })
  @Subscription(() => DiagnosisProgressObject, {
    description: 'The progress of one diagnosis; completes with it. Role: viewer.',
    subscribe: ({ args, context }: Following) => follow(readDiagnosis(args, context.app), context),
  })
  diagnosisProgressed(
    @Root() event: Event,
    @Ctx() { app }: Context,
    @Arg('diagnosisId', () => ID, { description: 'The diagnosis.' }) _diagnosisId: string,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Go on after this cursor; omitted: from its beginning.',
    })
    _after?: string | null,
  ): EventView {
    return viewEvent(app, event);
  }

  @FieldResolver(() => ServiceObject, { description: 'The service.' })
  service(@Root() { serviceId }: OfDiagnosis, @Ctx() { app }: Context): Service | null {
    return app.serviceById(serviceId);
  }

  @FieldResolver(() => DiagnosisObject, { description: 'The diagnosis, as it is when this is read.' })
  diagnosis(@Root() { diagnosisId }: OfDiagnosis, @Ctx() { app }: Context): Promise<Diagnosis | null> {
    return app.diagnosis(diagnosisId);
  }

  @FieldResolver(() => CheckResultObject, {
    nullable: true,
    description: 'The check that ended; null unless the type is DIAGNOSIS_CHECK_FINISHED.',
  })
  async check(
    @Root() { diagnosisId, checkKey }: OfDiagnosis,
    @Ctx() { app }: Context,
  ): Promise<DiagnosedCheck | null> {
    return checkKey && checkIn(await app.diagnosis(diagnosisId), checkKey);
  }

  @FieldResolver(() => FindingObject, {
    nullable: true,
    description: 'What was found; null unless the type is DIAGNOSIS_FINDING_MADE.',
  })
  finding(@Root() { findingId }: OfDiagnosis, @Ctx() { app }: Context): Promise<Finding | null> | null {
    return findingId === null ? null : app.finding(findingId);
  }
}

@Resolver(() => VerificationProgressObject)
export class VerificationProgressResolver {
  @FieldResolver(() => VerificationObject, { description: 'The verification, as it is when this is read.' })
  verification(
    @Root() { verificationId }: OfVerification,
    @Ctx() { app }: Context,
  ): Promise<Verification | null> {
    return app.verification(verificationId);
  }

  @FieldResolver(() => CheckResultObject, {
    nullable: true,
    description: 'The check that ended; null unless the type is VERIFICATION_CHECK_FINISHED.',
  })
  async check(
    @Root() { verificationId, checkKey }: OfVerification,
    @Ctx() { app }: Context,
  ): Promise<DiagnosedCheck | null> {
    return checkKey && checkIn(await app.verification(verificationId), checkKey);
  }
}

function checkIn(
  found: Diagnosis | Verification | null,
  { serviceId, name }: CheckKey,
): DiagnosedCheck | null {
  return found?.checks.find((check) => check.serviceId === serviceId && check.name === name) ?? null;
}
