import type { ContainerEngine, EngineNews } from '../../src/application/ports/container-engine.ts';
import type {
  Container,
  ContainerNotice,
  ContainerUsage,
  DockerHost,
  LogLine,
} from '../../src/domain/container/container.ts';

/** A Docker engine whose containers, and what happens to them, are the test's to say. */
export class FakeEngine implements ContainerEngine {
  readonly endpoint = 'unix:///fake.sock';
  readonly #containers = new Map<string, Container>();
  readonly #news: EngineNews[] = [];
  #wake: () => void = () => undefined;
  #failure: string | null = null;

  constructor(containers: readonly Container[] = []) {
    for (const container of containers) this.#containers.set(container.name, container);
  }

  /** The whole truth, as after a (re)connect. */
  lists(at: Date): void {
    this.#failure = null;
    this.#tell({ kind: 'listed', containers: [...this.#containers.values()], at });
  }

  /** Something happens to a container, after which it is so; null: it is gone. Silent: and nobody tells. */
  happens(
    notice: Partial<ContainerNotice> & Pick<ContainerNotice, 'containerName' | 'action' | 'at'>,
    is: Partial<Container> | null,
  ): void {
    const before = this.#containers.get(notice.containerName);
    const container = before && is ? { ...before, ...is } : null;
    this.silently(notice.containerName, is);
    const blank = { containerId: before?.id ?? '', exitCode: null, health: null };
    this.#tell({ kind: 'noticed', notice: { ...blank, ...notice }, container });
  }

  /** A container changes, and nobody tells. */
  silently(name: string, is: Partial<Container> | null): void {
    const before = this.#containers.get(name);
    if (before && is) this.#containers.set(name, { ...before, ...is });
    else this.#containers.delete(name);
  }

  appears(container: Container): void {
    this.#containers.set(container.name, container);
  }

  falls(failure: string, at: Date): void {
    this.#failure = failure;
    this.#tell({ kind: 'lost', failure, at });
  }

  host(): Promise<DockerHost> {
    return Promise.resolve(this.lastHost());
  }

  lastHost(): DockerHost {
    return {
      endpoint: this.endpoint,
      reachable: this.#failure === null,
      failure: this.#failure,
      observedAt: null,
      version: '20.10.24',
      apiVersion: '1.41',
      operatingSystem: 'Debian',
    };
  }

  describe(names: readonly string[]): Promise<readonly (Container | null)[]> {
    return Promise.resolve(
      names.map((name) => (this.#failure === null ? (this.#containers.get(name) ?? null) : null)),
    );
  }

  /** What containers use and wrote, by their ids; the test's to say. */
  readonly used = new Map<string, ContainerUsage>();
  readonly wrote = new Map<string, readonly LogLine[]>();

  usage(ids: readonly string[]): Promise<readonly (ContainerUsage | null)[]> {
    return Promise.resolve(ids.map((id) => this.used.get(id) ?? null));
  }

  logs(id: string): Promise<readonly LogLine[] | null> {
    return Promise.resolve(this.#failure === null ? (this.wrote.get(id) ?? null) : null);
  }

  async *follow(signal: AbortSignal): AsyncGenerator<EngineNews> {
    signal.addEventListener('abort', () => {
      this.#wake();
    });
    while (!signal.aborted) {
      const news = this.#news.shift();
      if (news) yield news;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #tell(news: EngineNews): void {
    this.#news.push(news);
    this.#wake();
  }
}

/** A running container of the compose project `shop`, as Docker would describe it. */
export function container(service: string, more: Partial<Container> = {}): Container {
  const port = service === 'alertmanager' ? 9093 : 9090;
  return {
    id: service.padEnd(64, '0'),
    name: `shop-${service}-1`,
    image: `prom/${service}:v1`,
    imageDigest: null,
    state: 'RUNNING',
    status: 'Up 1 second',
    health: null,
    restartCount: 0,
    restartPolicy: 'unless-stopped',
    exitCode: null,
    oomKilled: false,
    createdAt: new Date(0),
    startedAt: new Date(0),
    finishedAt: null,
    composeProject: 'shop',
    composeService: service,
    labels: { 'com.docker.compose.container-number': '1' },
    ports: [{ containerPort: port, protocol: 'TCP', hostIp: '127.0.0.1', hostPort: port }],
    mounts: [],
    networks: ['shop_default'],
    addresses: {},
    command: [],
    environment: {},
    ...more,
  };
}
