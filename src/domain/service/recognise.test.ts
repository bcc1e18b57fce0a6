import { describe, expect, it } from 'vitest';

import type { Container } from '../container/container.ts';
import type { KindSignature } from '../plugin/plugin.ts';
import { addressOf as addressOfKind } from './container-address.ts';
import { recognise as recogniseAll } from './recognise.ts';
import { kind } from '../../../test/support/kinds.ts';

const kinds: readonly KindSignature[] = [
  kind({
    name: 'prometheus',
    displayName: 'Prometheus',
    images: ['prom/prometheus', 'prometheus'],
    port: 9090,
  }),
  kind({ name: 'alertmanager', displayName: 'Alertmanager', images: ['prom/alertmanager'], port: 9093 }),
];

const recognise = (containers: readonly Container[], known: readonly KindSignature[]) =>
  recogniseAll(containers, known).sightings;
const addressOf = (found: Container, port: number) =>
  addressOfKind(found, kind({ name: 'any', displayName: 'Any', images: [], port }));

function container(name: string, image: string, more: Partial<Container> = {}): Container {
  return {
    id: name.padEnd(64, '0'),
    name,
    image,
    imageDigest: null,
    state: 'RUNNING',
    status: 'Up',
    health: null,
    restartCount: 0,
    restartPolicy: null,
    exitCode: null,
    oomKilled: false,
    createdAt: new Date(0),
    startedAt: new Date(0),
    finishedAt: null,
    composeProject: null,
    composeService: null,
    labels: {},
    ports: [],
    mounts: [],
    networks: [],
    addresses: {},
    command: [],
    environment: {},
    ...more,
  };
}

const composed = (service: string, number: string, image: string): Container =>
  container(`shop-${service}-${number}`, image, {
    composeProject: 'shop',
    composeService: service,
    labels: { 'com.docker.compose.container-number': number, 'com.docker.compose.oneoff': 'False' },
  });

describe('A service in a container', () => {
  it.each([
    'prom/prometheus',
    'prom/prometheus:v2.42.0',
    'quay.io/prom/prometheus:latest',
    'localhost:5000/prom/prometheus@sha256:00',
    'registry:5000/mirror/prometheus:v3',
  ])('is recognised by its image %s', (image) => {
    expect(recognise([container('a', image)], kinds).map(({ kind }) => kind.name)).toEqual(['prometheus']);
  });

  it.each(['prom/prometheus-adapter', 'myprometheus', 'redis', 'prometheus-ui/nginx'])(
    'is not seen in the image %s',
    (image) => {
      expect(recognise([container('a', image)], kinds)).toEqual([]);
    },
  );

  it('is recognised by its compose service when the image tells nothing', () => {
    expect(recognise([composed('alertmanager', '1', 'shop/alerts:3')], kinds)).toMatchObject([
      { name: 'alertmanager', project: 'shop', containerName: 'shop-alertmanager-1' },
    ]);
  });

  it('is named after its compose service, a further replica with its number', () => {
    const replicas = ['2', '1', '3'].map((number) => composed('metrics', number, 'prom/prometheus'));
    expect(recognise(replicas, kinds).map(({ name }) => name)).toEqual(['metrics', 'metrics-2', 'metrics-3']);
  });

  it('is not seen in a one-off container', () => {
    const oneOff = container('shop-prometheus-run-1', 'prom/prometheus', {
      labels: { 'com.docker.compose.oneoff': 'True' },
    });
    expect(recognise([oneOff], kinds)).toEqual([]);
  });
});

describe('The address of a service', () => {
  const binding = { containerPort: 9090, protocol: 'TCP' } as const;

  it.each([
    ['0.0.0.0', 'http://127.0.0.1:9091'],
    ['::', 'http://127.0.0.1:9091'],
    ['127.0.0.1', 'http://127.0.0.1:9091'],
    ['10.0.0.7', 'http://10.0.0.7:9091'],
    ['fd00::7', 'http://[fd00::7]:9091'],
  ])('is the port published on %s', (hostIp, url) => {
    const published = container('a', 'prom/prometheus', { ports: [{ ...binding, hostIp, hostPort: 9091 }] });
    expect(addressOf(published, 9090)).toBe(url);
  });

  it("is the container's own when its port is not published", () => {
    const unpublished = container('a', 'prom/prometheus', {
      ports: [{ ...binding, hostIp: null, hostPort: null }],
      addresses: { monitoring: '172.20.0.3' },
    });
    expect(addressOf(unpublished, 9090)).toBe('http://172.20.0.3:9090');
  });

  it('is not known of a stopped container without published ports', () => {
    expect(addressOf(container('a', 'prom/prometheus'), 9090)).toBeNull();
  });
});
