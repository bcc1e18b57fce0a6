import type { Asking, CheckContext, Peer } from '../check.ts';
import type { EngineReader, HostReader } from '../engine.ts';
import { ReadFailure } from '../container.ts';
import { growing, sampleGapMs } from '../growing.ts';
import type { HttpAnswer } from '../http.ts';
import { HttpFailure } from '../http.ts';
import type { Json } from '../json.ts';
import { readMetrics } from '../metrics.ts';
import type { Permission, PluginDefinition } from '../plugin.ts';
import { fakeContainerReader } from './fake-container.ts';
import type { FakeAnswer, FakeRoutes, FakeWorld } from './world.ts';

const newYear = Date.UTC(2026, 0, 1);

/**
 * A context for a plugin's checks in which the world is as the test says. Time stands still. What the plugin's
 * manifest does not permit is refused as the host would refuse it.
 */
export function fakeContext(plugin: PluginDefinition, world: FakeWorld = {}): CheckContext {
  const permit = (permission: Permission): void => {
    if (!plugin.permissions.includes(permission))
      throw new Error(`the manifest does not ask for the permission ${permission}`);
  };
  const service = peerOf({
    name: plugin.kinds[0]?.name ?? 'service',
    kind: plugin.kinds[0]?.name ?? '',
    ...world.service,
  });
  const own = fakeAsking(world.routes ?? {}, () => permit('http'), plugin.reads ?? []);
  let first: Promise<HttpAnswer> | null = null;
  const metrics = async () => readMetrics(read200(await (first ??= own.get('/metrics'))));
  return {
    service,
    settings: world.settings ?? {},
    services: [service, ...(world.peers ?? []).map(peerOf)],
    http: own,
    peer: (name) => {
      const peer = world.peers?.find((candidate) => candidate.name === name);
      if (!peer) throw new Error(`there is no service ${name}`);
      return fakeAsking(peer.routes ?? {}, () => permit('peers'), []);
    },
    metrics,
    growing: async (...counters) =>
      growing(counters, await metrics(), async () => ({
        metrics: readMetrics(read200(await own.get('/metrics'))),
        apartMs: sampleGapMs,
      })),
    query: (expression) => {
      permit('query');
      return Promise.resolve(world.queries?.[expression] ?? []);
    },
    container: fakeContainerReader(world, service.name, permit),
    engine: fakeEngine(world, permit),
    host: fakeHost(world, permit),
    now: () => world.now ?? newYear,
    progress: () => undefined,
    signal: new AbortController().signal,
  };
}

function peerOf(peer: Partial<Peer> & { readonly name: string }): Peer {
  return {
    kind: peer.name,
    url: `http://${peer.name}.test`,
    labels: {},
    authorized: false,
    version: null,
    health: 'HEALTHY',
    containerName: peer.name,
    dependsOn: [],
    dependents: [],
    ...peer,
  };
}

function fakeAsking(routes: FakeRoutes, permit: () => void, reads: readonly string[]): Asking {
  const asked = new Map<string, number>();
  const next = (key: string): Promise<HttpAnswer> => {
    permit();
    const found = routes[key];
    const answers = isList(found) ? found : [found ?? { status: 404, text: '404 page not found' }];
    const count = asked.get(key) ?? 0;
    asked.set(key, count + 1);
    return Promise.resolve(answers[Math.min(count, answers.length - 1)] ?? '').then(answerOf);
  };
  return {
    get: (path) => next(path),
    post: (path) => {
      if (!reads.includes(path.split('?')[0] ?? ''))
        throw new Error(`the manifest does not list ${path} in reads`);
      return next(`POST ${path}`);
    },
  };
}

function isList(found: FakeRoutes[string] | undefined): found is readonly FakeAnswer[] {
  return Array.isArray(found);
}

function answerOf(fake: FakeAnswer): HttpAnswer {
  if (typeof fake === 'object' && 'failure' in fake)
    throw new HttpFailure(fake.failure, `It could not be asked: ${fake.failure}.`);
  const whole =
    typeof fake === 'string'
      ? { status: 200, text: fake }
      : 'json' in fake
        ? { status: 200, text: JSON.stringify(fake.json) }
        : fake;
  const { status, text, headers, durationMs } = { text: '', headers: {}, durationMs: 1, ...whole };
  return {
    status,
    headers,
    text,
    durationMs,
    json: () => {
      try {
        return JSON.parse(text) as Json;
      } catch {
        throw new HttpFailure('WRONG_ANSWER', 'It answered what is no JSON.');
      }
    },
  };
}

function read200(answer: HttpAnswer): string {
  if (answer.status !== 200)
    throw new HttpFailure('WRONG_ANSWER', `Its metrics answered ${String(answer.status)}.`);
  return answer.text;
}

type Permit = (permission: Permission) => void;

function told<T>(value: T | undefined, what: string): Promise<T> {
  return value === undefined
    ? Promise.reject(new ReadFailure(`${what} cannot be read here.`))
    : Promise.resolve(value);
}

function fakeEngine({ engine }: FakeWorld, permit: Permit): EngineReader {
  const read = <T>(value: T | undefined, what: string): Promise<T> => {
    permit('docker:read');
    return told(value, what);
  };
  return {
    info: () =>
      read(
        engine?.info && {
          ...{ version: '20.10.24', apiVersion: '1.41', operatingSystem: 'Debian', cgroupVersion: '2' },
          ...{ storageDriver: 'overlay2', rootDirectory: '/var/lib/docker', cpus: 2, memoryBytes: 8e9 },
          ...{ liveRestore: false, loggingDriver: 'json-file', warnings: [] },
          ...engine.info,
        },
        'What the engine says',
      ),
    containers: () =>
      read(
        engine?.containers?.map((listed, index) => ({
          ...{
            id: String(index),
            name: `container-${String(index)}`,
            image: 'an/image:1',
            status: 'running',
          },
          ...{ service: null, ports: [], networks: [] },
          ...listed,
        })),
        'The containers',
      ),
    networks: () =>
      read(
        engine?.networks?.map((network, index) => ({
          ...{ id: String(index), name: `network-${String(index)}`, driver: 'bridge', internal: false },
          ...{ subnets: [], containers: 0 },
          ...network,
        })),
        'The networks',
      ),
    disk: () => read(engine?.disk, 'What the engine takes of the disk'),
    volumes: () => read(engine?.volumes, 'The volumes'),
  };
}

function fakeHost({ host }: FakeWorld, permit: Permit): HostReader {
  return {
    listeners: () => {
      permit('host');
      return told(host?.listeners, 'What listens on the host');
    },
    disk: (path) => {
      permit('host');
      return told(host?.disks?.[path], `The disk of ${path}`);
    },
  };
}
