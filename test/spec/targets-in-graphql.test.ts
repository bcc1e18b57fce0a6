import { beforeEach, describe, expect, it } from 'vitest';

import type { StateChange } from '../../src/application/ports/state.ts';
import type { Target } from '../../src/domain/target/target.ts';
import { draft } from '../support/drafts.ts';
import { FakeApp } from '../support/fake-app.ts';
import { scraped } from '../support/fake-targets.ts';

let fake: FakeApp;
beforeEach(async () => {
  fake = await new FakeApp().watches(
    { name: 'prometheus', url: 'http://127.0.0.1:9090' },
    { name: 'bot', kind: 'application', url: 'http://bot:8082', containerName: null },
    { name: 'prometheus', stackId: 'stk_other' },
  );
});

const target = (job: string, instance: string, more: Partial<Target> = {}): Target => ({
  ...scraped(job, instance),
  ...{ id: `tgt_${job}${instance}`, stackId: 'stk_shop', scrapedById: 'svc_prometheus' },
  ...{ observedAt: fake.clock.now(), removedAt: null },
  ...more,
});
const saved = (one: Target): StateChange => ({ kind: 'target-saved', target: one });
const turned = (one: Target, from: Target['health'] | null, to: Target['health'] | null) =>
  fake.log.append(
    [
      draft({
        subject: one.id,
        services: [],
        detail: { type: 'TARGET_CHANGED', targetId: one.id, from, to },
      }),
    ],
    [saved(one)],
  );
const lists = (...targets: readonly Target[]) => fake.log.append([], targets.map(saved));

