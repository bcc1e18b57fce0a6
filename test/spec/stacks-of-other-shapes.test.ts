import { afterEach, describe, expect, it } from 'vitest';

import type { Container } from '../../src/domain/container/container.ts';
import { found } from '../../src/greeting.ts';
import { container, FakeEngine } from '../support/fake-engine.ts';
import { engineKind } from '../support/fake-plugins.ts';
import { RunningCustos } from '../support/running-custos.ts';

let custos: RunningCustos;
afterEach(() => custos.end());

const tcp = (containerPort: number, hostPort: number | null = null) =>
  ({ containerPort, protocol: 'TCP', hostIp: hostPort === null ? null : '0.0.0.0', hostPort }) as const;

/** A container as compose v1, or a person by hand, would have made it. */
const unlabelled = (name: string, image: string, more: Partial<Container> = {}): Container =>
  container('prometheus', {
    ...{ id: name.padEnd(64, '0'), name, image, composeProject: null, composeService: null, labels: {} },
    ...{ ports: [], networks: ['bridge'], addresses: { bridge: '172.17.0.9' }, ...more },
  });

async function seen(...containers: readonly Container[]): Promise<readonly string[]> {
  const engine = new FakeEngine(containers);
  custos = new RunningCustos(engine);
  custos.plugins.learns(engineKind);
  await custos.start();
  engine.lists(custos.clock.now());
  await custos.custos.survey();
  return custos.app
    .services({})
    .map((service) => {
      const stack = custos.app.stackById(service.stackId)?.name ?? '';
      return `${stack}/${service.name} ${service.kind} ${service.url ?? 'nowhere'}`;
    })
    .sort();
}

describe('A stack is discovered', () => {
  it('with other project and container names', async () => {
    const named = (service: string, image: string, port: number) =>
      container(service, {
        ...{
          name: `monitoring-v2-${service}-1`,
          composeProject: 'monitoring-v2',
          image,
          ports: [tcp(port, port)],
        },
      });
    expect(
      await seen(
        named('metrics-db', 'prom/prometheus:v2.55.0', 9090),
        named('pager', 'quay.io/prometheus/alertmanager:v0.28', 9093),
      ),
    ).toEqual([
      'monitoring-v2/docker-engine docker-engine http://127.0.0.1:9323',
      'monitoring-v2/metrics-db prometheus http://127.0.0.1:9090',
      'monitoring-v2/pager alertmanager http://127.0.0.1:9093',
    ]);
  });

  it('with shifted ports, outside and inside', async () => {
    const outside = container('prometheus', { ports: [tcp(9090, 19_090)] });
    const inside = container('alertmanager', {
      command: ['/bin/alertmanager', '--web.listen-address=:9999'],
      ports: [tcp(9094), tcp(9999, 19_093)],
    });
    expect(await seen(outside, inside)).toEqual([
      'shop/alertmanager alertmanager http://127.0.0.1:19093',
      'shop/docker-engine docker-engine http://127.0.0.1:9323',
      'shop/prometheus prometheus http://127.0.0.1:19090',
    ]);
  });

  it.each<[string, Partial<Container>]>([
    ['a route prefix', { command: ['/bin/prometheus', '--web.route-prefix=/prom/'] }],
    [
      'an external URL',
      { command: ['/bin/prometheus', '--web.external-url', 'https://ops.example.org/prom'] },
    ],
    ['a label', { labels: { 'custos.path': '/prom' } }],
  ])('below the path that %s tells', async (_, more) => {
    expect(await seen(container('prometheus', more))).toContain(
      'shop/prometheus prometheus http://127.0.0.1:9090/prom',
    );
  });

  it('without any labels, by images and names', async () => {
    expect(
      await seen(
        unlabelled('prom', 'prom/prometheus'),
        unlabelled('my-alertmanager', 'registry.local/pager:3', { ports: [tcp(9093, 9093)] }),
        unlabelled('prometheus-postgres-exporter', 'some/exporter'),
      ),
    ).toEqual([
      'standalone/docker-engine docker-engine http://127.0.0.1:9323',
      'standalone/my-alertmanager alertmanager http://127.0.0.1:9093',
      'standalone/prom prometheus http://172.17.0.9:9090',
    ]);
  });

  it('with two Prometheus, and a third beside it on the same network', async () => {
    const first = container('prometheus');
    const second = container('prometheus', {
      ...{ id: '2'.repeat(64), name: 'shop-prometheus-2', ports: [tcp(9090, 9091)] },
      labels: { 'com.docker.compose.container-number': '2' },
    });
    const third = unlabelled('longterm', 'prom/prometheus', {
      networks: ['shop_default'],
      addresses: { shop_default: '172.20.0.4' },
    });
    expect(await seen(first, second, third)).toEqual([
      'shop/docker-engine docker-engine http://127.0.0.1:9323',
      'shop/longterm prometheus http://172.20.0.4:9090',
      'shop/prometheus prometheus http://127.0.0.1:9090',
      'shop/prometheus-2 prometheus http://127.0.0.1:9091',
    ]);
  });

  it('with the names that compose v1 gave', async () => {
    const labelled = container('prometheus', { name: 'shop_prometheus_1' });
    const bare = unlabelled('shop_alertmanager_1', 'pager', {
      networks: ['shop_default'],
      ports: [tcp(9093)],
    });
    expect(await seen(labelled, { ...bare, addresses: { shop_default: '172.20.0.5' } })).toEqual([
      'shop/docker-engine docker-engine http://127.0.0.1:9323',
      'shop/prometheus prometheus http://127.0.0.1:9090',
      'shop/shop_alertmanager_1 alertmanager http://172.20.0.5:9093',
    ]);
  });

  it('the same ten times over', async () => {
    const engine = new FakeEngine([container('prometheus'), container('alertmanager')]);
    custos = await new RunningCustos(engine).start();
    const starts = new Set<string>();
    for (let start = 0; start < 10; start++) {
      engine.lists(custos.clock.now());
      await custos.custos.survey();
      starts.add(JSON.stringify(custos.app.services({})));
      await custos.restart();
    }
    expect(starts.size).toBe(1);
  });
});

