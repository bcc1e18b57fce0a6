import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { App } from '../application/app.ts';
import type { DiagnosedCheck } from '../domain/diagnosis/diagnosis.ts';
import type { Evidence } from '../domain/diagnosis/evidence.ts';
import type { Problem } from '../domain/diagnosis/problem.ts';
import type { CheckResult } from '../domain/health/check.ts';
import type { Standing } from '../domain/health/standing.ts';
import type { Service } from '../domain/service/service.ts';
import type { Context } from './context.ts';
import { ProblemObject } from './diagnosis.type.ts';
import { EvidenceObject } from './evidence.type.ts';
import { CheckResultObject, HealthObject } from './health.type.ts';
import { ServiceObject } from './service.type.ts';

/** A check, with the service that it looked at. */
export type ServiceCheck = CheckResult & { readonly serviceId: string } & Partial<
    Pick<DiagnosedCheck, 'problems' | 'evidence'>
  >;

/** The standing of a service, whose checks know which service it is. */
export type ServiceHealth = Omit<Standing, 'checks' | 'contender' | 'turns'> & {
  readonly checks: readonly ServiceCheck[];
  readonly flapping: boolean;
  readonly serviceId: string;
};

/** The health of a stack: as its services are, and what explains it. */
export type StackHealth = Standing & { readonly flapping: boolean; readonly stackId: string };

/** The health of a service; its checks, and whether it flaps, are worked out only for those who ask. */
export class HealthOfService implements ServiceHealth {
  readonly serviceId: string;
  readonly #standing: Standing;
  readonly #app: App;

  constructor(app: App, serviceId: string) {
    this.#app = app;
    this.#standing = app.standing(serviceId);
    this.serviceId = serviceId;
  }

  get status() {
    return this.#standing.status;
  }

  get since() {
    return this.#standing.since;
  }

  get observedAt() {
    return this.#standing.observedAt;
  }

  get stale() {
    return this.#standing.stale;
  }

  get summary() {
    return this.#standing.summary;
  }

  get flapping() {
    return this.#app.isFlapping(this.serviceId);
  }

  get checks(): readonly ServiceCheck[] {
    return this.#standing.checks.map((check) => ({ ...check, serviceId: this.serviceId }));
  }
}

@Resolver(() => HealthObject)
export class HealthResolver {
  @FieldResolver(() => [ServiceObject], {
    description: 'The deepest failing dependencies, which explain it; empty: it is the cause, or well.',
  })
  causedBy(@Root() health: ServiceHealth | StackHealth, @Ctx() { app }: Context): readonly Service[] {
    if ('stackId' in health) return app.rootCauses(health.stackId);
    const service = app.serviceById(health.serviceId);
    return service ? app.causes(service) : [];
  }
}

@Resolver(() => CheckResultObject)
export class CheckResolver {
  @FieldResolver(() => ServiceObject, {
    nullable: true,
    description: 'The service that was looked at; null for the whole stack.',
  })
  service(@Root() check: ServiceCheck, @Ctx() { app }: Context): Service | null {
    return app.serviceById(check.serviceId);
  }

  @FieldResolver(() => [ProblemObject], {
    description: 'The problems that it helps to tell apart, by name.',
  })
  problems(@Root() { problems = [] }: ServiceCheck, @Ctx() { app }: Context): readonly Problem[] {
    return problems.length === 0 ? [] : app.problems(null).filter(({ name }) => problems.includes(name));
  }

  @FieldResolver(() => [EvidenceObject], { description: 'What shows it.' })
  evidence(@Root() { evidence = [] }: ServiceCheck): readonly Evidence[] {
    return evidence;
  }
}
