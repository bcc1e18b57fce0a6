import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HttpWorld } from '../support/http-world.ts';
import { SocketClient, startHttp, until } from '../support/http-world.ts';

describe('A subscriber whose token is revoked, expires or is demoted', () => {
  let world: HttpWorld;
  let client: SocketClient;
  let other: SocketClient;
  beforeEach(async () => {
    world = await startHttp();
    client = await SocketClient.connected(world.server.url, 'viewer');
    other = await SocketClient.connected(world.server.url, 'operator');
    for (const each of [client, other])
      each.subscribe('a', { query: 'subscription { changed { sequence } }' });
    await until(() => world.server.subscribers() === 2);
  });
  afterEach(() => world.stop());

  it('is sent nothing more, not even the event that happens at once', async () => {
    world.app.append('before');
    await until(() => client.of('a').length === 1);
    world.app.revoke('viewer');
    world.app.append('after');
    await until(() => client.closed !== null);
    expect(client.closed).toEqual({
      code: 4401,
      reason: 'The token was revoked, has expired or has another role now.',
    });
    expect(client.of('a').length).toBe(1);
    await until(() => other.of('a').length === 2);
  });

  it('is disconnected within five seconds when nothing happens at all', async () => {
    world.app.revoke('viewer');
    await world.clock.advance(5_000);
    await until(() => client.closed !== null);
    expect(client.closed?.code).toBe(4401);
    expect(other.closed).toBeNull();
    expect(world.server.subscribers()).toBe(1);
  });

  it('may not ask on the open socket either', async () => {
    world.app.revoke('viewer');
    const answer = await client.ask('b', { query: '{ cursor }' });
    expect(answer?.errors?.[0]?.extensions['code'] ?? client.closed?.code).toBe('UNAUTHENTICATED');
  });
});
