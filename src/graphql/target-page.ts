import type { App } from '../application/app.ts';
import type { TargetFilter as TargetQuery } from '../application/filters.ts';
import type { Target } from '../domain/target/target.ts';
import { given } from './given.ts';
import type { ListOrder, Page, PageArgs } from './page.ts';
import { listPage } from './page.ts';
import type { TargetFilter } from './target.type.ts';

interface Asked {
  readonly filter: TargetFilter | null | undefined;
  readonly page: PageArgs;
  /** Only those of this stack, or of this service. */
  readonly only?: Pick<TargetQuery, 'stackId' | 'serviceId'>;
}

const order: ListOrder<Target> = {
  name: 'JOB ASC',
  descending: false,
  key: ({ job, instance, id }) => [job, instance, id],
};

/** A page of targets, by job and instance. @throws Refusal INVALID_MATCHER */
export function targetPage(app: App, { filter, page, only = {} }: Asked): Page<Target> {
  return listPage(app.targets({ ...given(filter ?? {}), ...only }), order, page);
}
