import type { GraphQLError } from 'graphql';
import { beforeEach, describe, expect, it } from 'vitest';

import { draft } from '../../test/support/drafts.ts';
import { FakeApp } from '../../test/support/fake-app.ts';
import type { EventDetail } from '../domain/event/event.ts';
import { eventTypes } from '../domain/event/event.ts';
import type { Role } from '../domain/access/role.ts';

const change = { reason: null, before: null, after: null };
const ofService = { serviceId: 'svc_prometheus', ...change };
const progress = { checksFinished: 0, checksTotal: 1, checkKey: null };
const ofDiagnosis = { diagnosisId: 'dgn_1', serviceId: 'svc_1', findingId: null, ...progress };
const ofVerification = { verificationId: 'vrf_1', ...progress };
const ofPlugin = { pluginName: 'prometheus', from: null, to: 'READY', failure: null } as const;
const ofContainer = {
  ...{ serviceId: 'svc_prometheus', containerId: 'c', containerName: 'shop-prometheus-1', action: 'die' },
  ...({ from: 'RUNNING', to: 'EXITED', health: null, exitCode: 137, oomKilled: true } as const),
};

/** Everything that can have happened, with the type that shows it. */
const happened: readonly (readonly [EventDetail, string])[] = [
  [
    { type: 'HEALTH_CHANGED', serviceId: 'svc_prometheus', from: 'UNKNOWN', to: 'DOWN', causedBy: [] },
    'HealthChange',
  ],
  [{ type: 'CONTAINER_CHANGED', ...ofContainer }, 'ContainerChange'],
  [{ type: 'TARGET_CHANGED', targetId: 'tgt_1', from: 'UP', to: 'DOWN' }, 'TargetChange'],
  [
    {
      ...{ type: 'ALERT_CHANGED', alertId: 'alt_1', from: 'PENDING', to: 'FIRING', severity: 'WARNING' },
      ...{ labels: { alertname: 'A' }, startsAt: '2026-11-23T12:00:00.000Z', endsAt: null },
    },
    'AlertChange',
  ],
  [{ type: 'FEED_LOST', feedKind: 'DOCKER_EVENTS', serviceId: null, failure: 'It is gone.' }, 'FeedChange'],
  [{ type: 'FEED_RETURNED', feedKind: 'DOCKER_EVENTS', serviceId: null, failure: null }, 'FeedChange'],
  [{ type: 'SERVICE_DISCOVERED', ...ofService }, 'ServiceChange'],
  [{ type: 'SERVICE_REGISTERED', ...ofService }, 'ServiceChange'],
  [{ type: 'SERVICE_UPDATED', ...ofService }, 'ServiceChange'],
  [{ type: 'SERVICE_REMOVED', ...ofService }, 'ServiceChange'],
  [{ type: 'SERVICE_PAUSED', ...ofService }, 'ServiceChange'],
  [{ type: 'SERVICE_RESUMED', ...ofService }, 'ServiceChange'],
  [{ type: 'PLUGIN_LOADED', ...ofPlugin }, 'PluginChange'],
  [{ type: 'PLUGIN_FAILED', ...ofPlugin }, 'PluginChange'],
  [{ type: 'PLUGIN_CRASHED', ...ofPlugin }, 'PluginChange'],
  [{ type: 'PLUGIN_QUARANTINED', ...ofPlugin }, 'PluginChange'],
  [{ type: 'PLUGIN_ENABLED', ...ofPlugin }, 'PluginChange'],
  [{ type: 'PLUGIN_DISABLED', ...ofPlugin }, 'PluginChange'],
  [{ type: 'DIAGNOSIS_STARTED', ...ofDiagnosis }, 'DiagnosisProgress'],
  [{ type: 'DIAGNOSIS_CHECK_FINISHED', ...ofDiagnosis }, 'DiagnosisProgress'],
  [{ type: 'DIAGNOSIS_FINDING_MADE', ...ofDiagnosis }, 'DiagnosisProgress'],
  [{ type: 'DIAGNOSIS_FINISHED', ...ofDiagnosis }, 'DiagnosisProgress'],
  [{ type: 'VERIFICATION_STARTED', ...ofVerification }, 'VerificationProgress'],
  [{ type: 'VERIFICATION_CHECK_FINISHED', ...ofVerification }, 'VerificationProgress'],
  [{ type: 'VERIFICATION_FINISHED', ...ofVerification }, 'VerificationProgress'],
  [{ type: 'TOKEN_CREATED', name: 'ann', ...change }, 'SettingChange'],
  [{ type: 'TOKEN_REVOKED', name: 'ann', ...change }, 'SettingChange'],
  [{ type: 'SERVER_STARTED', version: '0.1.0' }, 'ServerChange'],
  [{ type: 'SERVER_STOPPED', version: '0.1.0' }, 'ServerChange'],
  [{ type: 'REQUEST_REFUSED', mutation: 'createToken', userErrors: [] }, 'Refusal'],
];

