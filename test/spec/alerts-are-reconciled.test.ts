import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { AlertReport } from '../../src/domain/alert/alert.ts';
import { reported, webhook } from '../support/fake-alerts.ts';
import { container, FakeEngine } from '../support/fake-engine.ts';
import { scraped } from '../support/fake-targets.ts';
import { RunningCustos } from '../support/running-custos.ts';

const secret = 'the-secret-of-these-webhooks';
const labels = { alertname: 'TargetDown', severity: 'critical', job: 'bot', instance: 'bot:8082' };
const firing = reported(labels);
const masked = reported(labels, { state: 'SUPPRESSED', silencedBy: ['s1'] });
const over = reported(labels, { state: 'RESOLVED', endsAt: new Date('2026-11-23T12:01:00.000Z') });
const listing = { reconcileIntervalMs: 30_000, services: [] };

let custos: RunningCustos;
beforeEach(async () => {
  const engine = new FakeEngine([container('prometheus'), container('alertmanager'), container('bot')]);
  custos = new RunningCustos(engine);
  custos.targets.lists('prometheus', [scraped('bot', 'bot:8082')]);
  await custos.start({ webhookToken: secret });
  engine.lists(custos.clock.now());
  await custos.until('the services are found', () => custos.app.services({}).length >= 2);
  await custos.clock.advance(2000);
});
afterEach(() => custos.end());

const send = (body: string, given: { readonly path?: string; readonly token?: string } = {}) =>
  fetch(`${custos.custos.url}/webhooks/alertmanager${given.path ?? ''}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${given.token ?? secret}` },
    body,
  });
const told = async (...reports: readonly AlertReport[]) => {
  const answer = await send(webhook(...reports));
  expect(answer.status).toBe(200);
};
const listed = async (
  alertmanager: readonly AlertReport[],
  prometheus: readonly AlertReport[] = alertmanager,
) => {
  custos.alerts.lists('alertmanager', ...alertmanager);
  custos.alerts.lists('prometheus', ...prometheus);
  const before = custos.alerts.asked.length;
  await custos.clock.advance(listing.reconcileIntervalMs * 1.2);
  await custos.until('they are listed', () => custos.alerts.asked.length > before);
};
const all = { after: null, before: null, limit: 100, from: 'start' } as const;
const alerts = () => custos.app.alerts({}, all);
const turns = async () =>
  (await custos.events('ALERT_CHANGED')).map(({ detail }) =>
    detail.type === 'ALERT_CHANGED' ? `${detail.from ?? 'nothing'} to ${detail.to}` : '',
  );
const turned = (...expected: readonly string[]) =>
  custos.until(`the alert went ${expected.join(', ')}`, async () => {
    // Between parts everything else has its turn, by the clock.
    await custos.clock.advance(60);
    return (await turns()).join() === expected.join();
  });

describe('An alert that a webhook tells of', () => {
  it('is there, with the service that it is about, and who knows of it', async () => {
    await told(firing);
    await turned('nothing to FIRING');
    const [alert] = await alerts();
    expect(alert).toMatchObject({
      name: 'TargetDown',
      severity: 'CRITICAL',
      state: 'FIRING',
      sources: ['WEBHOOK'],
    });
    expect(custos.app.serviceById(alert?.serviceId ?? '')?.name).toBe('bot');
    const [event] = await custos.events('ALERT_CHANGED');
    expect(event).toMatchObject({
      summary: 'The alert TargetDown of bot:8082 fires.',
      subject: alert?.id,
      services: [alert?.serviceId],
    });
  });

  it('is one change, however often it is told', async () => {
    for (let time = 0; time < 100; time += 1) await told(firing);
    await told(over, over);
    await told(firing);
    await turned('nothing to FIRING', 'FIRING to RESOLVED');
  });

  it('is taken in by the next server when this one ended first', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, at) => told(reported({ alertname: `A${String(at)}` }))));
    await custos.restart({ webhookToken: secret });
    await custos.until('all are known', async () => {
      await custos.clock.advance(60);
      return (await alerts()).length === 20;
    });
    expect(await turns()).toHaveLength(20);
  });

  it('is over when the listings say so, though no webhook does: it was silenced meanwhile', async () => {
    await told(firing);
    await listed([masked], [firing]);
    await turned('nothing to FIRING', 'FIRING to SUPPRESSED');
    await listed([]);
    await turned('nothing to FIRING', 'FIRING to SUPPRESSED', 'SUPPRESSED to RESOLVED');
    expect((await alerts())[0]).toMatchObject({ state: 'RESOLVED', silencedBy: [] });
  });
});

