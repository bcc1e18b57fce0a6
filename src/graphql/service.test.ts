import { beforeEach, describe, expect, it } from 'vitest';

import { container, FakeEngine } from '../../test/support/fake-engine.ts';
import { FakeApp } from '../../test/support/fake-app.ts';

interface Services {
  readonly services: { readonly nodes: readonly { readonly name: string }[] };
}

let fake: FakeApp;
beforeEach(() => {
  fake = new FakeApp();
});

const names = async (args: string): Promise<readonly string[]> =>
  (await fake.data<Services>(`{ services${args} { nodes { name } } }`)).services.nodes.map(
    ({ name }) => name,
  );

describe('Services', () => {
  beforeEach(async () => {
    await fake.watches(
      { name: 'b', kind: 'x' },
      { name: 'd', kind: 'w' },
      { name: 'a', kind: 'y' },
      { name: 'c', kind: 'x' },
    );
    await fake.turns('b', 'DOWN');
    await fake.clock.advance(1000);
    await fake.turns('a', 'DEGRADED');
    await fake.clock.advance(1000);
    await fake.turns('d', 'HEALTHY');
  });

  it.each([
    ['', 'a b c d'],
    ['(orderBy: { field: NAME, direction: DESC })', 'd c b a'],
    ['(orderBy: { field: KIND })', 'd b c a'],
    ['(orderBy: { field: KIND, direction: DESC })', 'a b c d'],
    ['(orderBy: { field: STATUS })', 'd c a b'],
    ['(orderBy: { field: STATUS, direction: DESC })', 'b a c d'],
    ['(orderBy: { field: STATUS, direction: null })', 'd c a b'],
    ['(orderBy: { field: SINCE })', 'c b a d'],
    ['(filter: { names: ["a", "c", "nobody"] })', 'a c'],
    ['(filter: { names: [] })', ''],
    ['(filter: { kinds: ["x"], statuses: [DOWN, HEALTHY] })', 'b'],
    ['(filter: { stack: "nowhere" })', ''],
    [
      '(filter: { stack: null, names: null, kinds: null, statuses: null, matchers: null, paused: null })',
      'a b c d',
    ],
  ])('asked for with %j are %j', async (args, expected) => {
    expect((await names(args)).join(' ')).toBe(expected);
  });

  it('in maintenance can be told from the others', async () => {
    await fake.app.pauseService(fake.viewer(), { service: 'c', stack: null, until: null, reason: null });
    expect(await names('(filter: { paused: true })')).toEqual(['c']);
    expect(await names('(filter: { paused: false })')).toEqual(['a', 'b', 'd']);
  });

  it.each(['NAME', 'KIND', 'STATUS', 'SINCE'])('are the same page by page, ordered by %s', async (field) => {
    for (const direction of ['ASC', 'DESC']) {
      const order = `orderBy: { field: ${field}, direction: ${direction} }`;
      const whole = await names(`(${order})`);
      const walked: string[] = [];
      for (let after = ''; walked.length < whole.length;) {
        const { services } = await fake.data<Services & { services: { pageInfo: { endCursor: string } } }>(
          `{ services(first: 1, ${order}${after}) { nodes { name } pageInfo { endCursor } } }`,
        );
        walked.push(...services.nodes.map(({ name }) => name));
        after = `, after: "${services.pageInfo.endCursor}"`;
      }
      expect(walked).toEqual(whole);
    }
  });

  it('of one stack are its own', async () => {
    await fake.watches({ name: 'e', stackId: 'stk_lab' });
    const stacks = '{ stacks { name services { totalCount nodes { name } } counts { total down } } }';
    expect(await fake.data(stacks)).toEqual({
      stacks: [
        { name: 'lab', services: { totalCount: 1, nodes: [{ name: 'e' }] }, counts: { total: 1, down: 0 } },
        {
          name: 'shop',
          services: { totalCount: 4, nodes: ['a', 'b', 'c', 'd'].map((name) => ({ name })) },
          counts: { total: 4, down: 1 },
        },
      ],
    });
  });
});

