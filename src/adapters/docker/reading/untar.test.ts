import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';

import { limits, untar } from './untar.ts';

const mebi = 1024 * 1024;
const mtime = new Date('2026-11-23T12:00:00Z');

interface Entry {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly type?: string;
  readonly linkname?: string;
}

/** As it comes over the network: in a stream of Node's own. */
function archive(...entries: readonly Entry[]): Readable {
  const tar = pack();
  for (const { name, content, type = 'file', linkname } of entries) {
    const more = linkname === undefined ? {} : { linkname };
    tar.entry({ name, type, mode: 0o100640, uid: 472, gid: 0, mtime, ...more }, content ?? '');
  }
  tar.finalize();
  return tar.pipe(new PassThrough());
}

const sha = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

describe('An archive of a container', () => {
  it('tells of each file where it lies in the container, whose it is, and what is in it', async () => {
    const files = await untar(
      archive(
        { name: 'prometheus/', type: 'directory' },
        { name: 'prometheus/prometheus.yml', content: 'global: {}\n' },
      ),
      '/etc',
    );
    const common = { uid: 472, gid: 0, mode: 0o640, modifiedAt: mtime.getTime() };
    expect(files).toEqual([
      { ...common, path: '/etc/prometheus', type: 'directory', size: 0, sha256: null, text: null },
      {
        ...common,
        path: '/etc/prometheus/prometheus.yml',
        type: 'file',
        size: 11,
        sha256: sha('global: {}\n'),
        text: 'global: {}\n',
      },
    ]);
  });

  it('gives no text of what is none, but its hash', async () => {
    const latin = Buffer.from([0x67, 0xfc, 0x6e]);
    const files = await untar(
      archive({ name: 'a', content: latin }, { name: 'b', content: 'x\0y' }, { name: 'c', content: 'ü' }),
      '/',
    );
    expect(files.map(({ path, text, sha256 }) => [path, text, sha256])).toEqual([
      ['/a', null, sha(latin)],
      ['/b', null, sha('x\0y')],
      ['/c', 'ü', sha('ü')],
    ]);
  });

  it('follows no link', async () => {
    const files = await untar(
      archive(
        { name: 'conf/passwords', type: 'symlink', linkname: '/etc/shadow' },
        { name: 'conf/again', type: 'link', linkname: 'conf/passwords' },
        { name: 'conf/pipe', type: 'fifo' },
      ),
      '/srv',
    );
    expect(files.map(({ path, type, text }) => [path, type, text])).toEqual([
      ['/srv/conf/passwords', 'link', null],
      ['/srv/conf/again', 'link', null],
      ['/srv/conf/pipe', 'other', null],
    ]);
  });

  it('reaches out of no folder', async () => {
    const [file] = await untar(archive({ name: '../../../../etc/passwd', content: 'x' }), '/srv/conf');
    expect(file?.path).toBe('/etc/passwd');
  });

  it('is read up to 200 entries', async () => {
    const many = Array.from({ length: 300 }, (_, n) => ({ name: `f/${n}`, content: 'x' }));
    const files = await untar(archive(...many), '/');
    expect(files).toHaveLength(200);
    expect(files.at(-1)).toMatchObject({ path: '/f/199', text: 'x' });
  });

  it('gives up to 1 MiB of text of one file, and 4 MiB in all', async () => {
    const entries = [
      { name: 'large', content: 'x'.repeat(mebi + 1) },
      ...Array.from({ length: 5 }, (_, n) => ({ name: String(n), content: 'x'.repeat(mebi) })),
      { name: 'empty', content: '' },
    ];
    const files = await untar(archive(...entries), '/');
    expect(files.map(({ path, text }) => [path, text === null])).toEqual([
      ['/large', true],
      ['/0', false],
      ['/1', false],
      ['/2', false],
      ['/3', false],
      ['/4', true],
      ['/empty', false],
    ]);
    expect(files.every(({ sha256 }) => sha256 !== null)).toBe(true);
  });

  it('has no hash of a file above 16 MiB, and goes on after it', async () => {
    const large = Buffer.alloc(limits.hashedBytes + 1);
    const files = await untar(archive({ name: 'large', content: large }, { name: 'z', content: 'z' }), '/');
    expect(files.map(({ sha256 }) => sha256)).toEqual([null, sha('z')]);
  });

  it('is read no further than 64 MiB', async () => {
    const block = Buffer.alloc(16 * mebi);
    const many = Array.from({ length: 20 }, (_, n) => ({ name: String(n), content: block }));
    const tar = archive(...many);
    const files = await untar(tar, '/');
    expect(files.map(({ sha256 }) => sha256 !== null)).toEqual([true, true, true, false]);
    expect(tar.destroyed).toBe(true);
  });

  it('that breaks off is an error', async () => {
    const whole = Buffer.concat(await archive({ name: 'a', content: 'x'.repeat(2000) }).toArray());
    await expect(untar(Readable.from([whole.subarray(0, 1000)]), '/')).rejects.toThrow();
    await expect(untar(Readable.from([Buffer.alloc(5000, 'x')]), '/')).rejects.toThrow();
  });
});
