import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Docker from 'dockerode';

const run = promisify(execFile);

/** Where the engine of this machine answers. */
export const realSocket = '/var/run/docker.sock';
/** What the containers of these tests are made of: a shell and its tools, 2 MB. */
const image = 'custos-test/busybox';

/** An engine of this machine, and whatever a test made in it. */
export class RealDocker {
  readonly docker: Docker;
  /** The name of this run, and the beginning of all names in it. */
  readonly prefix = `custos-test-${randomUUID().slice(0, 8)}`;
  readonly image: string;

  private constructor(docker: Docker) {
    this.docker = docker;
    this.image = `${image}:${this.prefix}`;
  }

  /** The engine, or why it cannot be had, in words that go on from "because". */
  static async open(): Promise<RealDocker | string> {
    const docker = new Docker({ socketPath: realSocket });
    try {
      await docker.version();
    } catch (error) {
      return `no Docker engine answers at ${realSocket} (${String(error)})`;
    }
    const real = new RealDocker(docker);
    try {
      await real.#import();
    } catch (error) {
      return `no image could be made of busybox (${String(error)})`;
    }
    return real;
  }

  name(part: string): string {
    return `${this.prefix}-${part}`;
  }

  async create(part: string, more: Docker.ContainerCreateOptions): Promise<Docker.Container> {
    const container = await this.docker.createContainer({
      name: this.name(part),
      Image: this.image,
      ...more,
    });
    return container;
  }

  /** Removes everything that a test left behind, and the image. */
  async dispose(): Promise<void> {
    const all = await this.docker.listContainers({ all: true });
    for (const { Id, Names } of all) {
      if (!Names.some((name) => name.includes(this.prefix))) continue;
      await this.docker.getContainer(Id).remove({ force: true, v: true });
    }
    await this.docker.getImage(this.image).remove({ force: true });
  }

  async #import(): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'busybox-'));
    try {
      const root = join(folder, 'root');
      await mkdir(join(root, 'bin'), { recursive: true });
      await copyFile(await busybox(folder), join(root, 'bin', 'busybox'));
      await chmod(join(root, 'bin', 'busybox'), 0o755);
      for (const tool of ['sh', 'sleep', 'true', 'false', 'tail', 'test', 'touch']) {
        await symlink('busybox', join(root, 'bin', tool));
      }
      const tar = join(folder, 'root.tar');
      await run('tar', ['-C', root, '--owner=0', '--group=0', '--numeric-owner', '-cf', tar, '.']);
      const progress = await this.docker.importImage(tar, { repo: image, tag: this.prefix });
      for await (const _ of progress);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** The one of this machine, or the one of its distribution, which is fetched but not installed. */
async function busybox(folder: string): Promise<string> {
  const installed = ['/bin/busybox', '/usr/bin/busybox'].find((path) => existsSync(path));
  if (installed) return installed;
  await run('apt-get', ['-qq', 'download', 'busybox-static'], { cwd: folder });
  const [archive] = (await readdir(folder)).filter((name) => name.endsWith('.deb'));
  await run('dpkg', ['-x', join(folder, archive ?? ''), join(folder, 'package')]);
  return join(folder, 'package', 'bin', 'busybox');
}
