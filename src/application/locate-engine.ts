import { engineKind } from '../domain/service/dependencies.ts';
import type { Service } from '../domain/service/service.ts';
import type { Plugins } from './ports/plugins.ts';
import { answersAs } from './search-host.ts';
import type { Deps as WantedDeps } from './wanted-services.ts';
import { blank } from './wanted-services.ts';

interface Deps extends WantedDeps {
  readonly plugins: Pick<Plugins, 'probe'>;
}

/** A listing waits for this look: an engine that tells its metrics does so at once. */
const briefly = { timeoutMs: 1000, authorization: null } as const;
const never = new AbortController().signal;

/**
 * Finds out where an engine tells its metrics: Docker does not say it, so the usual port on the engine's host is
 * looked at, until it answers. Null while it does not.
 */
export function locateEngine(deps: Deps): (endpoint: string) => Promise<string | null> {
  const found = new Map<string, string>();
  return async (endpoint) => {
    const known = found.get(endpoint);
    const kind = deps.kinds().find(({ name }) => name === engineKind);
    if (known !== undefined || !kind || !isGuessable(endpoint)) return known ?? null;
    const url = `http://${hostOf(endpoint)}:${String(kind.port)}`;
    const stack = { id: '', name: '', dockerEndpoint: endpoint, project: null };
    const candidate: Service = { ...blank(deps, stack, engineKind), kind: engineKind, url };
    if (!answersAs(await deps.plugins.probe(candidate, briefly, never))) return null;
    found.set(endpoint, url);
    return url;
  };
}

/** The host of an engine: this one, unless its address names another. */
function hostOf(endpoint: string): string {
  return /^(?:tcp|https?):\/\/(?<host>\[[^\]]+\]|[^:/]+)/u.exec(endpoint)?.groups?.['host'] ?? '127.0.0.1';
}

/** Of several engines on one host, the usual port is that of the usual one: another's is configured. */
function isGuessable(endpoint: string): boolean {
  return !endpoint.startsWith('unix://') || endpoint.endsWith('/run/docker.sock');
}
