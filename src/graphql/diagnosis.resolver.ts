import { Arg, Args, Ctx, Extensions, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';

import type { App } from '../application/app.ts';
import type { DiagnosisFilter as Wanted } from '../application/ports/diagnosis-store.ts';
import type { DiagnosedCheck, Diagnosis } from '../domain/diagnosis/diagnosis.ts';
import type { Finding } from '../domain/diagnosis/finding.ts';
import type { Problem } from '../domain/diagnosis/problem.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Service } from '../domain/service/service.ts';
import type { Context } from './context.ts';
import {
  DiagnoseInput,
  DiagnosePayloadObject,
  DiagnosisConnectionObject,
  DiagnosisFilter,
  DiagnosisObject,
  FindingObject,
  ProblemObject,
} from './diagnosis.type.ts';
import { answer } from './errors.ts';
import { given } from './given.ts';
import { CheckResultObject } from './health.type.ts';
import type { Page } from './page.ts';
import { PageArgs } from './page.ts';
import { ServiceObject } from './service.type.ts';
import { byStart, stretchPage } from './stretch-page.ts';

/** As the contract has it, where a client says null. */
const usualTimeoutMs = 10_000;

@Resolver(() => DiagnosisObject)
export class DiagnosisResolver {
  @Extensions({ role: 'VIEWER' })
  @Query(() => [ProblemObject], { description: 'What can be diagnosed: the runbook, by name. Role: viewer.' })
  problems(
    @Arg('service', () => String, {
      nullable: true,
      description: 'Only what applies to the service of this name.',
    })
    service: string | null | undefined,
    @Arg('kind', () => String, { nullable: true, description: 'Only what applies to services of this kind.' })
    kind: string | null | undefined,
    @Arg('stack', () => String, {
      nullable: true,
      description: 'Name of the stack; omitted: the default stack.',
    })
    stack: string | null | undefined,
    @Ctx() { app }: Context,
  ): readonly Problem[] {
    const problems = app.problems(kind ?? null);
    if (service == null) return problems;
    const found = app.serviceNamed(service, stack ?? null);
    if (!found) throw new Refusal('SERVICE_UNKNOWN', `There is no service named ${service} in the stack.`);
    const own = app.problemsOf(found);
    return problems.filter((problem) => own.includes(problem));
  }

  @Extensions({ role: 'VIEWER' })
  @Query(() => DiagnosisConnectionObject, { description: 'Diagnoses, newest first. Role: viewer.' })
  diagnoses(
    @Arg('filter', () => DiagnosisFilter, { nullable: true, description: 'Which of them.' })
    filter: DiagnosisFilter | null | undefined,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { app }: Context,
  ): Promise<Page<Diagnosis>> {
    const wanted = filterOf(filter ?? {}, app);
    const read = readDiagnoses(app, wanted);
    return stretchPage({ read, count: () => app.countDiagnoses(wanted), place: byStart }, page);
  }

  @Extensions({ role: 'OPERATOR' })
  @Mutation(() => DiagnosePayloadObject, {
    description: `Finds out why a service is ill: runs the checks that apply, side by side, reading only.
Role: operator.`,
  })
  diagnose(
    @Arg('input', () => DiagnoseInput, { description: 'What to diagnose.' }) input: DiagnoseInput,
    @Ctx() context: Context,
  ) {
    const { service, stack, problem, timeoutMs, wait } = input;
    const nothing: { diagnosis: Diagnosis | null } = { diagnosis: null };
    return answer(context, { name: 'diagnose', nothing }, async () => ({
      diagnosis: await context.app.diagnose(context.viewer, {
        service,
        stack: stack ?? null,
        problem: problem ?? null,
        timeoutMs: timeoutMs ?? usualTimeoutMs,
        wait: wait ?? true,
      }),
    }));
  }

  @FieldResolver(() => ServiceObject, { description: 'The service.' })
  service(@Root() { serviceId }: Diagnosis, @Ctx() { app }: Context): Service | null {
    return app.serviceById(serviceId);
  }

  @FieldResolver(() => ProblemObject, {
    nullable: true,
    description: 'The problem that was looked for; null for all that apply.',
  })
  problem(@Root() { problem }: Diagnosis): Problem | null {
    return problem;
  }

  @FieldResolver(() => [CheckResultObject], { description: 'The checks that were run, by name.' })
  checks(@Root() { checks }: Diagnosis): readonly DiagnosedCheck[] {
    return checks;
  }

  @FieldResolver(() => [FindingObject], { description: 'What was found, causes first.' })
  findings(@Root() { findings }: Diagnosis): readonly Finding[] {
    return findings;
  }
}

function readDiagnoses(app: App, wanted: Wanted) {
  return (stretch: Parameters<App['diagnoses']>[1]) => app.diagnoses(wanted, stretch);
}

/** Ids for names; a name that nothing has matches nothing. */
function filterOf({ stack, services, ...rest }: DiagnosisFilter, app: App): Wanted {
  const stackId = stack == null ? undefined : (app.stackNamed(stack)?.id ?? '');
  return {
    ...given(rest),
    ...(stackId === undefined ? {} : { stackId }),
    ...(services == null ? {} : { serviceIds: app.serviceIdsNamed(services) }),
  };
}

/** What a service has to do with diagnoses. */
@Resolver(() => ServiceObject)
export class ServiceDiagnosisResolver {
  @FieldResolver(() => [ProblemObject], { description: 'What can be diagnosed in it, by name.' })
  problems(@Root() service: Service, @Ctx() { app }: Context): readonly Problem[] {
    return app.problemsOf(service);
  }

  @FieldResolver(() => DiagnosisObject, {
    nullable: true,
    description: 'Its newest diagnosis; null when it has none.',
  })
  latestDiagnosis(@Root() { id }: Service, @Ctx() { diagnoses }: Context): Promise<Diagnosis | null> {
    return diagnoses.load(id);
  }
}