describe('An alert that no webhook tells of', () => {
  it('is right within one listing, at every stage', async () => {
    const activeAt = { startsAt: new Date('2026-11-23T11:59:00.000Z') };
    await listed([], [reported(labels, { ...activeAt, state: 'PENDING' })]);
    await listed([], [reported(labels, activeAt)]);
    await turned('nothing to PENDING', 'PENDING to FIRING');
    expect((await alerts())[0]).toMatchObject({ sources: ['PROMETHEUS'] });
    await listed([firing], [reported(labels, activeAt)]);
    expect((await alerts())[0]).toMatchObject({ sources: ['ALERTMANAGER', 'PROMETHEUS'] });
    await listed([masked], [reported(labels, activeAt)]);
    await listed([]);
    await turned(
      ...['nothing to PENDING', 'PENDING to FIRING', 'FIRING to SUPPRESSED', 'SUPPRESSED to RESOLVED'],
    );
  });

  it('grows stale while nobody can be asked, and says so', async () => {
    await listed([firing]);
    custos.alerts.fails('alertmanager', 'It refuses connections.');
    custos.alerts.fails('prometheus', 'It refuses connections.');
    await custos.clock.advance(120_000);
    await custos.until('the feed is lost', async () => (await custos.events('FEED_LOST')).length > 0);
    const [alert] = await alerts();
    expect(alert).toMatchObject({ state: 'FIRING' });
    expect(alert && custos.app.isAlertStale(alert)).toBe(true);
    await listed([firing]);
    const [again] = await alerts();
    expect(again && custos.app.isAlertStale(again)).toBe(false);
    expect(await turns()).toEqual(['nothing to FIRING']);
  });

  it('is not written again while nothing about it is new', async () => {
    await listed([firing]);
    const [before] = await alerts();
    await listed([firing]);
    await listed([firing]);
    const [after] = await alerts();
    expect(await turns()).toEqual(['nothing to FIRING']);
    expect(after?.updatedAt).toEqual(before?.updatedAt);
    expect(after?.observedAt.getTime()).toBeGreaterThan(before?.observedAt.getTime() ?? Infinity);
  });
});

describe('A webhook', () => {
  const refused = async (answer: Promise<Response>) => {
    const response = await answer;
    const { errors } = (await response.json()) as { errors: readonly { readonly message: string }[] };
    return [response.status, errors[0]?.message];
  };
  it.each<[string, () => Promise<Response>, number, RegExp]>([
    [
      'with a wrong secret',
      () => send(webhook(firing), { token: 'guessed-guessed-guessed' }),
      401,
      /custos token webhook/,
    ],
    [
      'for a stack that is not there',
      () => send(webhook(firing), { path: '/nowhere' }),
      404,
      /no stack of that name/,
    ],
    ['that is broken off', () => send(webhook(firing).slice(0, -9)), 400, /no JSON, or broken off/],
    ['that is empty', () => send(''), 400, /no JSON/],
    ['of another version', () => send('{"version":"3","alerts":[]}'), 422, /version "3"; 4 is taken/],
    ['of something else', () => send('[]'), 422, /none of Alertmanager/],
    [
      'with an alert that is none',
      () => send('{"version":"4","alerts":[{"status":"maybe"}]}'),
      422,
      /alert \(number 1\) that is none/,
    ],
    [
      'with an alert without a beginning',
      () => send(webhook(firing).replace('2026-11-23T12:00:00.000Z', 'soon')),
      422,
      /since when it fires/,
    ],
    [
      'that is too large',
      () => send(`{"version":"4","more":"${'x'.repeat(33_554_432)}"}`),
      413,
      /33554432 bytes/,
    ],
  ])('%s is refused with a reason', async (_, ask, status, message) => {
    expect(await refused(ask())).toEqual([status, expect.stringMatching(message)]);
    expect(await turns()).toEqual([]);
  });

  it('is counted by what became of it', async () => {
    await told(firing);
    await send('{"version":"3"}');
    const metrics = await (await fetch(`${custos.custos.url}/metrics`)).text();
    expect(metrics).toContain('custos_webhooks_total{outcome="taken"} 1');
    expect(metrics).toContain('custos_webhooks_total{outcome="foreign"} 1');
  });

  it('with whatever in it is kept as text, cut, and without secrets', async () => {
    const hostile = {
      alertname: '<script>alert(1)</script>',
      long: 'x'.repeat(100_000),
      control: 'a\u0000b\u0007\uD800',
      url: 'http://ann:hunter2@db/',
    };
    const annotations = { description: 'Authorization: Bearer abcdefgh12345' };
    await told(reported(hostile, { annotations }));
    await turned('nothing to FIRING');
    const [alert] = await alerts();
    expect(alert?.labels).toMatchObject({
      alertname: '<script>alert(1)</script>',
      control: 'a\uFFFDb\u0007\uFFFD',
    });
    expect(alert?.labels['long']).toHaveLength(1024);
    expect(JSON.stringify(alert)).not.toMatch(/hunter2|abcdefgh12345/u);
  });

  it('says nothing of the secret in the data folder, which is made once', async () => {
    await custos.restart({ webhookToken: null });
    const { readFileSync, statSync } = await import('node:fs');
    const file = `${custos.folder}/webhook-token`;
    const made = readFileSync(file, 'utf8').trim();
    expect(made).toMatch(/^[0-9a-f]{64}$/u);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await send(webhook(firing), { token: made })).status).toBe(200);
    await custos.restart({ webhookToken: null });
    expect(readFileSync(file, 'utf8').trim()).toBe(made);
  });
});
