import type { App } from '../application/app.ts';
import type { AlertFilter as AlertQuery } from '../application/filters.ts';
import type { Alert } from '../domain/alert/alert.ts';
import type { AlertFilter } from './alert.type.ts';
import { given } from './given.ts';
import type { Page, PageArgs } from './page.ts';
import { stretchPage } from './stretch-page.ts';

interface Asked {
  readonly filter: AlertFilter | null | undefined;
  readonly page: PageArgs;
  /** Only those of this stack, or about this service. */
  readonly only?: Pick<AlertQuery, 'stackId' | 'serviceId'>;
}

/** A page of alerts, newest first. @throws Refusal INVALID_MATCHER */
export function alertPage(app: App, { filter, page, only = {} }: Asked): Promise<Page<Alert>> {
  const query: AlertQuery = { ...given(filter ?? {}), ...only };
  return stretchPage(
    {
      read: (stretch) => app.alerts(query, stretch),
      count: () => app.countAlerts(query),
      place: ({ startsAt, id }) => ({ at: startsAt, id }),
    },
    page,
  );
}