let fake: FakeApp;
beforeEach(async () => {
  fake = await new FakeApp().watches('prometheus');
});

type Found = { readonly __typename: string; readonly id: string } | null;
const node = async (id: string, role?: Role): Promise<Found> => {
  const asked = { variables: { id }, ...(role && { role }) };
  return (await fake.data<{ node: Found }>('query ($id: ID!) { node(id: $id) { __typename id } }', asked))
    .node;
};
const nodes = (ids: readonly string[]) =>
  fake.ask<{ nodes: Found[] }>('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', {
    variables: { ids },
  });

describe('What has an id', () => {
  it.each([
    ['Service', '{ services { nodes { id } } }'],
    ['Stack', '{ stacks { id } }'],
    ['Plugin', '{ plugins { id } }'],
    ['Token', '{ tokens { id } }'],
  ])('is read again by it when it is a %s', async (type, query) => {
    await fake.app.createToken(fake.viewer('ADMIN'), { name: 'ann', role: 'VIEWER', expiresAt: null });
    const [, id = ''] = /"id":"([^"]+)"/u.exec(JSON.stringify(await fake.data(query))) ?? [];
    expect(await node(id, 'ADMIN')).toEqual({ __typename: type, id });
  });

  it('is read again by it when it is anything that can have happened', async () => {
    expect(happened.map(([{ type }]) => type).sort()).toEqual([...eventTypes].sort());
    await fake.log.append(happened.map(([detail]) => draft({ detail })));
    const { events } = await fake.data<{ events: { nodes: { id: string; type: string }[] } }>(
      '{ events { nodes { id type } } }',
    );
    expect(events.nodes.map(({ type }) => type)).toEqual(happened.map(([{ type }]) => type));
    const found = (await nodes(events.nodes.map(({ id }) => id))).data?.nodes;
    expect(found).toEqual(events.nodes.map(({ id }, index) => ({ id, __typename: happened[index]?.[1] })));
  });

  it.each(['VIEWER', 'OPERATOR'] as const)(
    'is nothing to a role that may not see it: a token to %s',
    async (role) => {
      const wanted = { name: 'ann', role: 'VIEWER', expiresAt: null } as const;
      const { token } = await fake.app.createToken(fake.viewer('ADMIN'), wanted);
      expect(await node(token.id, role)).toBeNull();
      const subject = '{ events(filter: { types: [TOKEN_CREATED] }) { nodes { subject { id } } } }';
      expect(await fake.data(subject, { role })).toEqual({ events: { nodes: [{ subject: null }] } });
      expect(await fake.data(subject, { role: 'ADMIN' })).toEqual({
        events: { nodes: [{ subject: { id: token.id } }] },
      });
    },
  );

  it('stays readable when it was removed', async () => {
    await fake.watches({ name: 'grafana', removedAt: fake.clock.now() });
    expect(await node('svc_grafana')).toEqual({ __typename: 'Service', id: 'svc_grafana' });
    expect(await fake.data('{ services { nodes { name } } }')).toEqual({
      services: { nodes: [{ name: 'prometheus' }] },
    });
  });
});

describe('An id', () => {
  it.each([
    '',
    'svc_',
    'svc_nobody',
    'stk_prometheus',
    'evt_',
    'evt_memory.0',
    'evt_memory.9',
    'evt_other.1',
    'x',
    '_',
  ])('of nothing finds nothing: %j', async (id) => {
    await fake.turns('prometheus', 'DOWN');
    expect(await node(id)).toBeNull();
  });

  it('of an event that was forgotten finds nothing, not the next one', async () => {
    await fake.log.append([draft({ at: new Date(0) }), draft()]);
    await fake.log.trim(fake.clock.now());
    expect([await node('evt_memory.1'), await node('evt_memory.2')]).toMatchObject([
      null,
      { id: 'evt_memory.2' },
    ]);
  });
});

describe('Several ids', () => {
  it('are answered in their order, null where there is nothing', async () => {
    const { data } = await nodes(['svc_nobody', 'svc_prometheus', 'stk_shop', 'svc_prometheus']);
    expect(data?.nodes.map((found) => found?.id ?? null)).toEqual([
      ...[null, 'svc_prometheus', 'stk_shop', 'svc_prometheus'],
    ]);
  });

  it.each([
    [100, undefined],
    [101, 'BAD_USER_INPUT'],
  ])('may be %i and no more', async (count, code) => {
    const { errors } = await nodes(Array.from({ length: count }, () => 'svc_prometheus'));
    expect(errors?.map(({ extensions }: GraphQLError) => extensions['code'])).toEqual(code && [code]);
  });
});
