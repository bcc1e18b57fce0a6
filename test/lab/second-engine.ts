import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';

import { alone } from './alone.ts';
import { labImages } from './images.ts';
import { until } from './until.ts';

const run = promisify(execFile);

/** Where the containers of the second engine are published, as seen from this host. */
export const engineAddress = '10.199.0.2';
const hostAddress = '10.199.0.1';
const namespace = 'custos-lab';
const link = 'custos-lab0';
const prefix = 'custos-lab-engine-';
const bootMs = 60_000;

/**
 * A Docker engine of the test's own, in a network namespace of its own (two engines in one flush each other's rules),
 * to be stopped, frozen and started again without anybody else noticing.
 */
export class SecondEngine {
  readonly endpoint: string;
  readonly docker: Docker;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.endpoint = `unix://${join(folder, 'docker.sock')}`;
    this.docker = new Docker({ socketPath: join(folder, 'docker.sock') });
  }

  /** Opens one, with images of the lab taken over from another engine. */
  static async open(from: Docker, images: readonly string[]): Promise<SecondEngine> {
    await sweep();
    const engine = new SecondEngine(await mkdtemp(join(tmpdir(), prefix)));
    try {
      await run('ip', ['netns', 'add', namespace]);
      await run('ip', ['link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace]);
      await run('ip', ['addr', 'add', `${hostAddress}/24`, 'dev', link]);
      await run('ip', ['link', 'set', link, 'up']);
      await run('ip', ['-n', namespace, 'addr', 'add', `${engineAddress}/24`, 'dev', 'eth0']);
      await run('ip', ['-n', namespace, 'link', 'set', 'eth0', 'up']);
      await run('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
      await engine.start();
      await labImages(from);
      for (const image of images) {
        await engine.docker.loadImage(await from.getImage(image).get());
        await until(`the image ${image} is there`, { withinMs: bootMs }, () => engine.#has(image));
      }
      return engine;
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /** Starts it, and waits until it answers. */
  async start(): Promise<void> {
    const folder = this.#folder;
    const log = openSync(join(folder, 'log'), 'a');
    const daemon = spawn(
      'nsenter',
      [
        ...[`--net=/run/netns/${namespace}`, 'dockerd', '--host', this.endpoint],
        ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
        ...['--pidfile', join(folder, 'pid'), '--experimental', '--metrics-addr', `${engineAddress}:9323`],
      ],
      { stdio: ['ignore', log, log] },
    );
    closeSync(log);
    daemon.unref();
    await until('the second engine answers', { withinMs: bootMs }, async () => {
      await this.docker.listContainers({ limit: 1, abortSignal: AbortSignal.timeout(2000) });
      return true;
    });
  }

  /** Ends it as an administrator would, with its containers. */
  async stop(): Promise<void> {
    const pid = await this.#pid();
    if (pid === null) return;
    await end(pid);
  }

  /** Freezes it: it takes connections and never answers; its containers run on. */
  async freeze(): Promise<void> {
    process.kill((await this.#pid()) ?? 0, 'SIGSTOP');
  }

  async thaw(): Promise<void> {
    process.kill((await this.#pid()) ?? 0, 'SIGCONT');
  }

  /** Ends it and takes everything away. */
  async close(): Promise<void> {
    await sweep();
  }

  async #pid(): Promise<number | null> {
    return pidIn(this.#folder);
  }

  async #has(image: string): Promise<boolean> {
    await this.docker.getImage(image).inspect();
    return true;
  }
}

/** Does something with the only second engine that there can be at a time. */
export const aloneWithIt = <T>(work: () => Promise<T>): Promise<T> =>
  alone('use the second engine', 600_000, work);

/** Takes away what there is of second engines, those of runs that crashed included: there is one at a time. */
async function sweep(): Promise<void> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  for (const folder of folders.map((name) => join(tmpdir(), name))) {
    const pid = await pidIn(folder);
    if (pid !== null && (await isEngineIn(folder, pid))) {
      process.kill(pid, 'SIGCONT');
      await end(pid);
    }
    for (const mounted of ['exec', 'data']) {
      await run('umount', ['-R', join(folder, mounted)]).catch(() => undefined);
    }
    await rm(folder, { recursive: true, force: true });
  }
  await run('ip', ['link', 'del', link]).catch(() => undefined);
  await run('ip', ['netns', 'del', namespace]).catch(() => undefined);
}

async function pidIn(folder: string): Promise<number | null> {
  const text = await readFile(join(folder, 'pid'), 'utf8').catch(() => '');
  return text === '' ? null : Number(text);
}

/** A process of that number may be somebody else's by now. */
async function isEngineIn(folder: string, pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '');
  return command.includes(folder);
}

async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  await until('the second engine has ended', { withinMs: bootMs }, () => !isAlive(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
