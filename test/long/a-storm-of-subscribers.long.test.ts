import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { container, FakeEngine } from '../support/fake-engine.ts';
import { ask, Subscriber } from '../support/graphql-client.ts';
import { RunningCustos } from '../support/running-custos.ts';

interface Item {
  readonly events: { readonly cursor: string; readonly summary: string };
}

const many = 1_000;
const query =
  'subscription ($after: String) { events(after: $after, filter: { types: [SERVICE_PAUSED] }) { cursor summary } }';

let custos: RunningCustos;
beforeAll(async () => {
  const engine = new FakeEngine([container('prometheus')]);
  custos = await new RunningCustos(engine).start();
  engine.lists(custos.clock.now());
  await custos.until('it is healthy', () => custos.status('prometheus') === 'HEALTHY');
});
afterAll(() => custos.end());

let number = 0;
async function happen(count: number): Promise<readonly string[]> {
  const reasons = Array.from({ length: count }, () => `reason ${String((number += 1))}.`);
  for (const reason of reasons) {
    await custos.app.pauseService(custos.admin, { service: 'prometheus', stack: null, until: null, reason });
  }
  return reasons;
}

const reasonsOf = (items: readonly Item[]) =>
  items.map(({ events }) => /reason \d+\./u.exec(events.summary)?.[0] ?? '');

function subscribeAll(afters: readonly string[]): readonly Subscriber<Item>[] {
  const { url } = custos.custos;
  return afters.map((after) => new Subscriber<Item>(url, custos.secret, query, { after }));
}

async function subscribers(): Promise<number> {
  const asked = '{ serverInfo { subscribers } }';
  const { data } = await ask<{ serverInfo: { subscribers: number } }>(
    custos.custos.url,
    custos.secret,
    asked,
  );
  return data!.serverInfo.subscribers;
}

describe('A thousand subscribers', () => {
  it('that are cut off together and come back together, three times, miss nothing and get nothing twice', async () => {
    const { data } = await ask<{ cursor: string }>(custos.custos.url, custos.secret, '{ cursor }');
    let afters: readonly string[] = Array.from({ length: many }, () => data!.cursor);
    for (let round = 1; round <= 3; round++) {
      const missed = round === 1 ? [] : await happen(20);
      const storm = subscribeAll(afters);
      await Promise.all(storm.map((subscriber) => subscriber.received(missed.length, 120_000)));
      const seen = await happen(10);
      const expected = [...missed, ...seen];
      await Promise.all(storm.map((subscriber) => subscriber.received(expected.length, 120_000)));
      for (const subscriber of storm) {
        expect(subscriber.failures).toEqual([]);
        expect(reasonsOf(subscriber.items)).toEqual(expected);
      }
      afters = storm.map((subscriber) => subscriber.items.at(-1)!.events.cursor);
      for (const subscriber of storm) subscriber.cut();
      await custos.until('all have left', async () => (await subscribers()) === 0);
    }
  });
});
