import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { graphql, parse, subscribe } from 'graphql';

import type { Role } from '../../src/domain/access/role.ts';
import { createContext } from '../../src/graphql/context.ts';
import { createSchema } from '../../src/graphql/schema.ts';
import { reported, webhook } from '../support/fake-alerts.ts';
import { container, FakeEngine } from '../support/fake-engine.ts';
import { RunningCustos } from '../support/running-custos.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 23, 12, 0, seconds));
const down = reported(
  { alertname: 'TargetDown', severity: 'critical', service: 'prometheus', b: '2', a: '<b>' },
  { startsAt: at(3), annotations: { summary: 'It is down.' } },
);
const watchdog = reported({ alertname: 'Watchdog', severity: 'none' }, { startsAt: at(2) });
const full = reported({ alertname: 'DiskFull', severity: 'warning' }, { startsAt: at(1) });

let custos: RunningCustos;
beforeEach(async () => {
  const engine = new FakeEngine([container('prometheus'), container('alertmanager')]);
  custos = await new RunningCustos(engine).start({ webhookToken: 'the-secret-of-these' });
  engine.lists(custos.clock.now());
  await custos.until('the services are found', () => custos.app.services({}).length === 2);
  const [stack] = custos.app.stacks();
  if (!stack) throw new Error('There is no stack.');
  const over = { ...full, state: 'RESOLVED', endsAt: at(9) } as const;
  for (const told of [webhook(down, watchdog, full), webhook(over)])
    await custos.app.receiveWebhook(stack, told);
  await custos.until('all is taken in', async () => {
    await custos.clock.advance(60);
    return (await custos.events('ALERT_CHANGED')).length === 4;
  });
});
afterEach(() => custos.end());

const context = (role: Role = 'VIEWER') =>
  createContext(custos.app, { ...custos.admin, role }, { subscribers: () => 0, limits: {} as never });
async function ask<T>(source: string, variableValues: Record<string, unknown> = {}): Promise<T> {
  const asked = { schema: createSchema(), source, variableValues, contextValue: context() };
  const { data, errors } = await graphql(asked);
  if (errors) throw errors[0] as Error;
  return data as T;
}
interface Listed {
  readonly alerts: {
    readonly nodes: readonly { readonly id: string; readonly name: string }[];
    readonly totalCount: number;
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}
const query = `query ($filter: AlertFilter, $first: Int, $after: String) { alerts(filter: $filter, first: $first, after: $after) {
  totalCount nodes { id name } pageInfo { endCursor hasNextPage } } }`;
const listed = async (variables: Record<string, unknown> = {}) =>
  (await ask<Listed>(query, variables)).alerts;
const named = async (filter: object) => (await listed({ filter })).nodes.map(({ name }) => name);

describe('Query.alerts', () => {
  it('shows all that is known of an alert', async () => {
    const { alerts } = await ask<{ alerts: { nodes: readonly object[] } }>(
      `{ alerts(filter: { states: FIRING, matchers: "service=prometheus" }) { nodes { __typename fingerprint name severity state
        labels { name value } annotations { name value } startsAt endsAt stale generatorUrl receivers sources
        stack { name } service { name } inhibitedBy { id } history { totalCount nodes { from to summary alert { name } } } } } }`,
    );
    expect(alerts.nodes).toEqual([
      {
        ...{ __typename: 'Alert', fingerprint: down.fingerprint, name: 'TargetDown', severity: 'CRITICAL' },
        labels: [
          { name: 'a', value: '<b>' },
          { name: 'alertname', value: 'TargetDown' },
          { name: 'b', value: '2' },
          { name: 'service', value: 'prometheus' },
          { name: 'severity', value: 'critical' },
        ],
        annotations: [{ name: 'summary', value: 'It is down.' }],
        ...{ state: 'FIRING', startsAt: at(3).toISOString(), endsAt: null, stale: false, generatorUrl: null },
        ...{ receivers: ['custos'], sources: ['WEBHOOK'], inhibitedBy: [] },
        ...{ stack: { name: custos.app.stacks()[0]?.name }, service: { name: 'prometheus' } },
        history: {
          totalCount: 1,
          nodes: [
            {
              ...{ from: null, to: 'FIRING', alert: { name: 'TargetDown' } },
              summary: 'The alert TargetDown of prometheus fires.',
            },
          ],
        },
      },
    ]);
  });

  it.each<[string, object, string[]]>([
    ['nothing', {}, ['TargetDown', 'Watchdog', 'DiskFull']],
    ['states', { states: ['RESOLVED'] }, ['DiskFull']],
    ['severities', { severities: ['INFO', 'CRITICAL'] }, ['TargetDown', 'Watchdog']],
    ['services', { services: ['prometheus'] }, ['TargetDown']],
    ['services that nobody has', { services: ['nobody'] }, []],
    ['a stack that nobody has', { stack: 'nobody' }, []],
    ['matchers', { matchers: ['alertname=~".*D.*"', 'severity!="none"'] }, ['TargetDown', 'DiskFull']],
    ['since', { since: '2026-11-23T12:00:10Z' }, ['TargetDown', 'Watchdog']],
    ['until', { until: '2026-11-23T12:00:02Z' }, ['DiskFull']],
  ])('is filtered by %s', async (_, filter, expected) => {
    expect(await named(filter)).toEqual(expected);
  });

  it('refuses a matcher that is none', async () => {
    await expect(listed({ filter: { matchers: ['alertname'] } })).rejects.toThrow('is not a label matcher');
  });

  it('pages, the newest first, and finds each by its id', async () => {
    const first = await listed({ first: 2 });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const rest = await listed({ first: 2, after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes].map(({ name }) => name)).toEqual([
      'TargetDown',
      'Watchdog',
      'DiskFull',
    ]);
    const { node } = await ask<{ node: object }>(
      'query ($id: ID!) { node(id: $id) { id ... on Alert { name } } }',
      {
        id: rest.nodes[0]?.id,
      },
    );
    expect(node).toEqual({ ...rest.nodes[0], name: 'DiskFull' });
  });

  it('is there for a service and for a stack', async () => {
    const { service, stack } = await ask<Record<'service' | 'stack', Listed>>(
      `{ service(name: "prometheus") { alerts { totalCount } }
         stack { alerts(filter: { states: [FIRING], services: ["prometheus", "nobody"] }) { totalCount } } }`,
    );
    expect([service.alerts.totalCount, stack.alerts.totalCount]).toEqual([1, 1]);
  });
});

describe('Subscription.alertChanged', () => {
  it('tells from a cursor on what concerns the filter, of the state left or entered', async () => {
    const answer = await subscribe({
      schema: createSchema(),
      document: parse(`subscription ($after: String) {
        alertChanged(after: $after, filter: { states: [RESOLVED], matchers: ["severity=~\\"w.*\\""] }) {
          from to summary alert { name state } services { name } } }`),
      variableValues: { after: `${custos.app.log.identity}.0` },
      contextValue: context(),
    });
    if (!(Symbol.asyncIterator in answer)) throw answer.errors?.[0] as Error;
    const { value } = (await answer.next()) as { readonly value: { readonly data: unknown } };
    expect(value.data).toEqual({
      alertChanged: {
        ...{ from: 'FIRING', to: 'RESOLVED', summary: 'The alert DiskFull is over.' },
        ...{ alert: { name: 'DiskFull', state: 'RESOLVED' }, services: [] },
      },
    });
    await answer.return(undefined);
  });
});
