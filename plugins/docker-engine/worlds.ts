import type { MountFacts } from 'custos/plugin-sdk';
import type { FakeContainer, FakeWorld } from 'custos/plugin-sdk/testing';

export const now = Date.UTC(2026, 0, 1);
export const network = {
  network: 'shop_monitoring',
  networkId: 'net1',
  address: '172.18.0.2',
  aliases: ['prometheus'],
};
export const volume: MountFacts = {
  ...{ type: 'volume', source: 'shop_data', hostPath: '/var/lib/docker/volumes/shop_data/_data' },
  ...{ destination: '/prometheus', readOnly: false, propagation: '' },
};
export const port = { containerPort: 9090, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 9090 } as const;
export const gib = 1024 ** 3;

export const container: FakeContainer = {
  name: 'shop-prometheus-1',
  mounts: [volume],
  networks: [network],
  networkMode: 'shop_monitoring',
  ports: [port],
  usage: { cpuPercent: 5, throttledPeriods: 0, periods: 0, memoryBytes: 50 * 1024 ** 2 },
  files: {
    '/prometheus': { type: 'directory', uid: 65534, gid: 65534, mode: 0o755 },
    '/etc/passwd': 'root:x:0:0::/:\nnobody:x:65534:65534::/:\n',
  },
};
export const well: FakeWorld = {
  now,
  service: {
    name: 'prometheus',
    kind: 'prometheus',
    containerName: 'shop-prometheus-1',
    dependsOn: ['alertmanager'],
  },
  peers: [{ name: 'alertmanager', kind: 'alertmanager', containerName: 'shop-alertmanager-1' }],
  container,
  containers: {
    alertmanager: { name: 'shop-alertmanager-1', networks: [{ ...network, aliases: ['alertmanager'] }] },
  },
  engine: {
    info: {},
    containers: [
      { id: 'prometheus'.padEnd(64, '0'), name: 'shop-prometheus-1', service: 'prometheus', ports: [port] },
    ],
    networks: [{ id: 'net1', name: 'shop_monitoring', subnets: ['172.18.0.0/16'] }],
    disk: [{ type: 'images', bytes: gib, reclaimableBytes: 0 }],
  },
  host: {
    listeners: [],
    disks: {
      '/var/lib/docker/volumes/shop_data/_data': {
        bytes: 100 * gib,
        availableBytes: 60 * gib,
        inodes: 1000,
        availableInodes: 900,
      },
      '/var/lib/docker': { bytes: 100 * gib, availableBytes: 60 * gib, inodes: 1000, availableInodes: 900 },
    },
  },
};
export const having = (more: Partial<FakeContainer>): FakeWorld => ({
  ...well,
  container: { ...container, ...more },
});
export const disk = (availableBytes: number, availableInodes = 900): FakeWorld => ({
  ...well,
  host: {
    disks: {
      '/var/lib/docker/volumes/shop_data/_data': {
        bytes: 20 * gib,
        availableBytes,
        inodes: 1000,
        availableInodes,
      },
    },
  },
});
export const portError =
  'driver failed programming external connectivity on endpoint shop-prometheus-1 (abc): ';
export const event = (action: string, exitCode: number | null = null) =>
  ({ at: now - 60_000, action, exitCode, signal: null, health: null }) as const;