describe('What a port alone speaks for', () => {
  const guess = container('collector', { image: 'registry.local/collector:1', ports: [tcp(9090, 9099)] });

  it('is watched when it answers as such', async () => {
    expect(await seen(container('alertmanager'), guess)).toContain(
      'shop/collector prometheus http://127.0.0.1:9099',
    );
  });

  it('is asked about when it does not', async () => {
    const engine = new FakeEngine([container('alertmanager'), guess]);
    custos = new RunningCustos(engine);
    custos.plugins.sees('collector', 'FAIL');
    await custos.start();
    engine.lists(custos.clock.now());
    expect(found(await custos.custos.survey())).toContain(
      'Not recognised: shop-collector-1 (registry.local/collector:1).',
    );
  });
});

describe('Whoever starts it is told', () => {
  it('what was found, what was not, and how to tell it', async () => {
    await seen(container('prometheus'), container('bot', { image: 'shop/bot:2', ports: [tcp(7000)] }));
    expect(found(await custos.custos.survey())).toEqual([
      'Stack shop: 2 services',
      '  docker-engine   docker-engine   http://127.0.0.1:9323',
      '  prometheus      prometheus      http://127.0.0.1:9090   container shop-prometheus-1',
      '  not found: alertmanager',
      'Not recognised: shop-bot-1 (shop/bot:2).',
      expect.stringContaining('custos.kind=application') as string,
      expect.stringContaining(
        'name: shop, services: [{ name: app, kind: application, container: shop-bot-1 }]',
      ) as string,
    ]);
  });

  it('that a label is wrong, with what is known', async () => {
    await seen(
      container('prometheus'),
      container('bot', { image: 'x', ports: [], labels: { 'custos.kind': 'promethes' } }),
    );
    expect(found(await custos.custos.survey())).toContain(
      'The container shop-bot-1 is not watched: its label custos.kind is “promethes”; known are prometheus, alertmanager.',
    );
  });

  it('that Docker does not answer, and why', async () => {
    const engine = new FakeEngine();
    custos = new RunningCustos(engine);
    custos.plugins.learns(engineKind);
    await custos.start();
    custos.plugins.sees('prometheus', 'FAIL');
    custos.plugins.sees('alertmanager', 'FAIL');
    custos.plugins.sees('docker-engine', 'FAIL');
    engine.falls('the socket does not exist.', custos.clock.now());
    const survey = custos.custos.survey();
    await custos.clock.advance(5000);
    expect(found(await survey)).toEqual([
      'Docker does not answer: the socket does not exist.',
      expect.stringMatching(/^Nothing was found on this host's ports either/u) as string,
    ]);
  });
});

describe('Without Docker', () => {
  it("what answers on this host's ports is watched, until Docker shows it", async () => {
    const engine = new FakeEngine([container('prometheus')]);
    custos = new RunningCustos(engine);
    custos.plugins.learns(engineKind);
    await custos.start();
    custos.plugins.sees('alertmanager', 'FAIL');
    engine.falls('the socket does not exist.', custos.clock.now());
    const names = () =>
      custos.app.services({}).map(({ name, stackId }) => `${custos.app.stackById(stackId)?.name}/${name}`);
    await custos.clock.advance(1000);
    await custos.until('it is found', () => names().length === 2);
    expect(names()).toEqual(['host/docker-engine', 'host/prometheus']);
    await custos.restart();
    expect(names()).toEqual(['host/docker-engine', 'host/prometheus']);
    engine.lists(custos.clock.now());
    await custos.until('Docker shows it', () => names().includes('shop/prometheus'));
    await custos.until('it is not watched twice', () => names().length === 2);
    expect(names()).toEqual(['shop/docker-engine', 'shop/prometheus']);
  });
});
