import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Unreadable } from '../../application/ports/engine-reader.ts';
import { openHostReader } from './host-reader.ts';

const endpoint = 'unix:///var/run/docker.sock';
const patience = new AbortController().signal;
const head =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (local: string, state: string, inode: number) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0\n`;

let proc: string;

beforeEach(async () => {
  proc = await mkdtemp(join(tmpdir(), 'proc-'));
  await process('self', 'custos', 'net:[1]');
  await mkdir(join(proc, 'net'));
  await writeFile(
    join(proc, 'net', 'tcp'),
    head + row('0100007F:2382', '0A', 11) + row('00000000:0BB9', '0A', 12) + row('0100007F:1F92', '01', 13),
  );
  await writeFile(
    join(proc, 'net', 'tcp6'),
    head +
      row('00000000000000000000000000000000:0050', '0A', 14) +
      row('00000000000000000000000001000000:0051', '0A', 15) +
      row('0000000000000000FFFF00000100007F:0052', '0A', 16) +
      row('000080FE00000000FF005450B3AD1DFE:0053', '0A', 17),
  );
});
afterEach(() => rm(proc, { recursive: true }));

async function process(pid: string, comm: string, network: string, sockets: readonly number[] = []) {
  const folder = join(proc, pid);
  await mkdir(join(folder, 'ns'), { recursive: true });
  await mkdir(join(folder, 'fd'));
  await writeFile(join(folder, 'comm'), `${comm}\n`);
  await symlink(network, join(folder, 'ns', 'net'));
  await symlink('/', join(folder, 'root'));
  await Promise.all(sockets.map((inode) => symlink(`socket:[${inode}]`, join(folder, 'fd', String(inode)))));
}

const listeners = (at = endpoint) =>
  openHostReader({ endpoint: at, proc }).read({ kind: 'listeners' }, patience);

describe('The host of an engine', () => {
  it('tells what listens on it, and whose that is where it may be seen', async () => {
    await process('900', 'dockerd', 'net:[1]');
    await process('42', 'prometheus', 'net:[1]', [11, 99]);
    await process('1000', 'nginx', 'net:[1]', [14]);
    await process('1001', 'nginx', 'net:[1]', [14]);
    const nobody = { pid: null, command: null };
    expect(await listeners()).toEqual([
      { address: '::', port: 80, pid: 1000, command: 'nginx' },
      { address: '::1', port: 81, ...nobody },
      { address: '127.0.0.1', port: 82, ...nobody },
      { address: 'fe80::5054:ff:fe1d:adb3', port: 83, ...nobody },
      { address: '0.0.0.0', port: 3001, ...nobody },
      { address: '127.0.0.1', port: 9090, pid: 42, command: 'prometheus' },
    ]);
  });

  it('without IPv6 tells what listens', async () => {
    await process('900', 'dockerd', 'net:[1]');
    await rm(join(proc, 'net', 'tcp6'));
    expect(await listeners()).toHaveLength(2);
  });

  it('tells of the file system under a path', async () => {
    await process('900', 'dockerd', 'net:[1]');
    const reader = openHostReader({ endpoint, proc });
    const disk = (await reader.read({ kind: 'disk', path: proc }, patience)) as Record<string, number>;
    expect(Object.keys(disk).sort()).toEqual(['availableBytes', 'availableInodes', 'bytes', 'inodes']);
    expect(disk['bytes']).toBeGreaterThan(0);
    expect(disk['availableBytes']).toBeLessThanOrEqual(disk['bytes'] ?? 0);
    const missing = reader.read({ kind: 'disk', path: join(proc, 'nope') }, patience);
    await expect(missing).rejects.toThrow(new Unreadable(`There is no ${proc}/nope on the host.`));
  });

  it('is still known while its engine is down', async () => {
    await process('900', 'dockerd', 'net:[1]');
    const reader = openHostReader({ endpoint, proc });
    await reader.read({ kind: 'listeners' }, patience);
    await rm(join(proc, '900'), { recursive: true });
    expect(await reader.read({ kind: 'listeners' }, patience)).toHaveLength(6);
  });

  it('is not looked into over the network', async () => {
    await process('900', 'dockerd', 'net:[1]');
    await expect(listeners('tcp://10.0.0.1:2375')).rejects.toThrow(
      /Docker is asked at tcp:\/\/10\.0\.0\.1:2375/u,
    );
  });

  it('is another one where no engine runs: a socket may be forwarded', async () => {
    await expect(listeners()).rejects.toThrow(/No process of a Docker engine is seen here/u);
  });

  it('is not seen from a container, with a network of its own or another root', async () => {
    await process('900', 'dockerd', 'net:[2]');
    await expect(listeners()).rejects.toThrow(/runs in a container/u);
    await rm(join(proc, '900'), { recursive: true });
    await process('900', 'dockerd', 'net:[1]');
    await rm(join(proc, '900', 'root'));
    await symlink(tmpdir(), join(proc, '900', 'root'));
    await expect(listeners()).rejects.toThrow(/runs in a container/u);
  });

  it('is not waited for longer than the signal says', async () => {
    await process('900', 'dockerd', 'net:[1]');
    const late = openHostReader({ endpoint, proc }).read({ kind: 'listeners' }, AbortSignal.abort());
    await expect(late).rejects.toThrow(new Unreadable('The host did not answer in time.'));
  });
});
