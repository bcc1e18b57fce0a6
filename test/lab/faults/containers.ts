import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { networkName } from '../services.ts';
import type { LabStack } from '../stack.ts';
import type { Fault } from './fault.ts';
import { container, recreate, shows, state, targetDown, write } from './fault.ts';

const portOf = (stack: LabStack): number => Number(new URL(stack.url('prometheus')).port);

/** As many series as they say, slowly enough to be read. */
const manySeries = (count: number): string => `
import { createServer } from 'node:http';
const many = Array.from({ length: ${String(count)} }, (_, n) => 'boom{n="' + n + '",pad="' + 'x'.repeat(60) + '"} 1').join('\\n') + '\\n';
createServer((_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(many)).listen(8082);
`;

/** What can be wrong with the container that a service runs in. */
export const containerFaults: readonly Fault[] = [
  {
    name: 'container is paused',
    expected: ['ContainerPaused'],
    inject: async (stack) => {
      await stack.pause('prometheus');
    },
  },
  {
    name: 'container was stopped',
    expected: ['ContainerStopped'],
    inject: async (stack) => {
      await stack.stop('prometheus');
    },
  },
  {
    name: 'container has too little memory and is killed',
    expected: ['F11'],
    inject: async (stack) => {
      await write(stack, 'trading-bot', { 'server.mjs': manySeries(400_000) });
      await stack.restart('trading-bot');
      await recreate(stack, 'prometheus', (options) => ({
        ...options,
        HostConfig: { ...options.HostConfig, Memory: 96 * 1024 ** 2, MemorySwap: 96 * 1024 ** 2 },
      }));
      await shows('it was killed for want of memory', async () => {
        const { OOMKilled, restarts } = await state(stack, 'prometheus');
        return OOMKilled && restarts > 0;
      });
    },
  },
  {
    name: 'container has hardly any processor time',
    expected: ['X16'],
    inject: async (stack) => {
      await container(stack, 'prometheus').update({ CpuPeriod: 100_000, CpuQuota: 1000 });
      const stats = async () =>
        (await container(stack, 'prometheus').stats({ stream: false })).cpu_stats.throttling_data;
      await shows('it is throttled', async () => (await stats()).throttled_periods > 20);
    },
  },
  {
    name: 'port is taken by another container',
    expected: ['F03'],
    inject: async (stack) => {
      await stack.stop('prometheus');
      const other = await stack.docker.createContainer({
        Image: 'lab/busybox:1',
        Cmd: ['sleep', '600'],
        Labels: { 'custos.lab.project': stack.project },
        HostConfig: {
          PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: String(portOf(stack)) }] },
        },
        ExposedPorts: { '80/tcp': {} },
      });
      await other.start();
      await container(stack, 'prometheus')
        .start()
        .catch(() => undefined);
    },
  },
  {
    name: 'port is taken by a process of the host',
    expected: ['F04'],
    inject: async (stack, afterwards) => {
      await stack.stop('prometheus');
      const squatter = createServer((socket) => socket.destroy());
      afterwards(async () => {
        squatter.close();
        await once(squatter, 'close');
      });
      squatter.listen(portOf(stack), '127.0.0.1');
      await once(squatter, 'listening');
      await container(stack, 'prometheus')
        .start()
        .catch(() => undefined);
    },
  },
  {
    name: 'mounted file is not there',
    expected: ['MountFailed'],
    inject: async (stack, afterwards) => {
      // What is not there is made by Docker: a folder, which cannot be mounted over a file.
      const nowhere = join(await mkdtemp(join(tmpdir(), 'custos-lab-nowhere-')), 'prometheus.yml');
      afterwards(() => rm(dirname(nowhere), { recursive: true }));
      await recreate(stack, 'prometheus', (options) => ({
        ...options,
        HostConfig: {
          ...options.HostConfig,
          Binds: [...(options.HostConfig?.Binds ?? []), `${nowhere}:/etc/prometheus/prometheus.yml`],
        },
      }));
    },
  },
  {
    name: 'program of the container is not there',
    expected: ['EntrypointFailed'],
    inject: (stack) => recreate(stack, 'prometheus', (options) => ({ ...options, Entrypoint: ['/nope'] })),
  },
  {
    name: 'container is cut off from its network',
    expected: ['NetworkPartition'],
    inject: async (stack) => {
      const network = stack.docker.getNetwork(networkName(stack.project));
      await network.disconnect({ Container: stack.containerName('prometheus') });
    },
  },
  {
    name: 'target of Prometheus was stopped',
    // The finding about the target, F17, names the same; this one is deeper.
    expected: ['ContainerStopped'],
    inject: async (stack) => {
      await stack.stop('trading-bot');
      await targetDown(stack, 'trading-bot');
    },
  },
  {
    name: 'target of Prometheus is paused',
    expected: ['F18', 'ContainerPaused'],
    inject: async (stack) => {
      await stack.pause('trading-bot');
      await targetDown(stack, 'trading-bot', 'deadline');
    },
  },
];
