import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { container, FakeEngine } from '../support/fake-engine.ts';
import { ask, Subscriber } from '../support/graphql-client.ts';
import { RunningCustos } from '../support/running-custos.ts';

interface Item {
  readonly events: { readonly cursor: string; readonly type: string; readonly summary: string };
}

const everything =
  'subscription ($after: String) { events(after: $after, filter: { types: [SERVICE_PAUSED] }) { cursor type summary } }';

let custos: RunningCustos;
const subscribers: Subscriber<Item>[] = [];
beforeEach(async () => {
  const engine = new FakeEngine([container('prometheus')]);
  custos = await new RunningCustos(engine).start();
  engine.lists(custos.clock.now());
  await custos.until('it is healthy', () => custos.status('prometheus') === 'HEALTHY');
});
afterEach(async () => {
  await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.close()));
  await custos.end();
});

function subscribe(after: string | null): Subscriber<Item> {
  const subscriber = new Subscriber<Item>(custos.custos.url, custos.secret, everything, { after });
  subscribers.push(subscriber);
  return subscriber;
}

/** Lets so many things happen, numbered on from the last. */
let number = 0;
async function happen(count: number): Promise<readonly string[]> {
  const reasons = Array.from({ length: count }, () => `reason ${String((number += 1))}`);
  for (const reason of reasons) {
    await custos.app.pauseService(custos.admin, { service: 'prometheus', stack: null, until: null, reason });
  }
  return reasons;
}

const reasonsOf = (items: readonly Item[]) =>
  items.map(({ events }) => /reason \d+/u.exec(events.summary)?.[0] ?? '');

async function cursorNow(): Promise<string> {
  const answer = await ask<{ cursor: string }>(custos.custos.url, custos.secret, '{ cursor }');
  return answer.data?.cursor ?? '';
}

describe('A subscriber that is cut off and misses 500 events', () => {
  it('gets exactly those, in order, when it reconnects with its cursor', async () => {
    const before = subscribe(await cursorNow());
    const seen = await happen(3);
    await before.received(3);
    before.cut();
    const missed = await happen(500);
    const again = subscribe(before.items.at(-1)?.events.cursor ?? '');
    await again.received(500);
    const later = await happen(2);
    await again.received(502);
    expect(reasonsOf(before.items)).toEqual(seen);
    expect(reasonsOf(again.items)).toEqual([...missed, ...later]);
  });

  it('gets exactly those, in order, also from a server that was restarted meanwhile', async () => {
    const before = subscribe(await cursorNow());
    await happen(1);
    await before.received(1);
    before.cut();
    const missed = await happen(250);
    await custos.restart();
    const expected = [...missed, ...(await happen(250))];
    const again = subscribe(before.items[0]?.events.cursor ?? '');
    await again.received(500);
    expect(reasonsOf(again.items)).toEqual(expected);
  });
});

describe('A cursor', () => {
  it('of nobody’s log is refused, not skipped over', async () => {
    const subscriber = subscribe('elsewhere.1');
    await subscriber.received(1);
    expect(subscriber.failures).toMatchObject([{ extensions: { code: 'CURSOR_INVALID' } }]);
  });

  it('read with the state belongs to it: what follows begins where the state ends', async () => {
    const query = '{ cursor service(name: "prometheus") { paused { reason } } }';
    await happen(1);
    const asked = ask<{ cursor: string; service: { paused: { reason: string } } }>(
      custos.custos.url,
      custos.secret,
      query,
    );
    const during = happen(20);
    const { data } = await asked;
    await during;
    const follower = subscribe(data?.cursor ?? '');
    const rest = number - Number(data?.service.paused.reason.replace('reason ', ''));
    await follower.received(rest);
    await happen(1);
    await follower.received(rest + 1);
    expect(reasonsOf(follower.items)).toEqual(
      Array.from({ length: rest + 1 }, (_, index) => `reason ${String(number - rest + index)}`),
    );
  });
});
