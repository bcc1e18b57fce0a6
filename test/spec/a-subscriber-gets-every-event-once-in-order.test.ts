import { afterEach, describe, expect, it } from 'vitest';
import { defaultLimits } from '../../src/http/limits.ts';
import { pendingBytes } from '../../src/http/fan-out/member.ts';
import type { HttpWorld } from '../support/http-world.ts';
import { SocketClient, startHttp, until } from '../support/http-world.ts';

const follow = 'subscription($after: String) { changed(after: $after) { sequence summary } }';
const numbers = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

function sequences(client: SocketClient, id: string): readonly number[] {
  return client
    .of(id)
    .filter(({ type }) => type === 'next')
    .map(({ payload }) => (payload as { data: { changed: { sequence: number } } }).data.changed.sequence);
}

describe('A subscriber', () => {
  let world: HttpWorld;
  const start = async (...options: Parameters<typeof startHttp>): Promise<HttpWorld> => {
    world = await startHttp(...options);
    return world;
  };
  const connect = (): Promise<SocketClient> => SocketClient.connected(world.server.url, 'viewer');
  /** The most bytes that wait for one client, as the server measures them. */
  const waiting = async (): Promise<number> => {
    const metrics = await (await fetch(`${world.server.url}/metrics`)).text();
    return Number(/^custos_socket_pending_bytes (\d+)$/m.exec(metrics)?.[1]);
  };
  const append = (times: number, text = 'It happened.'): void => {
    world.app.append(...Array.from({ length: times }, () => text));
  };
  const subscribed = async (client: SocketClient, id: string, variables = {}): Promise<void> => {
    const before = world.server.subscribers();
    client.subscribe(id, { query: follow, variables });
    await until(() => world.server.subscribers() > before);
  };
  afterEach(() => world.stop());

  it('gets what happens from now on, when it names no cursor', async () => {
    await start();
    append(3);
    const client = await connect();
    await subscribed(client, 'a');
    append(2);
    await until(() => client.of('a').length === 2);
    expect(client.of('a')[0]).toEqual({
      id: 'a',
      type: 'next',
      payload: { data: { changed: { sequence: 4, summary: 'It happened.' } } },
    });
    expect(sequences(client, 'a')).toEqual([4, 5]);
  });

  it('gets what happened since its cursor first, and then what happens', async () => {
    await start();
    append(1_000);
    const client = await connect();
    await subscribed(client, 'a', { after: '990' });
    append(5);
    await until(() => client.of('a').length === 15);
    expect(sequences(client, 'a')).toEqual(numbers(991, 1_005));
  });

  it('misses nothing and gets nothing twice, whenever it comes', async () => {
    await start();
    const clients: SocketClient[] = [];
    for (let turn = 0; turn < 30; turn++) {
      append(7);
      const client = await connect();
      clients.push(client);
      // Others join the same cohort meanwhile, each from another position.
      client.subscribe('a', { query: follow, variables: { after: String(turn * 3) } });
      append(3);
    }
    await until(() => clients.every((client) => sequences(client, 'a').at(-1) === 300));
    for (const [turn, client] of clients.entries()) {
      expect(sequences(client, 'a')).toEqual(numbers(turn * 3 + 1, 300));
    }
    expect(world.app.followers).toBe(1);
  });

  it('gets only what its arguments ask for', async () => {
    await start();
    const client = await connect();
    const query = 'subscription($only: String) { changed(only: $only) { sequence } }';
    client.subscribe('a', { query, variables: { only: 'red' } });
    client.subscribe('b', { query, variables: { only: 'blue' } });
    await until(() => world.server.subscribers() === 2);
    world.app.append('red', 'blue', 'red and blue', 'green');
    await until(() => client.of('a').length + client.of('b').length === 4);
    expect([sequences(client, 'a'), sequences(client, 'b')]).toEqual([
      [1, 3],
      [2, 3],
    ]);
  });

  it('leaves nothing behind when it completes or its socket closes', async () => {
    await start();
    const client = await connect();
    for (const id of ['a', 'b', 'c']) await subscribed(client, id, id === 'c' ? {} : { after: '0' });
    client.send({ id: 'a', type: 'complete' });
    await until(() => world.server.subscribers() === 2);
    append(1);
    await until(() => client.of('c').length === 1);
    expect(client.of('a')).toEqual([]);
    await client.close();
    await until(() => world.server.subscribers() === 0 && world.app.followers === 0);
  });

  it.each([
    ['of another log', 'nonsense', 'CURSOR_INVALID'],
    ['older than the log keeps', '5', 'CURSOR_EXPIRED'],
  ])('is told when its cursor is %s', async (_why, after, code) => {
    await start();
    append(20);
    world.app.oldest = 10;
    const client = await connect();
    client.subscribe('a', { query: follow, variables: { after } });
    await until(() => client.of('a').length > 0);
    expect(client.of('a')).toMatchObject([{ type: 'error', payload: [{ extensions: { code } }] }]);
    expect(world.server.subscribers()).toBe(0);
  });

  it('may have a hundred subscriptions on a socket, and is refused one more', async () => {
    await start({ limits: { ...defaultLimits, subscriptionsPerSocket: 5 } });
    const client = await connect();
    for (const id of ['1', '2', '3', '4', '5']) await subscribed(client, id);
    client.subscribe('6', { query: follow });
    await until(() => client.of('6').length > 0);
    expect(client.of('6')).toMatchObject([
      { type: 'error', payload: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] },
    ]);
    expect(world.server.subscribers()).toBe(5);
    expect(defaultLimits.subscriptionsPerSocket).toBe(100);
  });

  it('is shown a failing field as null with a masked error, like the answer to a query', async () => {
    await start();
    const client = await connect();
    client.subscribe('a', { query: 'subscription { changed { sequence broken } }' });
    await until(() => world.server.subscribers() === 1);
    append(1);
    await until(() => client.of('a').length > 0);
    const payload = client.of('a')[0]?.payload;
    expect(payload).toMatchObject({
      data: { changed: { sequence: 1, broken: null } },
      errors: [{ path: ['changed', 'broken'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(JSON.stringify(payload)).not.toContain('hunter2');
  });

  it('that stops reading costs a bounded memory, hinders nobody, and gets everything when it reads again', async () => {
    await start();
    const [slow, quick] = [await connect(), await connect()];
    await subscribed(slow, 'a');
    await subscribed(quick, 'a');
    slow.socket.pause();
    const text = 'x'.repeat(2_000);
    for (let batch = 1; batch <= 50; batch++) {
      append(100, text);
      await until(() => sequences(quick, 'a').length === batch * 100);
      expect(await waiting()).toBeLessThan(pendingBytes + 8_192);
    }
    expect(await waiting()).toBeGreaterThan(pendingBytes);
    slow.socket.resume();
    await until(() => sequences(slow, 'a').length === 5_000);
    expect(sequences(slow, 'a')).toEqual(numbers(1, 5_000));
    append(1);
    await until(() => sequences(slow, 'a').length === 5_001 && sequences(quick, 'a').length === 5_001);
    expect(world.app.followers).toBe(1);
  });

  it('that fell behind what the log keeps is told so, and others are not', async () => {
    await start();
    const [slow, quick] = [await connect(), await connect()];
    await subscribed(slow, 'a');
    await subscribed(quick, 'a');
    slow.socket.pause();
    append(3_000, 'x'.repeat(2_000));
    await until(() => sequences(quick, 'a').length === 3_000);
    world.app.oldest = 2_990;
    slow.socket.resume();
    await until(() => slow.of('a').some(({ type }) => type === 'error'));
    const got = sequences(slow, 'a');
    expect(got).toEqual(numbers(1, got.length));
    expect(got.length).toBeLessThan(3_000);
    expect(slow.of('a').at(-1)).toMatchObject({ payload: [{ extensions: { code: 'CURSOR_EXPIRED' } }] });
    append(1);
    await until(() => sequences(quick, 'a').length === 3_001);
  });
});
