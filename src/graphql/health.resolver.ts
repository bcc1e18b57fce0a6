import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { Container } from '../domain/container/container.ts';
import type { CheckResult } from '../domain/health/check.ts';
import type { Standing } from '../domain/health/standing.ts';
import type { Service } from '../domain/service/service.ts';
import { ContainerObject } from './container.type.ts';
import type { Context } from './context.ts';
import { CheckResultObject } from './health.type.ts';
import { LabelObject } from './label.type.ts';
import { labelsOf } from './labels.ts';
import { ServiceObject } from './service.type.ts';

/** A check, with the service that it looked at. */
export type ServiceCheck = CheckResult & { readonly serviceId: string };

/** The standing of a service, whose checks know which service it is. */
export type ServiceHealth = Omit<Standing, 'checks' | 'contender'> & {
  readonly checks: readonly ServiceCheck[];
};

/** The health of a service; its checks are gathered only for those who ask for them. */
export class HealthOfService implements ServiceHealth {
  readonly #standing: Standing;
  readonly #serviceId: string;

  constructor(standing: Standing, serviceId: string) {
    this.#standing = standing;
    this.#serviceId = serviceId;
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

  get checks(): readonly ServiceCheck[] {
    return this.#standing.checks.map((check) => ({ ...check, serviceId: this.#serviceId }));
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
}

@Resolver(() => ContainerObject)
export class ContainerResolver {
  @FieldResolver(() => [LabelObject], { description: 'Its labels, by name.' })
  labels(@Root() container: Container): readonly LabelObject[] {
    return labelsOf(container.labels);
  }
}
