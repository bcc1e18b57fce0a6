import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A way to a socket that can be cut and mended, while what is behind it lives on. */
export class SeverableSocket {
  readonly path: string;
  readonly #folder: string;
  readonly #target: string;
  readonly #open = new Set<Socket>();
  #server: Server | null = null;

  private constructor(folder: string, target: string) {
    this.#folder = folder;
    this.#target = target;
    this.path = join(folder, 'socket');
  }

  static async to(target: string): Promise<SeverableSocket> {
    const socket = new SeverableSocket(await mkdtemp(join(tmpdir(), 'severable-')), target);
    await socket.mend();
    return socket;
  }

  /** Breaks every connection off and takes no new one. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    const closed = new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
    for (const socket of this.#open) socket.destroy();
    await closed;
  }

  async mend(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(this.#target);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve) => server.listen(this.path, resolve));
    this.#server = server;
  }

  async dispose(): Promise<void> {
    await this.cut();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
