import { FieldResolver, Int, Resolver, Root } from 'type-graphql';

import { HealthChangeConnectionObject } from './change.type.ts';
import { DiagnosisConnectionObject } from './diagnosis.type.ts';
import { EventConnectionObject } from './event.type.ts';
import type { Page } from './page.ts';
import { PageInfoObject } from './page.type.ts';
import { ServiceConnectionObject } from './service.type.ts';
import { VerificationConnectionObject } from './verification.type.ts';

type Counted = Pick<Page<unknown>, 'totalCount'>;

const description = 'How many there are on all pages; counted only when asked for.';

@Resolver(() => PageInfoObject)
export class PageInfoResolver {
  @FieldResolver(() => Boolean, { description: 'Whether more comes after this page.' })
  hasNextPage(@Root() info: Page<unknown>['pageInfo']): boolean | Promise<boolean> {
    return info.hasNextPage();
  }

  @FieldResolver(() => Boolean, { description: 'Whether more comes before this page.' })
  hasPreviousPage(@Root() info: Page<unknown>['pageInfo']): boolean | Promise<boolean> {
    return info.hasPreviousPage();
  }
}

@Resolver(() => ServiceConnectionObject)
export class ServiceConnectionResolver {
  @FieldResolver(() => Int, { description })
  totalCount(@Root() page: Counted): number | Promise<number> {
    return page.totalCount();
  }
}

@Resolver(() => EventConnectionObject)
export class EventConnectionResolver {
  @FieldResolver(() => Int, { description })
  totalCount(@Root() page: Counted): number | Promise<number> {
    return page.totalCount();
  }
}

@Resolver(() => HealthChangeConnectionObject)
export class HealthChangeConnectionResolver {
  @FieldResolver(() => Int, { description })
  totalCount(@Root() page: Counted): number | Promise<number> {
    return page.totalCount();
  }
}

@Resolver(() => DiagnosisConnectionObject)
export class DiagnosisConnectionResolver {
  @FieldResolver(() => Int, { description })
  totalCount(@Root() page: Counted): number | Promise<number> {
    return page.totalCount();
  }
}

@Resolver(() => VerificationConnectionObject)
export class VerificationConnectionResolver {
  @FieldResolver(() => Int, { description })
  totalCount(@Root() page: Counted): number | Promise<number> {
    return page.totalCount();
  }
}
