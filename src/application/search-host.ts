import type { CheckCause } from '../domain/health/check.ts';
import type { KindSignature } from '../domain/plugin/plugin.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import { addService } from './discover-services.ts';
import type { Inventory } from './inventory.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Plugins, ProbeReport } from './ports/plugins.ts';
import type { Deps as WantedDeps } from './wanted-services.ts';
import { blank } from './wanted-services.ts';

interface Deps extends WantedDeps {
  readonly inventory: Inventory;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly plugins: Pick<Plugins, 'probe'>;
}

/** What answers on this host's ports, without Docker, forms the stack of this name. */
export const hostStack = 'host';
/** What answers at all on this host answers within this time. */
const briefly = { timeoutMs: 1500, authorization: null } as const;

/** Such a finding says that something else is there, or nothing. */
const strange: ReadonlySet<CheckCause> = new Set([
  'REFUSED',
  'RESET',
  'TIMED_OUT',
  'UNROUTABLE',
  'NAME_UNRESOLVED',
  'TLS_FAILED',
  'WRONG_SERVICE',
  'WRONG_ANSWER',
  'TOO_LARGE',
  'PLUGIN_FAILED',
]);

/**
 * Looks for services on the usual ports of this host, for those without Docker: what answers there as a kind that
 * is not known yet is watched from then on.
 */
export const searchHost =
  (deps: Deps) =>
  async (signal: AbortSignal): Promise<void> => {
    const stack: Stack = {
      id: deps.ids.of('stk', hostStack),
      name: hostStack,
      dockerEndpoint: null,
      project: null,
    };
    const known = deps.inventory.services();
    const found = new Set(known.filter(({ stackId }) => stackId === stack.id).map(({ kind }) => kind));
    const taken = new Set(known.map(({ url }) => url));
    for (const kind of deps.kinds().filter(({ name }) => !found.has(name))) {
      const urls = kind.hostPorts.map((port) => `http://127.0.0.1:${String(port)}`);
      const free = urls.filter((url) => !taken.has(url));
      const service = await firstOf(deps, { stack, kind, urls: free }, signal);
      if (service && !signal.aborted) await addService(deps, { stack, service });
    }
  };

interface Candidates {
  readonly stack: Stack;
  readonly kind: KindSignature;
  readonly urls: readonly string[];
}

async function firstOf(
  deps: Deps,
  { stack, kind, urls }: Candidates,
  signal: AbortSignal,
): Promise<Service | null> {
  for (const url of urls) {
    const candidate: Service = {
      ...blank(deps, stack, kind.name),
      kind: kind.name,
      displayName: kind.displayName,
      url,
      origin: 'DISCOVERED',
    };
    if (answersAs(await deps.plugins.probe(candidate, briefly, signal))) return candidate;
  }
  return null;
}

/** Asks a service, over its plugin, whether it is what it was taken for. */
export const isOfItsKind =
  ({ plugins }: Pick<Deps, 'plugins'>) =>
  async (service: Service): Promise<boolean> =>
    answersAs(await plugins.probe(service, briefly, new AbortController().signal));

/** Whether what was probed is of the kind that it was taken for: something passes, and nothing is strange. */
export function answersAs({ checks }: ProbeReport): boolean {
  return (
    checks.some(({ status }) => status === 'PASS') &&
    !checks.some(({ cause }) => cause !== null && strange.has(cause))
  );
}
