import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a path answers instead of the truth. */
export type Fault =
  /** Takes the question and never answers. */
  | 'hang'
  /** Promises an answer, sends half of it and breaks off. */
  | 'cut'
  | { readonly status: number; readonly body: string };

/** What it answers whatever happens, by the beginning of the path. */
const alwaysSo: Readonly<Record<string, unknown>> = {
  '/_ping': 'OK',
  '/version': { Version: '20.10.24', ApiVersion: '1.41' },
  '/info': { OperatingSystem: 'Debian GNU/Linux 12 (bookworm)' },
  '/images/json': [{ Id: 'sha256:image', RepoDigests: null }],
};

/** A container as the daemon tells of it: its line in the listing, and its inspection. */
export interface RawContainer {
  readonly listed: Readonly<Record<string, unknown>>;
  readonly inspected: Readonly<Record<string, unknown>>;
}

/** A Docker daemon on a socket of its own that answers as it is told to. */
export class DockerDaemon {
  readonly socket: string;
  readonly endpoint: string;
  /** By name. */
  readonly containers = new Map<string, RawContainer>();
  /** By a part of the path. */
  readonly faults = new Map<string, Fault>();
  /** The paths asked for, in order. */
  readonly asked: string[] = [];
  readonly #folder: string;
  readonly #streams = new Set<ServerResponse>();
  #server: Server | null = null;

  private constructor(folder: string) {
    this.#folder = folder;
    this.socket = join(folder, 'docker.sock');
    this.endpoint = `unix://${this.socket}`;
  }

  static async start(...names: readonly string[]): Promise<DockerDaemon> {
    const daemon = new DockerDaemon(await mkdtemp(join(tmpdir(), 'docker-daemon-')));
    for (const name of names) daemon.containers.set(name, rawContainer(name));
    await daemon.listen();
    return daemon;
  }

  /** Begins to answer, again after a `stop`. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => this.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(this.socket, resolve));
    this.#server = server;
  }

  /** Stops as `dockerd` does: its connections end, and its socket is gone. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** How many follow the events now. */
  followers(): number {
    return this.#streams.size;
  }

  /** How often a path that contains this was asked for. */
  count(part: string): number {
    return this.asked.filter((path) => path.includes(part)).length;
  }

  /** Sends this to every follower of the events as it stands. */
  say(text: string): void {
    for (const stream of this.#streams) stream.write(text);
  }

  /** Breaks every stream of events off. */
  cut(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  /** Ends every stream of events in good order. */
  endStreams(): void {
    for (const stream of this.#streams) stream.end();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(request.url ?? '');
    this.asked.push(path);
    const fault = [...this.faults].find(([part]) => path.includes(part))?.[1];
    if (fault === 'hang') return;
    if (fault === 'cut') {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('[{"Id":', () => response.destroy());
    } else if (fault) {
      response.writeHead(fault.status, { 'Content-Type': 'application/json' }).end(fault.body);
    } else if (path.startsWith('/events')) {
      this.#streams.add(response);
      response.on('close', () => this.#streams.delete(response));
      response.writeHead(200, { 'Content-Type': 'application/json' }).flushHeaders();
    } else {
      this.#tell(path, response);
    }
  }

  /** What a container wrote, as Docker sends it; by a part of the path. */
  readonly output = new Map<string, Buffer>();
  /** What a container used so far; by a part of the path. */
  readonly stats = new Map<string, unknown>();

  #tell(path: string, response: ServerResponse): void {
    const output = [...this.output].find(([part]) => path.includes(`/${part}/logs`))?.[1];
    if (output) {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(output);
      return;
    }
    const answer = this.#truth(path);
    const body = JSON.stringify(answer ?? { message: 'no such container' });
    response.writeHead(answer === null ? 404 : 200, { 'Content-Type': 'application/json' }).end(body);
  }

  #truth(path: string): unknown {
    const fixed = Object.entries(alwaysSo).find(([start]) => path.startsWith(start));
    if (fixed) return fixed[1];
    const stats = [...this.stats].find(([part]) => path.includes(`/${part}/stats`))?.[1];
    if (stats) return stats;
    const all = [...this.containers.values()];
    if (!path.startsWith('/containers/json')) {
      return all.find(({ listed }) => path.includes(String(listed['Id'])))?.inspected ?? null;
    }
    const pattern = /"name":\["(?<pattern>[^"]+)"\]/u.exec(path)?.groups?.['pattern'];
    const wanted = pattern === undefined ? /^/u : new RegExp(pattern.replaceAll('\\\\', '\\'), 'u');
    return [...this.containers].filter(([name]) => wanted.test(name)).map(([, { listed }]) => listed);
  }
}

/** A running container, as an engine of 2022 tells of it. */
export function rawContainer(
  name: string,
  state: Readonly<Record<string, unknown>> = {},
  status = 'Up 6 seconds',
): RawContainer {
  const id = Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64);
  const running = { Status: 'running', OOMKilled: false, ExitCode: 0, StartedAt: '2026-11-23T12:00:00.5Z' };
  const is = { ...running, FinishedAt: '0001-01-01T00:00:00Z', ...state };
  const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': name };
  return {
    listed: {
      Id: id,
      Names: [`/${name}`],
      Image: 'prom/prometheus:v2.42.0',
      State: is.Status,
      Status: status,
      Created: 1_795_435_200,
      Labels: labels,
    },
    inspected: {
      Id: id,
      Name: `/${name}`,
      Created: '2026-11-23T12:00:00Z',
      Image: 'sha256:image',
      RestartCount: 0,
      State: is,
      Config: { Image: 'prom/prometheus:v2.42.0', Labels: labels, ExposedPorts: null },
      HostConfig: { RestartPolicy: { Name: 'unless-stopped' }, PortBindings: {} },
      NetworkSettings: { Ports: {}, Networks: {} },
      Mounts: [],
    },
  };
}

/** One line of the stream of events; `nanos` after noon of the 23rd of November 2026. */
export function eventOf(
  name: string,
  action: string,
  more: { readonly nanos?: number; readonly attributes?: Readonly<Record<string, string>> } = {},
): string {
  const time = 1_795_435_200;
  const actor = {
    ID: String(rawContainer(name).listed['Id']),
    Attributes: { image: 'prom/prometheus:v2.42.0', name, ...more.attributes },
  };
  const event = JSON.stringify({ Type: 'container', Action: action, Actor: actor, scope: 'local', time });
  return `${event.slice(0, -1)},"timeNano":${time}${String(more.nanos ?? 0).padStart(9, '0')}}\n`;
}
