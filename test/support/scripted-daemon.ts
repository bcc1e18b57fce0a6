import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One question to the daemon, with what was sent along. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** An answer: JSON with status 200, a status with its message, bytes that end, bytes and then silence, or silence. */
export type Script =
  | { readonly json: unknown }
  | { readonly status: number; readonly message?: string }
  | { readonly bytes: Buffer }
  | { readonly open: Buffer }
  | 'hang';

/** A Docker daemon on a socket of its own that answers by script; what no script covers is not there. */
export class ScriptedDaemon {
  readonly endpoint: string;
  /** By method and the beginning of the path, a star for any word, such as `GET /containers/x/json`; of a list each asking takes the next. */
  readonly scripts = new Map<string, Script | Script[]>();
  readonly asked: Asked[] = [];
  readonly #folder: string;
  readonly #server: Server;

  private constructor(folder: string) {
    this.#folder = folder;
    this.endpoint = `unix://${join(folder, 'docker.sock')}`;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<ScriptedDaemon> {
    const daemon = new ScriptedDaemon(await mkdtemp(join(tmpdir(), 'scripted-daemon-')));
    const path = daemon.endpoint.slice('unix://'.length);
    await new Promise<void>((resolve) => daemon.#server.listen(path, resolve));
    return daemon;
  }

  async dispose(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** What was asked whose method and path begin so. */
  of(start: string): readonly Asked[] {
    return this.asked.filter((asked) => begins(asked, start));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [method, path] = [request.method ?? '', decodeURIComponent(request.url ?? '')];
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.asked.push({ method, path, body });
    const key = [...this.scripts.keys()].find((start) => begins({ method, path }, start));
    const found = key === undefined ? undefined : this.scripts.get(key);
    const script = Array.isArray(found) ? (found.length > 1 ? found.shift() : found[0]) : found;
    this.#play(script ?? { status: 404, message: `No such container: ${path}` }, response);
  }

  #play(script: Script, response: ServerResponse): void {
    if (script === 'hang') return;
    if ('json' in script) {
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(script.json));
    } else if ('bytes' in script) {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(script.bytes);
    } else if ('open' in script) {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).write(script.open);
    } else {
      const body = script.message === undefined ? '' : JSON.stringify({ message: script.message });
      response.writeHead(script.status, { 'Content-Type': 'application/json' }).end(body);
    }
  }
}

function begins({ method, path }: Pick<Asked, 'method' | 'path'>, start: string): boolean {
  const pattern = start.split('*').map((part) => part.replace(/[.?()[\]{}+^$|\\]/gu, '\\$&'));
  return new RegExp(`^${pattern.join('[^/?]*')}`, 'u').test(`${method} ${path}`);
}

/** A frame of output as Docker sends it. */
export function frame(stream: 'stdout' | 'stderr', text: string | Buffer): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream === 'stdout' ? 1 : 2;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** What an engine of 2022 says of a running container, changed in places. */
export function rawInspection(change: Readonly<Record<string, object>> = {}): Record<string, unknown> {
  const whole: Record<string, object | string | number> = {
    Id: 'c'.repeat(64),
    Name: '/shop-prometheus-1',
    Created: '2026-11-23T12:00:00Z',
    Image: 'sha256:image',
    Path: '/bin/prometheus',
    Args: ['--config.file=/etc/prometheus/prometheus.yml'],
    RestartCount: 0,
    State: {
      Status: 'running',
      OOMKilled: false,
      ExitCode: 0,
      Error: '',
      StartedAt: '2026-11-23T12:00:00.5Z',
      FinishedAt: '0001-01-01T00:00:00Z',
    },
    Config: { Image: 'prom/prometheus:v2.42.0', User: 'nobody', Env: null, Labels: {}, ExposedPorts: null },
    HostConfig: {
      RestartPolicy: { Name: 'unless-stopped' },
      PortBindings: {},
      LogConfig: { Type: 'json-file', Config: {} },
      NetworkMode: 'shop_monitoring',
    },
    NetworkSettings: { Ports: {}, Networks: {} },
  };
  for (const [name, part] of Object.entries(change)) {
    const before = whole[name];
    whole[name] = typeof before === 'object' && !Array.isArray(part) ? { ...before, ...part } : part;
  }
  return whole;
}
