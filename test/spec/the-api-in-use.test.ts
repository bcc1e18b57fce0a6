import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { container, FakeEngine } from '../support/fake-engine.ts';
import { ask } from '../support/graphql-client.ts';
import { RunningCustos } from '../support/running-custos.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Fourteen services in two stacks, one of them down. */
const containers = ['prometheus', 'alertmanager'].flatMap((service) =>
  ['1', '2', '3', '4', '5', '6', '7'].map((number) =>
    container(service, {
      name: `shop-${service}-${number}`,
      composeProject: Number(number) > 5 ? 'bot' : 'shop',
      labels: { 'com.docker.compose.container-number': number },
    }),
  ),
);

let custos: RunningCustos;
let viewerSecret = '';
beforeAll(async () => {
  const engine = new FakeEngine(containers);
  custos = new RunningCustos(engine);
  custos.plugins.sees('prometheus-3', 'FAIL');
  await custos.start();
  engine.lists(custos.clock.now());
  await custos.until('all are found', () => custos.app.services({}).length === containers.length);
  await custos.until('all are seen', () => custos.app.services({ statuses: ['UNKNOWN'] }).length === 0);
  const { secret } = await custos.app.createToken(custos.admin, {
    name: 'portal',
    role: 'VIEWER',
    expiresAt: null,
  });
  viewerSecret = secret;
});
afterAll(() => custos.end());

const admin = <T>(query: string, variables = {}) =>
  ask<T>(custos.custos.url, custos.secret, query, variables);
const viewer = <T>(query: string, variables = {}) =>
  ask<T>(custos.custos.url, viewerSecret, query, variables);

interface Paged {
  readonly services: {
    readonly nodes: readonly { readonly id: string; readonly name: string }[];
    readonly pageInfo: Record<'hasNextPage' | 'hasPreviousPage', boolean> &
      Record<'startCursor' | 'endCursor', string>;
    readonly totalCount: number;
  };
}
const paged = `query ($first: Int, $after: String, $last: Int, $before: String, $field: ServiceOrderField!, $direction: OrderDirection) {
  services(first: $first, after: $after, last: $last, before: $before, orderBy: { field: $field, direction: $direction }) {
    nodes { id name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
  } }`;

async function page(variables: object): Promise<Paged['services']> {
  const { data, errors } = await viewer<Paged>(paged, variables);
  if (!data) throw new Error(JSON.stringify(errors));
  return data.services;
}

