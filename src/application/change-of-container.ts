import type { Container, ContainerNotice, ContainerState } from '../domain/container/container.ts';
import type { ContainerChanged, EventDraft } from '../domain/event/event.ts';
import { ending } from '../domain/health/container-check.ts';
import type { Service } from '../domain/service/service.ts';

/** What Docker said of a container, and how it is since. */
export interface Told {
  readonly notice: ContainerNotice;
  readonly container: Container | null;
  /** As it was known before; null when it was not. */
  readonly before: Container | null;
}

/** The entry for something that Docker told of a service's container. */
export function noticedChange(
  service: Service,
  { notice, container, before }: Told,
): EventDraft<ContainerChanged> {
  const { containerId, containerName, action, exitCode } = notice;
  const ended = action === 'die' && (container?.oomKilled ?? false);
  return draftOf(service, notice.at, {
    summary: `The container ${containerName} of ${service.displayName} ${phrase(notice, container)}.`,
    containerId,
    containerName,
    action,
    from: before?.state ?? null,
    to: stateAfter(notice, container),
    health: notice.health ?? container?.health ?? null,
    exitCode,
    oomKilled: action === 'oom' || ended,
  });
}

/** The entry for a change that nobody told of: a listing shows another state than the one before. */
export function listedChange(
  service: Service,
  was: Container,
  is: Container | null,
): EventDraft<ContainerChanged> {
  const now = is ?? { ...was, state: null, health: null, exitCode: null, oomKilled: false };
  return draftOf(service, timeOf(was, is), {
    summary: `The container ${was.name} of ${service.displayName} is ${now.state ?? 'gone'} since it was last listed.`,
    containerId: now.id,
    containerName: was.name,
    action: now.state === null ? 'destroy' : now.state === 'RUNNING' ? 'start' : 'die',
    from: was.state,
    to: now.state,
    health: now.health,
    exitCode: now.exitCode,
    oomKilled: now.oomKilled,
  });
}

type Said = Omit<ContainerChanged, 'type' | 'serviceId'> & { readonly summary: string };

function draftOf(service: Service, at: Date, { summary, ...detail }: Said): EventDraft<ContainerChanged> {
  return {
    at,
    summary,
    actor: null,
    subject: service.id,
    stackId: service.stackId,
    services: [service.id],
    audit: false,
    detail: { type: 'CONTAINER_CHANGED', serviceId: service.id, ...detail },
  };
}

function timeOf(was: Container, is: Container | null): Date {
  const since = is?.state === 'RUNNING' ? is.startedAt : is?.finishedAt;
  return since ?? was.createdAt;
}

/** A notice may be older than the inspection after it: a death is a death, even when it runs again by now. */
function stateAfter({ action }: ContainerNotice, container: Container | null): ContainerState | null {
  switch (action) {
    case 'die':
      return container?.state === 'RESTARTING' ? 'RESTARTING' : 'EXITED';
    case 'start':
    case 'unpause':
      return 'RUNNING';
    case 'pause':
      return 'PAUSED';
    case 'destroy':
      return null;
    default:
      return container?.state ?? null;
  }
}

function phrase({ action, exitCode, health }: ContainerNotice, container: Container | null): string {
  switch (action) {
    case 'die':
      return ending({ exitCode, oomKilled: container?.oomKilled ?? false });
    case 'start':
      return 'was started';
    case 'oom':
      return 'ran out of memory';
    case 'pause':
      return 'was paused';
    case 'unpause':
      return 'runs on after a pause';
    case 'destroy':
      return 'was removed';
    case 'health_status':
      return `says of itself that it is ${(health ?? 'STARTING').toLowerCase()}`;
    default:
      return `changed (${action})`;
  }
}
