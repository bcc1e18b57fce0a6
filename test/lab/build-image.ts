import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type Docker from 'dockerode';

import { finished } from './finished.ts';
import type { Recipe } from './recipes.ts';

const run = promisify(execFile);

const downloadMs = 120_000;

/** Folders and accounts that a program expects to find; `nobody` has the number that the public images give it. */
const folders = ['bin', 'dev', 'etc', 'home', 'proc', 'root', 'sys', 'tmp', 'var/run'];
const accounts = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
  'etc/group': 'root:x:0:\nnobody:x:65534:\n',
  'etc/nsswitch.conf': 'hosts: files dns\n',
};

/**
 * Makes an image of a Debian package, busybox and the libraries that they are linked to, and hands it to the
 * engine. No base image, no registry and no root are needed: the archive says whom the files belong to.
 * @throws Error when a package cannot be downloaded or the engine does not take the image.
 */
export async function buildImage(docker: Docker, recipe: Recipe, labels: readonly string[]): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'custos-lab-image-'));
  try {
    const root = join(work, 'root');
    await layFloor(root, await unpack('busybox-static', work));
    if (recipe.package !== null) await furnish(root, await unpack(recipe.package, work), recipe);
    if (recipe.node) {
      await put(root, process.execPath, 'bin/node');
      for (const folder of recipe.owned) await mkdir(join(root, folder), { recursive: true });
    }
    const archive = join(work, 'image.tar');
    await pack(root, archive, recipe.owned);
    const [repo, tag] = recipe.image.split(':');
    const changes = [...recipe.changes, ...labels.map((label) => `LABEL ${label}`)].join('\n');
    await finished(docker, await docker.importImage(createReadStream(archive), { repo, tag, changes }));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Downloads a package and answers the folder that it is unpacked in. */
async function unpack(name: string, work: string): Promise<string> {
  const [from, to] = [join(work, 'debs', name), join(work, 'packages', name)];
  await mkdir(from, { recursive: true });
  await mkdir(to, { recursive: true });
  await run('apt-get', ['-qq', 'download', name], { cwd: from, timeout: downloadMs });
  const [file] = await readdir(from);
  if (file === undefined) throw new Error(`apt-get downloaded nothing for ${name}.`);
  await run('dpkg', ['-x', join(from, file), to]);
  return to;
}

/** What every image has: a shell and its tools, and users. */
async function layFloor(root: string, busybox: string): Promise<void> {
  for (const folder of folders) await mkdir(join(root, folder), { recursive: true });
  await chmod(join(root, 'tmp'), 0o1777);
  await put(root, join(busybox, 'bin/busybox'), 'bin/busybox');
  const { stdout } = await run(join(root, 'bin/busybox'), ['--list']);
  const names = stdout.split('\n').filter((name) => name !== '' && name !== 'busybox');
  for (const name of names) await symlink('busybox', join(root, 'bin', name));
  await write(root, accounts);
}

async function furnish(root: string, unpacked: string, recipe: Recipe): Promise<void> {
  for (const [from, to] of Object.entries(recipe.programs)) await put(root, join(unpacked, from), to);
  // Links to packages that are not here stay links, and lead nowhere.
  for (const folder of recipe.folders)
    await cp(join(unpacked, folder), join(root, folder), { recursive: true, verbatimSymlinks: true });
  for (const folder of recipe.owned) await mkdir(join(root, folder), { recursive: true });
  await write(root, recipe.files);
}

/** Copies a program, and the libraries it is linked to, which lie where they lie on this machine. */
async function put(root: string, from: string, to: string): Promise<void> {
  await mkdir(dirname(join(root, to)), { recursive: true });
  await copyFile(from, join(root, to));
  for (const library of await librariesOf(from)) {
    await mkdir(dirname(join(root, library)), { recursive: true });
    await copyFile(library, join(root, library));
  }
}

/** `ldd` fails on a program that is linked to nothing. */
async function librariesOf(program: string): Promise<readonly string[]> {
  const { stdout } = await run('ldd', [program]).catch(() => ({ stdout: '' }));
  return [...stdout.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gmu)].map(([, path]) => path ?? '');
}

async function write(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

async function pack(root: string, archive: string, owned: readonly string[]): Promise<void> {
  const belongTo = (id: string) => [
    ...['-C', root, '--sort=name', '--mtime=@1700000000', '--numeric-owner', '--mode=a+rX'],
    ...[`--owner=${id}`, `--group=${id}`, '-f', archive],
  ];
  const without = owned.map((folder) => `--exclude=./${folder}`);
  await run('tar', ['-c', ...without, ...belongTo('0'), '.']);
  if (owned.length > 0) await run('tar', ['-r', ...belongTo('65534'), ...owned.map((path) => `./${path}`)]);
}