describe('A walk over pages', () => {
  it('meets every service once, in order, whatever the order and the size, forwards and backwards', async () => {
    const field = fc.constantFrom('NAME', 'KIND', 'STATUS', 'SINCE');
    const direction = fc.constantFrom('ASC', 'DESC');
    await fc.assert(
      fc.asyncProperty(field, direction, fc.integer({ min: 1, max: 15 }), async (by, way, size) => {
        const order = { field: by, direction: way };
        const whole = (await page({ ...order, first: 100 })).nodes.map(({ id }) => id);
        const forwards: string[] = [];
        for (let after: string | null = null, more = true; more;) {
          const { nodes, pageInfo } = await page({ ...order, first: size, after });
          forwards.push(...nodes.map(({ id }) => id));
          [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
        }
        const backwards: string[] = [];
        for (let before: string | null = null, more = true; more;) {
          const { nodes, pageInfo } = await page({ ...order, last: size, before });
          backwards.unshift(...nodes.map(({ id }) => id));
          [before, more] = [pageInfo.startCursor, pageInfo.hasPreviousPage];
        }
        expect(whole).toHaveLength(containers.length);
        expect(forwards).toEqual(whole);
        expect(backwards).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });

  it('of the log does so too', async () => {
    const query = `query ($first: Int, $after: String, $last: Int, $before: String) {
      events(first: $first, after: $after, last: $last, before: $before) {
        nodes { cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    interface Log {
      events: Omit<Paged['services'], 'nodes'> & { nodes: { cursor: string }[] };
    }
    const ofLog = async (variables: object) => (await viewer<Log>(query, variables)).data!.events;
    const { totalCount } = await ofLog({ first: 1 });
    for (const size of [3, 7, 100]) {
      const forwards: string[] = [];
      for (let after: string | null = null, more = true; more;) {
        const { nodes, pageInfo } = await ofLog(after === null ? { first: size } : { first: size, after });
        forwards.push(...nodes.map(({ cursor }) => cursor));
        [after, more] = [pageInfo.endCursor, pageInfo.hasNextPage];
      }
      const backwards: string[] = [];
      for (let before: string | null = null, more = true; more;) {
        const { nodes, pageInfo } = await ofLog(before === null ? { last: size } : { last: size, before });
        backwards.unshift(...nodes.map(({ cursor }) => cursor));
        [before, more] = [pageInfo.startCursor, pageInfo.hasPreviousPage];
      }
      expect(forwards).toHaveLength(totalCount);
      expect(backwards).toEqual(forwards);
    }
  });

  it.each([
    [{ first: 0 }, 'BAD_USER_INPUT'],
    [{ first: 101 }, 'BAD_USER_INPUT'],
    [{ last: -1 }, 'BAD_USER_INPUT'],
    [{ first: 1, last: 1 }, 'BAD_USER_INPUT'],
    [{ after: 'nonsense' }, 'CURSOR_INVALID'],
  ])('cannot begin with %j', async (variables, code) => {
    const { errors } = await viewer(paged, { field: 'NAME', ...variables });
    expect(errors?.map(({ extensions }) => extensions?.['code'])).toEqual([code]);
  });

  it('does not go on in another order', async () => {
    const { pageInfo } = await page({ field: 'NAME', first: 2 });
    const { errors } = await viewer(paged, { field: 'KIND', after: pageInfo.endCursor });
    expect(errors?.[0]?.extensions?.['code']).toBe('CURSOR_INVALID');
  });
});

describe('The worst', () => {
  it('comes first when asked for by status, descending', async () => {
    const { nodes } = await page({ field: 'STATUS', direction: 'DESC', first: 1 });
    expect(nodes.map(({ name }) => name)).toEqual(['prometheus-3']);
  });

  it('names itself in the health of its stack', async () => {
    const { data } = await viewer(
      `{ stack(name: "shop") { health { status summary } counts { total down healthy } } }`,
    );
    expect(data).toEqual({
      stack: {
        health: { status: 'DOWN', summary: 'prometheus-3 is DOWN.' },
        counts: { total: 10, down: 1, healthy: 9 },
      },
    });
  });
});

describe('Whatever has an id', () => {
  it('is found again by it, with its type', async () => {
    const { data } = await admin<Record<string, { id: string } & { id: string }[]>>(`{
      stack { id } service(name: "prometheus") { id } plugin(name: "prometheus") { id } tokens { id }
      events(last: 100) { nodes { id } } }`);
    const { stack, service, plugin, tokens, events } = data as unknown as Record<string, { id: string }> & {
      tokens: { id: string }[];
      events: { nodes: { id: string }[] };
    };
    const ids = [
      stack!.id,
      service!.id,
      plugin!.id,
      tokens[0]!.id,
      ...events.nodes.map(({ id }) => id).slice(0, 90),
    ];
    const found = await admin<{ nodes: { id: string; __typename: string }[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }',
      { ids },
    );
    expect(found.data?.nodes.map(({ id }) => id)).toEqual(ids);
    expect(new Set(found.data?.nodes.map(({ __typename }) => __typename))).toEqual(
      new Set([
        'Stack',
        'Service',
        'Plugin',
        'Token',
        'ServiceChange',
        'HealthChange',
        'PluginChange',
        'SettingChange',
        'ServerChange',
      ]),
    );
  });

  it('is null when there is none, and when the role may not see it', async () => {
    const { data } = await admin<{ tokens: { id: string }[] }>('{ tokens { id } }');
    const ids = [data?.tokens[0]?.id, 'svc_none', 'evt_none.1', '', 'constructor_x'];
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect((await viewer(query, { ids })).data).toEqual({ nodes: [null, null, null, null, null] });
    const subject = '{ events(filter: { types: [TOKEN_CREATED] }) { nodes { subject { id } } } }';
    const seen = await viewer<{ events: { nodes: { subject: unknown }[] } }>(subject);
    expect(seen.data?.events.nodes.map(({ subject: of }) => of)).toEqual([null, null]);
  });
});

describe('What the domain says no to', () => {
  it('is data of the payload, and an entry of the audit', async () => {
    const { data } = await admin(`mutation {
      pauseService(input: { service: "promethues", stack: "shop" }) {
        service { id } userErrors { code message path suggestions } } }`);
    expect(data).toEqual({
      pauseService: {
        service: null,
        userErrors: [
          {
            code: 'SERVICE_UNKNOWN',
            message: 'There is no service named promethues in the stack shop.',
            path: ['input', 'service'],
            suggestions: ['prometheus', 'prometheus-2', 'prometheus-3'],
          },
        ],
      },
    });
    const log = await admin(`{ events(filter: { audit: true, types: [REQUEST_REFUSED] }, last: 1) { nodes {
      type actor { name role } ... on Refusal { mutation userErrors { code } } } } }`);
    expect(log.data).toEqual({
      events: {
        nodes: [
          {
            type: 'REQUEST_REFUSED',
            actor: { name: 'first-admin', role: 'ADMIN' },
            mutation: 'pauseService',
            userErrors: [{ code: 'SERVICE_UNKNOWN' }],
          },
        ],
      },
    });
  });

  it('in a query is an error with the code of the refusal', async () => {
    const { errors } = await viewer('{ services(filter: { matchers: ["team"] }) { totalCount } }');
    expect(errors?.[0]?.extensions?.['code']).toBe('INVALID_MATCHER');
  });
});

describe('A name that nothing has', () => {
  it.each([
    ['{ service(name: "none") { id } }', { service: null }],
    ['{ stack(name: "none") { id } }', { stack: null }],
    ['{ services(filter: { stack: "none" }) { totalCount } }', { services: { totalCount: 0 } }],
    ['{ services(filter: { names: [] }) { totalCount } }', { services: { totalCount: 0 } }],
    ['{ events(filter: { services: ["none"] }) { totalCount } }', { events: { totalCount: 0 } }],
    ['{ events(filter: { stack: "none" }) { totalCount } }', { events: { totalCount: 0 } }],
  ])('matches nothing: %s', async (query, expected) => {
    expect((await viewer(query)).data).toEqual(expected);
  });
});

describe('The samples', () => {
  const queries = read('../../README.md').match(/(?<=```graphql\n)[^`]+(?=```)/gu) ?? [];

  it('of the README are six', () => {
    expect(queries).toHaveLength(6);
  });

  it.each(queries.filter((query) => !query.startsWith('subscription')))(
    'of the README work: %s',
    async (query) => {
      const { errors } = await admin(query);
      expect(errors).toBeUndefined();
    },
  );
});
