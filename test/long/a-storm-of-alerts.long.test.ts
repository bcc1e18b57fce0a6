import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Agent, request } from 'undici';

import type { AlertReport } from '../../src/domain/alert/alert.ts';
import { BuiltProgram } from '../support/built-program.ts';
import { reported, webhook } from '../support/fake-alerts.ts';
import { ask } from '../support/graphql-client.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const secret = 'the-secret-of-the-storm';
/** As many as a few Alertmanagers open. */
const dispatcher = new Agent({ connections: 20 });

let custos: BuiltProgram;
let ending = false;
/** The most memory that it had, beyond what it had before. */
let grown: Promise<number>;
beforeAll(async () => {
  const services = [{ name: 'bot', kind: 'application', url: 'http://127.0.0.1:1' }];
  custos = await BuiltProgram.serve({
    webhooks: { alertmanager: { token: secret } },
    stacks: [{ name: 'storm', docker: { host: null }, services }],
  });
  await vi.waitUntil(async () => (await send(webhook())).status === 200, { timeout: 30_000, interval: 200 });
  const before = custos.memory();
  grown = (async () => {
    let most = before;
    while (!ending) {
      most = Math.max(most, custos.memory());
      await pause(100);
    }
    return most - before;
  })();
});
afterAll(async () => {
  await custos.stop();
  await dispatcher.close();
});

async function send(body: string): Promise<{ readonly status: number; readonly tookMs: number }> {
  const began = performance.now();
  const answer = await request(`${custos.url}/webhooks/alertmanager`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body,
    dispatcher,
  });
  await answer.body.dump();
  return { status: answer.statusCode, tookMs: performance.now() - began };
}

const many = (count: number, job: string): readonly AlertReport[] =>
  Array.from({ length: count }, (_, index) =>
    reported(
      {
        ...{ alertname: `High${String(index % 50)}`, severity: 'warning', job, cluster: 'eu-west-1' },
        ...{ instance: `10.0.${String(index >> 8)}.${String(index & 255)}:9100`, team: 'trading' },
      },
      {
        annotations: {
          summary: `Instance ${String(index)} of ${job} has had too many errors for ten minutes.`,
        },
      },
    ),
  );

/** Waits until so many alerts fire, and expects that each is one change. */
async function takenIn(count: number): Promise<void> {
  const query =
    '{ alerts { totalCount } events(filter: { types: [ALERT_CHANGED] }, first: 1) { totalCount } }';
  type Counts = Readonly<Record<'alerts' | 'events', { readonly totalCount: number }>>;
  const counts = async () => (await ask<Counts>(custos.url, custos.token, query)).data;
  await vi.waitUntil(async () => (await counts())?.alerts.totalCount === count, {
    timeout: 60_000,
    interval: 200,
  });
  expect((await counts())?.events.totalCount).toBe(count);
}

describe('A storm of alerts', () => {
  it('of 10,000 in one webhook, and of 1,000 webhooks in ten seconds, is acknowledged and lost nowhere, in 150 MB', async () => {
    const one = await send(webhook(...many(10_000, 'one')));
    expect(one.status).toBe(200);
    await takenIn(10_000);

    const bodies = Array.from({ length: 1000 }, (_, index) => webhook(...many(10, `job-${String(index)}`)));
    const answers: Promise<Awaited<ReturnType<typeof send>>>[] = [];
    const began = performance.now();
    for (const [index, body] of bodies.entries()) {
      await pause(Math.max(0, began + index * 10 - performance.now()));
      answers.push(send(body));
    }
    const answered = await Promise.all(answers);
    expect(new Set(answered.map(({ status }) => status))).toEqual(new Set([200]));
    await takenIn(20_000);

    ending = true;
    const times = answered.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
    process.stdout.write(
      `10,000 alerts acknowledged after ${one.tookMs.toFixed()} ms; 1,000 webhooks: median ${(times[500] ?? 0).toFixed()} ms, ` +
        `p99 ${(times[989] ?? 0).toFixed()} ms; memory grew by ${(await grown).toFixed()} MB\n`,
    );
    expect(await grown).toBeLessThan(150);
  });
});
