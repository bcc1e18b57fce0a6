import type { Container } from '../domain/container/container.ts';
import { isIgnored } from '../domain/service/recognise.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import type { Changed } from './change-service.ts';
import { serviceChanged } from './change-service.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { Recurrence, Scheduler } from './ports/scheduler.ts';
import { hostStack } from './search-host.ts';
import type { Sightings } from './sightings.ts';
import type { StackPlan } from './stack-plan.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly clock: Clock;
  readonly change: (
    serviceId: string,
    change: (before: Service) => Changed | null,
  ) => Promise<Service | null>;
}

/** A container that has been gone for so long was not just recreated: its service is no longer watched. */
const goneMs = 600_000;
const roundMs = 30_000;

/** Ends the watch over services that neither a plan nor the configuration names any more. */
export const retireUnplanned =
  (deps: Deps) =>
  async (plans: readonly StackPlan[]): Promise<void> => {
    for (const service of deps.inventory.services()) {
      const stack = deps.inventory.stack(service.stackId);
      if (stack && plans.some((plan) => covers(plan, stack, service))) continue;
      await retire(deps, service, 'the configuration does not name it any more');
    }
  };

function covers(plan: StackPlan, stack: Stack, service: Service): boolean {
  if (service.origin === 'REGISTERED') return true;
  const sameStack =
    plan.name === null
      ? plan.endpoint === stack.dockerEndpoint || stack.name === hostStack
      : plan.name === stack.name;
  if (!sameStack) return false;
  return service.origin === 'CONFIGURED'
    ? plan.services.some((configured) => configured.name === service.name)
    : plan.discover;
}

/** Ends the watch over what was found on this host's ports and shows up in Docker since. */
export const retireDoubles = (deps: Deps) => async (): Promise<void> => {
  const { inventory } = deps;
  const isHosts = ({ stackId }: Service) => inventory.stack(stackId)?.name === hostStack;
  const elsewhere = new Map(
    inventory
      .services()
      .filter((service) => !isHosts(service))
      .map((service) => [service.url, service]),
  );
  for (const service of inventory.services().filter(isHosts)) {
    if (service.origin === 'REGISTERED') continue;
    const same = service.url === null ? undefined : elsewhere.get(service.url);
    const stack = same && inventory.stack(same.stackId)?.name;
    if (stack !== undefined) await retire(deps, service, `Docker shows it in the stack ${stack}`);
  }
};

/** Ends the watch over discovered services whose container has been gone, or nobody's service, for ten minutes. */
export const retireGone = (
  deps: Deps & { readonly scheduler: Scheduler; readonly sightings: (stackId: string) => Sightings | null },
): Recurrence => {
  const goneSince = new Map<string, number>();
  return deps.scheduler.every({
    name: 'retirement of services',
    intervalMs: roundMs,
    run: async () => {
      const nowMs = deps.clock.monotonicMs();
      for (const service of deps.inventory.services()) {
        if (!isGone(service, deps.sightings(service.stackId))) goneSince.delete(service.id);
        else if (nowMs - (goneSince.get(service.id) ?? nowMs) >= goneMs) {
          await retire(deps, service, 'its container has been gone for ten minutes');
        } else if (!goneSince.has(service.id)) goneSince.set(service.id, nowMs);
      }
    },
  });
};

function isGone(service: Service, sightings: Sightings | null): boolean {
  return (
    service.origin === 'DISCOVERED' &&
    service.containerName !== null &&
    sightings !== null &&
    sightings.isCurrent() &&
    isNobodys(sightings.find(service.containerName))
  );
}

/** Gone, or labelled since as nobody's service. */
function isNobodys(container: Container | null): boolean {
  return container === null || isIgnored(container);
}

async function retire({ clock, change }: Deps, { id }: Service, reason: string): Promise<void> {
  await change(id, (before) => {
    if (before.removedAt !== null) return null;
    const at = clock.now();
    const service: Service = { ...before, removedAt: at };
    const summary = `${before.displayName} is no longer watched: ${reason}.`;
    return { service, drafts: [serviceChanged(service, 'SERVICE_REMOVED', { at, summary, reason })] };
  });
}