interface Listed {
  readonly targets: {
    readonly nodes: readonly { readonly job: string; readonly instance: string }[];
    readonly totalCount: number;
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}
const query = `query ($filter: TargetFilter, $first: Int, $after: String) {
  targets(filter: $filter, first: $first, after: $after) {
    totalCount nodes { job instance } pageInfo { endCursor hasNextPage }
  }
}`;
const listed = async (variables: Record<string, unknown> = {}) =>
  (await fake.data<Listed>(query, { variables })).targets;
const named = async (filter: object) =>
  (await listed({ filter })).nodes.map(({ job, instance }) => `${job} ${instance}`);

describe('Query.targets', () => {
  it('shows all that is known of a target', async () => {
    const labels = { job: 'bot', a: '<script>alert("\u0007")</script>' };
    await lists(target('bot', 'bot:8082', { labels, health: 'DOWN', lastError: 'EOF' }));
    const everything = `{ targets { nodes { __typename service { name } scrapedBy { name } job instance scrapeUrl
      labels { name value } health lastError lastScrape scrapeDurationMs scrapeIntervalMs observedAt stale removedAt
    } } }`;
    expect((await fake.data<Listed>(everything)).targets.nodes).toEqual([
      {
        ...{ __typename: 'Target', service: { name: 'bot' }, scrapedBy: { name: 'prometheus' } },
        ...{ job: 'bot', instance: 'bot:8082', scrapeUrl: 'http://bot:8082/metrics' },
        labels: [
          { name: 'a', value: '<script>alert("\u0007")</script>' },
          { name: 'job', value: 'bot' },
        ],
        ...{ health: 'DOWN', lastError: 'EOF', lastScrape: '2026-11-23T11:59:58.000Z' },
        ...{ scrapeDurationMs: 1.5, scrapeIntervalMs: 15_000, observedAt: '2026-11-23T12:00:00.000Z' },
        ...{ stale: false, removedAt: null },
      },
    ]);
  });

  it.each<[string, object, string[]]>([
    ['nothing', {}, ['bot bot:8082', 'node a:9100', 'node b:9100']],
    ['a stack', { stack: 'other' }, []],
    ['a service', { services: ['bot', 'nobody'] }, ['bot bot:8082']],
    ['jobs', { jobs: ['node', 'x'] }, ['node a:9100', 'node b:9100']],
    ['health', { health: ['DOWN'] }, ['node b:9100']],
    ['matchers', { matchers: ['job="node"', 'instance!~"a.*"'] }, ['node b:9100']],
    ['an empty list', { jobs: [] }, []],
    ['null', { jobs: null, stack: null }, ['bot bot:8082', 'node a:9100', 'node b:9100']],
  ])('filtered by %s', async (_, filter, expected) => {
    const [b, a] = [target('node', 'b:9100', { health: 'DOWN' }), target('node', 'a:9100')];
    const gone = target('gone', 'g:1', { removedAt: fake.clock.now() });
    await lists(b, a, gone, target('bot', 'bot:8082'));
    expect(await named(filter)).toEqual(expected);
  });

  it('goes on after a cursor, also when its target is gone', async () => {
    await lists(...['a:1', 'b:1', 'c:1'].map((instance) => target('node', instance)));
    const page = await listed({ first: 2 });
    expect(page).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    await lists(target('node', 'b:1', { removedAt: fake.clock.now() }));
    const rest = await listed({ first: 2, after: page.pageInfo.endCursor });
    expect(rest.nodes.map(({ instance }) => instance)).toEqual(['c:1']);
  });

  it('refuses a matcher that cannot be read', async () => {
    const { errors } = await fake.ask(query, { variables: { filter: { matchers: ['no matcher'] } } });
    expect(errors?.[0]?.message).toContain('is not a label matcher');
  });

  it('says UNKNOWN of what was not listed for three intervals', async () => {
    await lists(target('node', 'a:9100', { health: 'DOWN' }));
    await fake.clock.advance(15_000);
    expect(await named({ health: ['DOWN'] })).toEqual([]);
    const asked = '{ targets { nodes { health stale } } }';
    expect((await fake.data<Listed>(asked)).targets.nodes).toEqual([{ health: 'UNKNOWN', stale: true }]);
  });
});

describe('The targets of a stack and of a service', () => {
  it('are its own', async () => {
    await lists(target('bot', 'bot:8082'), target('node', 'a:9100'));
    const asked = `{
      stacks { name targets { totalCount } }
      services { nodes { name targets { nodes { instance } } } }
    }`;
    expect(await fake.data(asked)).toEqual({
      stacks: [
        { name: 'other', targets: { totalCount: 0 } },
        { name: 'shop', targets: { totalCount: 2 } },
      ],
      services: {
        nodes: [
          { name: 'bot', targets: { nodes: [{ instance: 'bot:8082' }] } },
          { name: 'prometheus', targets: { nodes: [] } },
          { name: 'prometheus', targets: { nodes: [] } },
        ],
      },
    });
  });
});

describe('Subscription.targetChanged', () => {
  const source = `subscription ($filter: TargetFilter, $after: String) {
    targetChanged(filter: $filter, after: $after) { cursor from to target { id instance } subject { id } }
  }`;
  interface Told {
    readonly targetChanged: {
      readonly cursor: string;
      readonly from: string | null;
      readonly to: string | null;
      readonly target: { readonly id: string };
    };
  }

  it('tells what matched before or after, goes on after a cursor, and leaves nothing out', async () => {
    const a = target('node', 'a:9100');
    const filter = { jobs: ['node'], health: ['DOWN'] };
    const told = await fake.follow<Told>(source, { filter });
    const first = told.next();
    await turned(a, null, 'UP');
    await turned(target('other', 'a:9100'), 'UP', 'DOWN');
    await turned({ ...a, health: 'DOWN' }, 'UP', 'DOWN');
    const { value } = await first;
    const cursor = value?.data?.targetChanged.cursor;
    expect(value?.data?.targetChanged).toMatchObject({
      ...{ from: 'UP', to: 'DOWN', target: { id: a.id, instance: 'a:9100' }, subject: { id: a.id } },
    });
    await told.return();
    await turned(a, 'DOWN', 'UP');
    await turned({ ...a, removedAt: fake.clock.now() }, 'UP', null);
    await turned({ ...a, health: 'DOWN' }, null, 'DOWN');
    const resumed = await fake.follow<Told>(source, { filter, after: cursor });
    const rest = [await resumed.next(), await resumed.next()].map((item) => item.value?.data?.targetChanged);
    expect(rest.map((change) => [change?.from, change?.to])).toEqual([
      ['DOWN', 'UP'],
      [null, 'DOWN'],
    ]);
    await resumed.return();
  });

  it('refuses a matcher that cannot be read', async () => {
    await expect(fake.follow(source, { filter: { matchers: ['='] } })).rejects.toThrow('label matcher');
  });
});

describe('A target by its id', () => {
  it('is read again, also when it is gone', async () => {
    const gone = target('node', 'a:9100', { removedAt: fake.clock.now() });
    await lists(gone);
    const asked = 'query ($id: ID!) { node(id: $id) { __typename id ... on Target { removedAt } } }';
    expect(await fake.data(asked, { variables: { id: gone.id } })).toEqual({
      node: { __typename: 'Target', id: gone.id, removedAt: '2026-11-23T12:00:00.000Z' },
    });
  });
});
