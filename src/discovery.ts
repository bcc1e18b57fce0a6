import { discoverServices } from './application/discover-services.ts';
import type { FirstLook } from './application/first-look.ts';
import { locateEngine } from './application/locate-engine.ts';
import { retireDoubles } from './application/retire-services.ts';
import { isOfItsKind, searchHost } from './application/search-host.ts';
import type { Changed } from './application/change-service.ts';
import type { StackPlan } from './application/stack-plan.ts';
import type { Container } from './domain/container/container.ts';
import type { Service } from './domain/service/service.ts';
import type { Teardown } from './teardown.ts';
import type { Senses } from './senses.ts';

interface Deps {
  readonly plans: readonly StackPlan[];
  /** How often what is found is probed, unless it is configured otherwise. */
  readonly probeIntervalMs: number;
  readonly teardown: Teardown;
  readonly senses: Senses;
  readonly look: FirstLook;
  readonly change: (
    serviceId: string,
    change: (before: Service) => Changed | null,
  ) => Promise<Service | null>;
}

/** How services come to be known. */
export interface Discovery {
  /** Brings the inventory in line with what an engine runs. */
  readonly discover: (endpoint: string, containers: readonly Container[]) => Promise<void>;
  /** An engine does not answer: where nothing was configured, this host's ports are looked at instead. */
  readonly silentAt: (endpoint: string) => () => void;
}

/** How often this host is searched, as long as there is no Docker. */
const searchMs = 30_000;

/** Takes what is configured under watch, and wires what is found from now on. */
export async function startDiscovery(wiring: Deps): Promise<Discovery> {
  const { plans: all, probeIntervalMs, teardown, senses, look, change } = wiring;
  const { inventory, plugins, engines } = senses;
  const deps = {
    ...senses,
    kinds: () => plugins.kinds(),
    change,
    probeIntervalMs,
  };
  const discover = discoverServices({ ...deps, isOfItsKind: isOfItsKind(deps) });
  const locate = locateEngine(deps);
  const search = searchHost(deps);
  const retire = retireDoubles({ ...senses, change });
  const unplanned = all.filter((plan) => plan.name === null);
  for (const plan of all) await discover(plan, { containers: [], engineUrl: null });

  const isWithoutDocker = (endpoint: string | null): boolean =>
    engines.get(endpoint ?? '')?.sightings.silence() !== null &&
    !inventory.services().some(({ stackId }) => inventory.stack(stackId)?.dockerEndpoint === endpoint);
  const searching = senses.scheduler.every({
    name: 'search of this host',
    intervalMs: searchMs,
    firstAfterMs: searchMs,
    run: async (signal) => {
      for (const { endpoint } of unplanned) {
        if (isWithoutDocker(endpoint)) await search(signal);
        if (endpoint !== null && engines.get(endpoint)?.sightings.silence() !== null) look.saw(endpoint);
      }
    },
  });
  teardown.onStop('The search of this host', () => searching.stop());
  return {
    discover: async (endpoint, containers) => {
      const plans = all.filter((plan) => plan.endpoint === endpoint);
      const engineUrl = plans.some((plan) => plan.discover) ? await locate(endpoint) : null;
      for (const plan of plans) await discover(plan, { containers, engineUrl });
      await retire();
      look.saw(endpoint);
    },
    silentAt: (endpoint) => () => {
      if (unplanned.some((plan) => plan.endpoint === endpoint)) searching.hasten(0);
      else look.saw(endpoint);
    },
  };
}
