import type { App } from '../application/app.ts';
import { badness } from '../domain/health/health.ts';
import type { Service } from '../domain/service/service.ts';
import type { ListOrder, Page, PageArgs } from './page.ts';
import { listPage } from './page.ts';
import { serviceQuery } from './reading.ts';
import type { ServiceFilter, ServiceOrder } from './service-input.type.ts';

interface Asked {
  readonly filter: ServiceFilter | null | undefined;
  readonly orderBy: ServiceOrder | null | undefined;
  readonly page: PageArgs;
  /** Only those of this stack. */
  readonly stackId?: string;
}

/** A page of services; equals by name, then by stack. @throws Refusal INVALID_MATCHER */
export function servicePage(app: App, { filter, orderBy, page, stackId }: Asked): Page<Service> {
  const selected = app.services(filter ? serviceQuery(filter) : {});
  const services =
    stackId === undefined ? selected : selected.filter((service) => service.stackId === stackId);
  return listPage(services, orderOf(app, orderBy), page);
}

function orderOf(app: App, orderBy: ServiceOrder | null | undefined): ListOrder<Service> {
  const field = orderBy?.field ?? 'NAME';
  const descending = orderBy?.direction === 'DESC';
  const first = {
    NAME: (service: Service) => service.name,
    KIND: (service: Service) => service.kind,
    SINCE: (service: Service) => app.standing(service.id).since.getTime(),
    STATUS: (service: Service) => badness(app.standing(service.id).status),
  }[field];
  return {
    name: `${field} ${descending ? 'DESC' : 'ASC'}`,
    descending,
    isFixed: field === 'NAME',
    key: (service) => [first(service), service.name, app.stackById(service.stackId)?.name ?? ''],
  };
}