describe('A service', () => {
  const everything = `{ service(name: "prometheus") {
    id name kind displayName url version origin probeIntervalMs settings removedAt
    stack { name } labels { name value } plugin { name kinds }
    health { status since observedAt stale summary checks { name status cause observed service { name } } }
    container { name state labels { name value } ports { containerPort protocol } mounts { kind } networks }
  } }`;

  it('says everything that is known about it', async () => {
    await fake.watches({ name: 'prometheus', labels: { b: '2', a: '1' }, settings: { x: [1, null] } });
    fake.plugins.sees('prometheus', 'FAIL');
    const { checks } = await fake.plugins.probe(fake.app.serviceNamed('prometheus', null)!);
    await fake.turns('prometheus', 'DOWN', { checks, observedAt: fake.clock.now() });
    expect(await fake.data(everything)).toEqual({
      service: {
        ...{
          id: 'svc_prometheus',
          name: 'prometheus',
          kind: 'prometheus',
          displayName: 'Prometheus',
          url: null,
        },
        ...{
          version: null,
          origin: 'DISCOVERED',
          probeIntervalMs: 5000,
          settings: { x: [1, null] },
          removedAt: null,
        },
        stack: { name: 'shop' },
        labels: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2' },
        ],
        plugin: { name: 'prometheus', kinds: ['prometheus'] },
        health: {
          ...{ status: 'DOWN', stale: false, summary: 'It is DOWN.' },
          ...{ since: '2026-11-23T12:00:00.000Z', observedAt: '2026-11-23T12:00:00.000Z' },
          checks: [
            {
              name: 'ready',
              status: 'FAIL',
              cause: 'REFUSED',
              observed: null,
              service: { name: 'prometheus' },
            },
          ],
        },
        container: {
          ...{ name: 'shop-prometheus-1', state: 'RUNNING', mounts: [], networks: ['shop_default'] },
          labels: [{ name: 'com.docker.compose.container-number', value: '1' }],
          ports: [{ containerPort: 9090, protocol: 'TCP' }],
        },
      },
    });
  });

  it('without plugin, container or observation says so by null, and fails nothing', async () => {
    await fake.watches({ name: 'prometheus', kind: 'own', containerName: null });
    const { data, errors } = await fake.ask(everything);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      service: { plugin: null, container: null, health: { status: 'UNKNOWN', observedAt: null } },
    });
  });

  it('has no container while Docker does not answer, and says why', async () => {
    await fake.watches('prometheus');
    fake.engine.falls('The socket is gone.', fake.clock.now());
    const query = '{ stack { dockerHost { reachable failure } services { nodes { container { id } } } } }';
    expect(await fake.data(query)).toEqual({
      stack: {
        dockerHost: { reachable: false, failure: 'The socket is gone.' },
        services: { nodes: [{ container: null }] },
      },
    });
  });

  it('of nobody’s name is null', async () => {
    await fake.watches('prometheus');
    const query =
      '{ service(name: "nobody") { id } other: service(name: "prometheus", stack: "nowhere") { id } stack(name: "nowhere") { id } plugin(name: "nobody") { id } }';
    expect(await fake.data(query)).toEqual({ service: null, other: null, stack: null, plugin: null });
  });
});

describe('The containers of a hundred services', () => {
  it('cost one call to Docker', async () => {
    const services = Array.from({ length: 100 }, (_, index) => `s${String(index)}`);
    fake = new FakeApp(new FakeEngine(services.map((name) => container(name))));
    await fake.watches(...services);
    const { services: page } = await fake.data<{
      services: { nodes: { name: string; container: { name: string } }[] };
    }>('{ services(first: 100) { nodes { name container { name } } } }');
    expect(page.nodes).toHaveLength(100);
    expect(page.nodes.every(({ name, container: its }) => its.name === `shop-${name}-1`)).toBe(true);
    expect(fake.containersAsked).toEqual([100]);
  });
});

describe('Who and what serves', () => {
  it('tells the viewer who they are', async () => {
    const wanted = { name: 'operator', role: 'OPERATOR', expiresAt: null } as const;
    const query = '{ viewer { role actor { kind name role } token { name } } }';
    const viewer = { role: 'OPERATOR', actor: { kind: 'TOKEN', name: 'operator', role: 'OPERATOR' } };
    expect(await fake.data(query, { role: 'OPERATOR' })).toEqual({ viewer: { ...viewer, token: null } });
    await fake.app.createToken(fake.viewer('ADMIN'), wanted);
    expect(await fake.data(query, { role: 'OPERATOR' })).toEqual({
      viewer: { ...viewer, token: { name: 'operator' } },
    });
  });

  it('tells of the server, and what its transport holds requests to', async () => {
    const query = `{ serverInfo { version writable databaseBytes retentionDays oldestCursor subscribers startedAt
      limits { depth cost tokens aliases directives pageSize bodyBytes frameBytes subscriptionsPerSocket queryTimeoutMs } } }`;
    expect(await fake.data(query)).toEqual({
      serverInfo: {
        ...{ version: '0.1.0', writable: true, databaseBytes: 4096, retentionDays: 30, subscribers: 3 },
        ...{ oldestCursor: 'memory.0', startedAt: '2026-11-23T12:00:00.000Z' },
        limits: {
          ...{ depth: 1, cost: 2, tokens: 3, aliases: 4, directives: 5, pageSize: 6 },
          ...{ bodyBytes: 7, frameBytes: 8, subscriptionsPerSocket: 9, queryTimeoutMs: 10 },
        },
      },
    });
  });

  it('shows of a token everything but its secret, and that only once', async () => {
    const create = 'mutation { createToken(input: { name: "ann" }) { secret token { name role prefix } } }';
    const { createToken } = await fake.data<{ createToken: { secret: string; token: { prefix: string } } }>(
      create,
      { role: 'ADMIN' },
    );
    expect(createToken.secret.startsWith(createToken.token.prefix)).toBe(true);
    const { tokens } = await fake.data<{ tokens: unknown[] }>(
      '{ tokens { id name role prefix createdBy { name } createdAt expiresAt lastUsedAt revokedAt } }',
      { role: 'ADMIN' },
    );
    expect(tokens).toMatchObject([
      { name: 'ann', role: 'VIEWER', createdBy: { name: 'admin' }, revokedAt: null },
    ]);
    expect(JSON.stringify(tokens)).not.toContain(createToken.secret);
  });
});
