import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** However busy the machine: what has not ended by then hangs. */
const patienceMs = 60_000;

export interface Conditions {
  readonly env?: Readonly<Record<string, string>>;
  /** As a user without rights. Whoever runs the tests without rights is one already. */
  readonly unprivileged?: boolean;
  /** Code that runs in the process first. */
  readonly first?: string;
}

/** The program in a process of its own, from its source. */
export class Program {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #ended: Promise<unknown>;
  #out = '';
  #err = '';

  constructor(args: readonly string[], { env = {}, unprivileged = false, first }: Conditions = {}) {
    const before =
      first === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(first)}`];
    const nobody = unprivileged && process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    this.#child = spawn(
      process.execPath,
      ['--import', 'tsx', ...before, '--conditions=source', `${root}src/main.ts`, ...args],
      {
        ...nobody,
        cwd: root,
        env: { PATH: process.env['PATH'], DOCKER_HOST: 'unix:///nonexistent/docker.sock', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#out += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#err += text));
    this.#ended = once(this.#child, 'close');
  }

  /** What it printed. */
  get out(): string {
    return this.#out;
  }

  /** What it said besides, without its journal. */
  get said(): string {
    return this.#err.replaceAll(/^\{.*\n/gmu, '');
  }

  /** Closes its standard output, as `head` does. */
  stopReading(): void {
    this.#child.stdout.destroy();
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.#child.kill(signal);
  }

  /** Waits until it has printed something. */
  async printed(what: RegExp): Promise<void> {
    const deadline = AbortSignal.timeout(patienceMs);
    while (!what.test(this.#out)) {
      if (this.#child.exitCode !== null || deadline.aborted) {
        this.kill('SIGKILL');
        throw new Error(`It did not print ${String(what)}:\n${this.#out}\n${this.#err}`);
      }
      await Promise.race([once(this.#child.stdout, 'data'), this.#ended]);
    }
  }

  /** Waits until it ends by itself, and answers its exit code. */
  async ended(): Promise<number | null> {
    const stop = setTimeout(() => this.kill('SIGKILL'), patienceMs);
    await this.#ended;
    clearTimeout(stop);
    return this.#child.exitCode;
  }
}
