import { beforeEach, describe, expect, it } from 'vitest';

import type { AlertQuery, Hook } from '../../application/ports/alert-store.ts';
import type { Alert, AlertState, Labels } from '../../domain/alert/alert.ts';
import { parseMatcher } from '../../domain/service/matcher.ts';
import { storeIn, temporaryFolder } from '../../../test/support/temporary-store.ts';
import type { Store } from './open-store.ts';

const noon = Date.UTC(2026, 10, 23, 12);
const second = (seconds: number): Date => new Date(noon + seconds * 1000);

const alert = (id: string, labels: Labels, more: Partial<Alert> = {}): Alert => ({
  ...{ id: `alt_${id}`, stackId: 'stk_1', fingerprint: id, name: labels['alertname'] ?? '', labels },
  ...{ annotations: { summary: 'It is "down", 2026-11-23T12:00:00Z' }, severity: 'WARNING', state: 'FIRING' },
  ...{ startsAt: second(0), endsAt: null, generatorUrl: null, receivers: ['team'], silencedBy: [] },
  ...{ inhibitedBy: [], sources: ['WEBHOOK'], serviceId: null, updatedAt: second(1), observedAt: second(1) },
  ...more,
});
const over = (endsAt: number): Partial<Alert> => ({ state: 'RESOLVED', endsAt: second(endsAt) });

let store: Store;
beforeEach(async () => {
  store = await storeIn(temporaryFolder());
});
const save = (...alerts: readonly Alert[]) =>
  store.log.append(
    [],
    alerts.map((one) => ({ kind: 'alert-saved', alert: one, isNew: true })),
  );
const all = { after: null, before: null, limit: 100, from: 'start' } as const;
const found = async (query: AlertQuery) => {
  const alerts = await store.alerts.listAlerts(query, all);
  expect(await store.alerts.countAlerts(query)).toBe(alerts.length);
  return alerts.map(({ fingerprint }) => fingerprint).sort();
};

describe('Alerts in the database', () => {
  it('are read as they were written, the last one counting', async () => {
    const first = alert('a', { alertname: 'A', at: '2026-11-23T12:00:00Z', empty: '' });
    await save(first, alert('b', { alertname: 'B' }));
    const second = { ...first, ...over(9), receivers: [], updatedAt: new Date(noon + 9000) };
    await save(second);
    expect(await store.alerts.alerts(['alt_a', 'alt_none'])).toEqual([second]);
    expect((await store.alerts.openAlerts()).map(({ id }) => id)).toEqual(['alt_b']);
  });

  it.each<[string, string[], string[]]>([
    ['equality', ['job="bot"'], ['bot', 'bot2']],
    ['two of them', ['job="bot"', 'instance="2"'], ['bot2']],
    ['inequality, where the label is missing too', ['job!="bot"'], ['bare', 'node']],
    ['a label that is not there', ['job=""'], ['bare']],
    ['a label that is there', ['job!=""'], ['bot', 'bot2', 'node']],
    ['an expression', ['job=~"b.*|x"'], ['bot', 'bot2']],
    ['an expression that the empty value passes', ['instance=~"|2"'], ['bare', 'bot2', 'node']],
    ['an expression that must not match', ['job!~"b.*"'], ['bare', 'node']],
    ['an expression of which nothing is left', ['job!~".*"'], []],
    ['a label that nobody has', ['nobody="x"'], []],
    ['anything', ['alertname=~".+"'], ['bare', 'bot', 'bot2', 'node']],
  ])('are found by %s', async (_, matchers, expected) => {
    await save(
      alert('bot', { alertname: 'Down', job: 'bot', instance: '1' }),
      alert('bot2', { alertname: 'Down', job: 'bot', instance: '2' }),
      alert('node', { alertname: 'Full', job: 'node' }),
      alert('bare', { alertname: 'Watchdog' }),
    );
    expect(await found({ matchers: matchers.map(parseMatcher) })).toEqual(expected);
  });

  it.each<[string, AlertQuery, string[]]>([
    ['stack', { stackId: 'stk_2' }, ['other']],
    ['service', { serviceIds: ['svc_1', 'svc_9'] }, ['old']],
    ['no service', { serviceIds: [] }, []],
    ['state', { states: ['FIRING', 'PENDING'] }, ['new', 'other']],
    ['severity', { severities: ['CRITICAL'] }, ['new']],
    ['not over before', { since: second(51) }, ['new', 'other']],
    ['over just then', { since: second(50) }, ['new', 'old', 'other']],
    ['begun before', { until: second(10) }, ['old', 'other']],
  ])('are found by %s', async (_, query, expected) => {
    await save(
      alert('old', {}, { ...over(50), serviceId: 'svc_1' }),
      alert('new', {}, { startsAt: second(10), severity: 'CRITICAL' }),
      alert('other', {}, { stackId: 'stk_2' }),
    );
    expect(await found(query)).toEqual(expected);
  });

  it('come newest first, page by page, from either end', async () => {
    await save(...['a', 'b', 'c', 'd'].map((id, index) => alert(id, {}, { startsAt: second(index >> 1) })));
    const read = async (stretch: object) =>
      (await store.alerts.listAlerts({}, { ...all, ...stretch }))
        .map(({ fingerprint }) => fingerprint)
        .join('');
    expect(await read({})).toBe('dcba');
    expect(await read({ limit: 3 })).toBe('dcb');
    expect(await read({ after: { at: second(0), id: 'alt_b' } })).toBe('a');
    expect(await read({ before: { at: second(0), id: 'alt_b' } })).toBe('dc');
    expect(await read({ from: 'end', limit: 2 })).toBe('ba');
  });

  it('go with the log, when they have been over for long', async () => {
    await save(
      alert('open', {}),
      alert('gone', { a: 'b' }, { ...over(1), updatedAt: second(1) }),
      alert('kept', {}, { ...over(1), updatedAt: second(60) }),
    );
    await store.log.trim(second(30));
    expect(await found({})).toEqual(['kept', 'open']);
    expect(await found({ matchers: [parseMatcher('a="b"')] })).toEqual([]);
  });
});

describe('A webhook in the inbox', () => {
  it('waits, with all that it said, until it is taken in', async () => {
    const { fingerprint, labels, annotations, receivers, silencedBy, inhibitedBy } = alert('a', { at: 'x' });
    const said = { fingerprint, labels, annotations, receivers, silencedBy, inhibitedBy, generatorUrl: null };
    const state: AlertState = 'RESOLVED';
    const report = { ...said, state, startsAt: second(0), endsAt: second(1) };
    const hook: Hook = {
      ...{ sequence: 7, stackId: 'stk_1', source: 'WEBHOOK' as const, receivedAt: second(2) },
      reports: [report, { ...report, state: 'FIRING', endsAt: null }],
    };
    await store.log.append([], [{ kind: 'hook-received', hook }]);
    expect(await store.alerts.hooks()).toEqual([7]);
    expect(await store.alerts.readHooks([7, 8])).toEqual([hook]);
    await store.log.append([], [{ kind: 'hook-done', sequence: 7 }]);
    expect(await store.alerts.hooks()).toEqual([]);
    expect(await store.alerts.readHooks([7])).toEqual([]);
  });
});
