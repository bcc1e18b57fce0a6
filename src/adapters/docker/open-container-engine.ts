import type { Clock } from '../../application/ports/clock.ts';
import type { ContainerEngine, EngineNews } from '../../application/ports/container-engine.ts';
import type { Journal } from '../../application/ports/journal.ts';
import type { Container } from '../../domain/container/container.ts';
import { Client } from './client.ts';
import { follow, type Following } from './follow.ts';
import { createHost } from './host.ts';
import { readLogs } from './logs.ts';
import { readNamed } from './read-containers.ts';
import { createUsage } from './usage.ts';
import { uninterrupted, within } from './within.ts';

export interface EngineOptions {
  /** `unix:///path/of/the/socket`, `tcp://host:port`, `http://host:port` or `https://host:port`. */
  readonly host: string;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Spreads the attempts to reconnect; from 0 up to 1. */
  readonly random?: () => number;
}

/** However many containers are asked for, they are described in this time or not at all. */
const describeMs = 2000;

/**
 * The Docker engine at an endpoint. Nothing is asked before the first call, and nothing is held between calls;
 * an engine that is not there, hangs or talks nonsense costs a call its deadline and no more.
 * @throws TypeError when the endpoint is no address.
 */
export function openContainerEngine(options: EngineOptions): ContainerEngine {
  const { host: endpoint, clock, journal, random = Math.random } = options;
  const client = new Client(endpoint, clock);
  const deps: Following = { client, endpoint, clock, journal, random };
  return {
    endpoint,
    ...createHost(deps),
    describe: (names) => describe(deps, names),
    usage: createUsage(deps),
    logs: (id, tail) => readLogs(deps, id, tail),
    follow: (signal) => ({ [Symbol.asyncIterator]: () => interruptible(deps, signal) }),
  };
}

async function describe(
  { client, clock }: Following,
  names: readonly string[],
): Promise<readonly (Container | null)[]> {
  const found = new Map<string, Container>();
  if (names.length > 0) {
    const wanted = new Set(names);
    await within({ clock, ms: describeMs, signal: uninterrupted }, (signal) =>
      readNamed(client, { names: wanted, signal }, (container) => found.set(container.name, container)),
    ).catch(() => undefined);
  }
  return names.map((name) => found.get(name) ?? null);
}

/** A reader that leaves ends what it waits for: a generator alone would first wait for its own next news. */
function interruptible(deps: Following, signal: AbortSignal): AsyncIterator<EngineNews> {
  const ending = new AbortController();
  const stop = (): void => ending.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const news = follow(deps, ending.signal);
  return {
    next: () => news.next(),
    return: () => {
      signal.removeEventListener('abort', stop);
      stop();
      return news.return(undefined);
    },
  };
}
