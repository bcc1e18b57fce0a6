import type { ExecutionResult, GraphQLError } from 'graphql';
import { execute, parse } from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';

import { draft, noon, numbered } from '../../test/support/drafts.ts';
import { FakeApp } from '../../test/support/fake-app.ts';
import { settled } from '../../test/support/manual-clock.ts';
import type { App } from '../application/app.ts';
import type { Event } from '../domain/event/event.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Reading } from './reading.ts';
import { createSchema } from './schema.ts';

const everything = `subscription ($filter: EventFilter, $after: String) {
  events(filter: $filter, after: $after) { cursor type summary }
}`;
const health = `subscription ($filter: ServiceFilter, $after: String) {
  healthChanged(filter: $filter, after: $after) { cursor from to service { name } }
}`;

interface Events {
  readonly events: { readonly cursor: string; readonly summary: string };
}
interface Health {
  readonly healthChanged: Record<'cursor' | 'from' | 'to', string> & {
    readonly service: { readonly name: string };
  };
}

let fake: FakeApp;
beforeEach(() => {
  fake = new FakeApp();
});

/** What a subscription to events delivers of what has happened. */
async function delivered(filter: object): Promise<readonly string[]> {
  const items = await fake.follow<Events>(everything, { filter, after: 'memory.0' });
  const found: string[] = [];
  const reader = (async () => {
    for await (const value of items) found.push(valueOf({ value }).events.summary);
  })();
  await settled();
  await items.return();
  await reader;
  return found;
}

const field = (name: string) =>
  createSchema().getSubscriptionType()?.getFields()[name]?.extensions['reading'] as (
    args: object,
    app: App,
  ) => Reading;
const refusedWith = (subscribing: Promise<unknown>) =>
  subscribing.then(
    () => null,
    (error: unknown) => codeOf(error as GraphQLError),
  );
const codeOf = ({ extensions, originalError }: GraphQLError) => extensions['code'] ?? originalError;
const valueOf = <T>({ value }: IteratorResult<ExecutionResult<T>, void>) => {
  if (!value?.data) throw new Error(JSON.stringify(value));
  return value.data;
};

describe('A subscription to events', () => {
  it('goes on after a cursor: first what happened since, then what happens', async () => {
    await fake.log.append(numbered(3));
    const items = await fake.follow<Events>(everything, { after: 'memory.1' });
    const summaries = [];
    for (let count = 0; count < 2; count++) summaries.push(valueOf(await items.next()).events.summary);
    const next = items.next();
    await fake.log.append(numbered(1, 4));
    summaries.push(valueOf(await next).events.summary);
    expect(summaries).toEqual(['2', '3', '4']);
    await items.return();
  });

  it('without a cursor is only what happens', async () => {
    await fake.log.append(numbered(3));
    const items = await fake.follow<Events>(everything);
    const next = items.next();
    await settled();
    await fake.log.append(numbered(1, 4));
    expect(valueOf(await next).events).toEqual({ cursor: 'memory.4', type: 'HEALTH_CHANGED', summary: '4' });
    await items.return();
  });

  it.each([
    ['nonsense', 'CURSOR_INVALID'],
    ['other.1', 'CURSOR_INVALID'],
    ['memory.z', 'CURSOR_INVALID'],
    ['memory.1', 'CURSOR_EXPIRED'],
  ])('after %j is refused as %s', async (after, code) => {
    await fake.log.append(numbered(3).map((one) => ({ ...one, at: new Date(0) })));
    await fake.log.trim(noon);
    for (const subscription of [everything, health]) {
      expect(await refusedWith(fake.follow(subscription, { after }))).toBe(code);
    }
    expect(fake.log.followers).toBe(0);
  });

  it.each<[object, readonly string[]]>([
    [{}, ['down', 'paused', 'refused', 'token']],
    [{ types: ['SERVICE_PAUSED', 'REQUEST_REFUSED'] }, ['paused', 'refused']],
    [{ types: [] }, []],
    [{ audit: true }, ['paused', 'refused', 'token']],
    [{ audit: false }, ['down']],
    [{ actors: ['ann'] }, ['paused']],
    [{ services: ['grafana'] }, ['paused']],
    [{ services: ['grafana', 'nobody'] }, ['paused']],
    [{ services: ['nobody'] }, []],
    [{ stack: 'lab' }, ['paused']],
    [{ stack: 'nowhere' }, []],
    [{ since: '2026-11-23T13:00:00Z', until: '2026-11-23T15:00:00Z' }, ['paused', 'refused']],
    [
      { stack: null, types: null, services: null, since: null, until: null, audit: null, actors: ['ann'] },
      ['paused'],
    ],
  ])('of %j passes %j', async (filter, expected) => {
    await fake.watches('prometheus', { name: 'grafana', stackId: 'stk_lab' });
    const by = (name: string) => ({ actor: { kind: 'TOKEN', name, role: 'ADMIN' }, audit: true }) as const;
    const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour));
    const more = { reason: null, before: null, after: null };
    const nothing = { subject: null, stackId: null, services: [] };
    const grafana = 'svc_stk_lab_grafana';
    await fake.log.append([
      draft({ at: at(12), summary: 'down', services: ['svc_prometheus'], stackId: 'stk_shop' }),
      draft({
        ...{ at: at(13), summary: 'paused', services: [grafana], stackId: 'stk_lab', ...by('ann') },
        detail: { type: 'SERVICE_PAUSED', serviceId: grafana, ...more },
      }),
      draft({
        ...{ ...nothing, at: at(14), summary: 'refused', ...by('ben') },
        detail: { type: 'REQUEST_REFUSED', mutation: 'createToken', userErrors: [] },
      }),
      draft({
        ...{ ...nothing, at: at(15), summary: 'token', ...by('ben') },
        detail: { type: 'TOKEN_CREATED', name: 'x', ...more },
      }),
    ]);
    expect(await delivered(filter)).toEqual(expected);
  });
});

