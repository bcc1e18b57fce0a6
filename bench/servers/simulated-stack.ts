import type { ContainerEngine, EngineNews } from '../../src/application/ports/container-engine.ts';
import type { Plugins } from '../../src/application/ports/plugins.ts';
import type { Container, ContainerHealth } from '../../src/domain/container/container.ts';
import type { CheckResult } from '../../src/domain/health/check.ts';
import type { Plugin } from '../../src/domain/plugin/plugin.ts';

/** Docker's number of the port on which what is simulated would answer. */
const port = 8080;
const nowhere = { flags: [], environment: [], onlyIf: null };
export const kind = {
  name: 'simulated',
  displayName: 'Simulated',
  images: ['bench/simulated'],
  port,
  hostPorts: [port],
  needs: [],
  listens: nowhere,
  prefix: nowhere,
};
export const project = 'bench';

const plugin: Plugin = {
  id: 'plg_simulated',
  name: 'simulated',
  version: '1.0.0',
  description: 'What it probes is well.',
  sdkVersion: '^1.0.0',
  source: 'BUNDLED',
  kinds: [kind],
  status: 'READY',
  failure: null,
  settingsSchema: null,
  permissions: [],
  restarts: 0,
  loadedAt: new Date(),
};

/** Plugins that find everything well, at once. */
export const simulatedPlugins: Plugins & { readonly close: () => Promise<void> } = {
  list: () => [plugin],
  kinds: () => [kind],
  forKind: (name) => (name === kind.name ? plugin : null),
  probe: () => Promise.resolve({ version: '1.2.3', checks: [passed()] }),
  catalogue: () => ({ checks: [], findings: [], problems: [], actions: [] }),
  examine: () => Promise.resolve(),
  reload: () => Promise.resolve(null),
  disable: () => Promise.resolve(null),
  onChange: () => () => undefined,
  close: () => Promise.resolve(),
};

function passed(): CheckResult {
  return {
    name: 'ready',
    reference: null,
    aspect: null,
    status: 'PASS',
    summary: 'It answers.',
    cause: null,
    observedAt: new Date(),
    durationMs: 1,
    observed: null,
    threshold: null,
  };
}

/** A Docker engine with so many containers, one of which changes its own health whenever it is told to. */
export class SimulatedEngine implements ContainerEngine {
  readonly endpoint: string;
  readonly #containers: readonly Container[];
  readonly #news: EngineNews[] = [];
  #wake: () => void = () => undefined;
  #turn = 0;

  constructor(endpoint: string, size: number) {
    this.endpoint = endpoint;
    this.#containers = Array.from({ length: size }, (_, index) => container(index + 1));
    this.#news.push({ kind: 'listed', containers: this.#containers, at: new Date() });
  }

  /** The next container in turn says of itself that it is unhealthy, the next time round that it is well. */
  happen(): void {
    const before = this.#containers[this.#turn % this.#containers.length];
    if (!before) return;
    const round = Math.floor(this.#turn / this.#containers.length);
    const health: ContainerHealth = round % 2 === 0 ? 'UNHEALTHY' : 'HEALTHY';
    const { id: containerId, name: containerName } = before;
    const notice = {
      at: new Date(),
      containerId,
      containerName,
      action: 'health_status',
      exitCode: null,
      signal: null,
      health,
    };
    this.#news.push({ kind: 'noticed', notice, container: { ...before, health } });
    this.#turn += 1;
    this.#wake();
  }

  host(): ReturnType<ContainerEngine['host']> {
    return Promise.resolve(this.lastHost());
  }

  lastHost(): ReturnType<ContainerEngine['lastHost']> {
    return {
      endpoint: this.endpoint,
      reachable: true,
      failure: null,
      observedAt: new Date(),
      version: '20.10.24',
      apiVersion: '1.41',
      operatingSystem: 'simulated',
    };
  }

  describe(names: readonly string[]): Promise<readonly (Container | null)[]> {
    return Promise.resolve(names.map((name) => this.#containers.find((each) => each.name === name) ?? null));
  }

  usage(ids: readonly string[]): Promise<readonly null[]> {
    return Promise.resolve(ids.map(() => null));
  }

  logs(): Promise<null> {
    return Promise.resolve(null);
  }

  async *follow(signal: AbortSignal): AsyncGenerator<EngineNews> {
    signal.addEventListener('abort', () => this.#wake());
    while (!signal.aborted) {
      const news = this.#news.shift();
      if (news) yield news;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

function container(number: number): Container {
  const service = `service-${String(number).padStart(3, '0')}`;
  return {
    id: String(number).padStart(64, '0'),
    name: `${project}-${service}-1`,
    image: 'bench/simulated:1',
    imageDigest: null,
    state: 'RUNNING',
    status: 'Up 1 hour',
    health: 'HEALTHY',
    restartCount: 0,
    restartPolicy: 'unless-stopped',
    exitCode: null,
    oomKilled: false,
    createdAt: new Date(0),
    startedAt: new Date(0),
    finishedAt: null,
    composeProject: project,
    composeService: service,
    labels: { 'com.docker.compose.container-number': '1' },
    ports: [{ containerPort: port, protocol: 'TCP', hostIp: '127.0.0.1', hostPort: 10_000 + number }],
    mounts: [],
    networks: [`${project}_default`],
    addresses: {},
    command: [],
    environment: {},
  };
}
