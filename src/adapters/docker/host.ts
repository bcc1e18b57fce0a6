import type { Clock } from '../../application/ports/clock.ts';
import type { ContainerEngine } from '../../application/ports/container-engine.ts';
import type { DockerHost } from '../../domain/container/container.ts';
import type { Client } from './client.ts';
import { explain } from './failure.ts';
import { uninterrupted } from './within.ts';

interface Deps {
  readonly client: Client;
  readonly endpoint: string;
  readonly clock: Clock;
}

/** An answer is believed this long: many who ask at once cost one question. */
const freshMs = 1000;

/** Tells how an engine is. Never rejects; what it once said of itself stays known while it is silent. */
export function createHost({ client, endpoint, clock }: Deps): Pick<ContainerEngine, 'host' | 'lastHost'> {
  let last: DockerHost = {
    endpoint,
    reachable: false,
    failure: null,
    observedAt: null,
    version: null,
    apiVersion: null,
    operatingSystem: null,
  };
  let askedAt = -Infinity;
  let asking: Promise<DockerHost> | null = null;

  const ask = async (): Promise<DockerHost> => {
    const found = await look(client, endpoint, last.operatingSystem);
    last = { ...last, ...found, observedAt: clock.now() };
    askedAt = clock.monotonicMs();
    asking = null;
    return last;
  };
  return {
    host: () => {
      if (clock.monotonicMs() - askedAt < freshMs) return Promise.resolve(last);
      return (asking ??= ask());
    },
    lastHost: () => last,
  };
}

async function look(client: Client, endpoint: string, known: string | null): Promise<Partial<DockerHost>> {
  try {
    const [said, operatingSystem] = await Promise.all([
      client.version(uninterrupted),
      known ?? systemOf(client),
    ]);
    return {
      reachable: true,
      failure: null,
      version: said.Version,
      apiVersion: said.ApiVersion,
      operatingSystem,
    };
  } catch (error) {
    return { reachable: false, failure: explain(error, endpoint) };
  }
}

/** A courtesy: it takes the engine far longer to say than the rest, and says nothing about its health. */
async function systemOf(client: Client): Promise<string | null> {
  return client.info(uninterrupted).then(
    (info) => info.OperatingSystem,
    () => null,
  );
}