describe('A subscription to health', () => {
  it.each([
    ['left', 'HEALTHY', ['UNKNOWN HEALTHY', 'HEALTHY DOWN', 'DEGRADED HEALTHY']],
    ['entered', 'DOWN', ['HEALTHY DOWN', 'DOWN DEGRADED']],
  ])('of a status passes a change by which it was %s', async (_how, status, expected) => {
    await fake.watches('prometheus');
    const reading = field('healthChanged')({ filter: { statuses: [status] } }, fake.app);
    for (const to of ['HEALTHY', 'DOWN', 'DEGRADED', 'HEALTHY'] as const) await fake.turns('prometheus', to);
    const events = await fake.log.read({ filter: reading.filter, limit: 10, keep: 'oldest' });
    const passed = events.filter((event) => reading.passes(event)).map(({ summary }) => summary);
    expect(passed).toEqual(expected.map((turn) => `prometheus: ${turn.replace(' ', ' to ')}`));
  });

  it('delivers what passes its filter, and of the log nothing but health', async () => {
    await fake.watches('prometheus', 'grafana');
    const items = await fake.follow<Health>(health, { filter: { names: ['grafana'] } });
    const next = items.next();
    await settled();
    await fake.turns('prometheus', 'DOWN');
    const maintenance = { service: 'grafana', stack: null, until: null, reason: null };
    await fake.app.pauseService(fake.viewer(), maintenance);
    await fake.turns('grafana', 'DOWN');
    expect(valueOf(await next).healthChanged).toEqual({
      ...{ cursor: 'memory.3', from: 'UNKNOWN', to: 'DOWN' },
      service: { name: 'grafana' },
    });
    await items.return();
  });

  it('is refused when a matcher cannot be read', async () => {
    const refusal = await refusedWith(fake.follow(health, { filter: { matchers: ['='] } }));
    expect(refusal).toBeInstanceOf(Refusal);
    expect(refusal).toMatchObject({ userError: { code: 'INVALID_MATCHER' } });
  });

  it('shows a container as it is then, not as it was at the last item', async () => {
    await fake.watches('prometheus');
    const items = await fake.follow('subscription { healthChanged { service { container { state } } } }');
    const seen = [];
    for (const [status, state] of [
      ['DOWN', 'EXITED'],
      ['HEALTHY', 'RUNNING'],
    ] as const) {
      const next = items.next();
      await settled();
      fake.engine.silently('shop-prometheus-1', { state });
      await fake.turns('prometheus', status);
      seen.push(JSON.stringify(valueOf(await next)).includes(state));
    }
    expect(seen).toEqual([true, true]);
    await items.return();
  });
});

describe('An event that the transport hands to an operation', () => {
  it('is rendered as its subscription would', async () => {
    await fake.watches('prometheus');
    await fake.turns('prometheus', 'DOWN');
    const [event] = (await fake.log.read({ limit: 1, keep: 'newest' })) as [Event];
    const render = (source: string) =>
      execute({
        schema: createSchema(),
        document: parse(source),
        contextValue: fake.context(),
        rootValue: event,
      });
    expect(await render(health)).toEqual({
      data: {
        healthChanged: { cursor: 'memory.1', from: 'UNKNOWN', to: 'DOWN', service: { name: 'prometheus' } },
      },
    });
    expect(await render('subscription { events { id ... on HealthChange { to } } }')).toEqual({
      data: { events: { id: 'evt_memory.1', to: 'DOWN' } },
    });
  });
});
