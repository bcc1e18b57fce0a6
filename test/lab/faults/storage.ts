import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { LabStack } from '../stack.ts';
import type { Afterwards, Fault } from './fault.ts';
import { container, inside, logged, loops, onVolumes, recreate, shows, whileStopped } from './fault.ts';

const run = promisify(execFile);

const shell = (script: string): readonly string[] => ['sh', '-c', script];

/** Changes the data of a stopped Prometheus, and starts it again. */
const data =
  (script: string, shown: (stack: LabStack) => Promise<void>): Fault['inject'] =>
  async (stack) => {
    await whileStopped(stack, 'prometheus', () => onVolumes(stack, 'prometheus', ...shell(script)));
    await shown(stack);
  };
const looping = (stack: LabStack): Promise<void> => loops(stack, 'prometheus');

/** Prometheus on a disk of its own, of 64 MB; answers where that is on the host. */
async function smallDisk(stack: LabStack, afterwards: Afterwards): Promise<string> {
  const base = await mkdtemp(join(tmpdir(), 'custos-lab-disk-'));
  const [image, folder] = [join(base, 'image'), join(base, 'disk')];
  await mkdir(folder);
  await run('truncate', ['-s', '64M', image]);
  await run('mkfs.ext4', ['-q', '-m', '0', image]);
  await run('mount', ['-o', 'loop', image, folder]);
  afterwards(async () => {
    await container(stack, 'prometheus').remove({ force: true });
    await run('umount', [folder]);
    await rm(base, { recursive: true });
  });
  await run('chown', ['65534:65534', folder]);
  await recreate(stack, 'prometheus', (options) => ({
    ...options,
    HostConfig: { ...options.HostConfig, Binds: [`${folder}:/prometheus`] },
  }));
  await stack.ready('prometheus');
  return folder;
}

/** What can be wrong with where Prometheus keeps its data. */
export const storageFaults: readonly Fault[] = [
  {
    name: 'data folder belongs to root',
    expected: ['F05'],
    inject: data('chown -R 0:0 /prometheus && chmod 755 /prometheus', looping),
  },
  {
    name: 'write-ahead log has garbage in it',
    expected: ['F06'],
    inject: data(
      'f=$(ls /prometheus/wal/0* | tail -n 1); dd if=/dev/urandom of=$f bs=1 seek=4000 count=400 conv=notrunc',
      (stack) => logged(stack, 'prometheus', 'WAL'),
    ),
  },
  {
    name: 'head chunks are garbage',
    expected: ['F09'],
    inject: data(
      'mkdir -p /prometheus/chunks_head && dd if=/dev/urandom of=/prometheus/chunks_head/000001 bs=1 count=100 && chown 65534 /prometheus/chunks_head/000001',
      looping,
    ),
  },
  {
    name: 'block whose index is cut off',
    expected: ['F08'],
    inject: data(
      [
        'b=/prometheus/01ARZ3NDEKTSV4RRFFQ69G5FAV; mkdir -p $b/chunks; echo x > $b/index',
        `echo '{"ulid":"01ARZ3NDEKTSV4RRFFQ69G5FAV","minTime":1000,"maxTime":2000,"stats":{},"compaction":{"level":1,"sources":["01ARZ3NDEKTSV4RRFFQ69G5FAV"]},"version":1}' > $b/meta.json`,
        'chown -R 65534 $b',
      ].join('; '),
      looping,
    ),
  },
  {
    name: 'data folder is mounted read-only',
    expected: ['F05', 'MountFailed'],
    inject: async (stack) => {
      await recreate(stack, 'prometheus', (options) => ({
        ...options,
        HostConfig: {
          ...options.HostConfig,
          Binds: (options.HostConfig?.Binds ?? []).map((bind) => `${bind}:ro`),
        },
      }));
      await looping(stack);
    },
  },
  {
    name: 'disk is full, Prometheus falls',
    expected: ['F10'],
    inject: async (stack, afterwards) => {
      const folder = await smallDisk(stack, afterwards);
      // What it maps into memory gets no place on the disk then.
      const fill = `rm -f ${folder}/queries.active; dd if=/dev/zero of=${folder}/fill bs=4k 2>/dev/null || true`;
      await container(stack, 'prometheus').stop({ t: 2 });
      await run('sh', ['-c', fill]);
      await container(stack, 'prometheus').start();
      await looping(stack);
    },
  },
  {
    name: 'disk is full, Prometheus says nothing',
    expected: ['F10'],
    inject: async (stack, afterwards) => {
      const folder = await smallDisk(stack, afterwards);
      // What is mapped into memory gets its place on the disk first, or Prometheus would fall.
      await inside(
        stack,
        'prometheus',
        ...shell('dd if=/prometheus/queries.active of=/prometheus/queries.active conv=notrunc'),
      );
      await run('sh', ['-c', `dd if=/dev/zero of=${folder}/fill bs=64k count=2000 2>/dev/null || true`]);
      await shows('samples are lost', async () => {
        const text = await (await fetch(`${stack.url('prometheus')}/metrics`)).text();
        return /^prometheus_tsdb_wal_writes_failed_total [1-9]/mu.test(text);
      });
    },
  },
];
