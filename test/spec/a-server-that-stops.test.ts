import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { CannotListen } from '../../src/http/cannot-listen.ts';
import { defaultLimits } from '../../src/http/limits.ts';
import { SocketClient, post, startHttp, until } from '../support/http-world.ts';

describe('A server that stops', () => {
  it('says at once that it is not ready, and closes its sockets with 1001', async () => {
    const { server } = await startHttp();
    const client = await SocketClient.connected(server.url, 'viewer');
    client.subscribe('a', { query: 'subscription { changed { sequence } }' });
    await until(() => server.subscribers() === 1);
    await server.close();
    await until(() => client.closed !== null);
    expect(client.closed?.code).toBe(1001);
    expect(server.subscribers()).toBe(0);
    await expect(fetch(`${server.url}/livez`)).rejects.toThrow();
  });

  it('lets requests in flight end', async () => {
    const { server, clock } = await startHttp({ limits: { ...defaultLimits, queryTimeoutMs: 3_000 } });
    const slow = post(server.url, { query: '{ slow }' }, 'viewer');
    await until(() => clock.sleepers() === 2);
    const closing = server.close();
    await clock.advance(3_000);
    expect(await (await slow).json()).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT' } }] });
    await closing;
  });

  it('cuts off requests that do not end within five seconds', async () => {
    const { server, clock } = await startHttp();
    const slow = post(server.url, { query: '{ slow }' }, 'viewer').catch(() => 'cut off');
    await until(() => clock.sleepers() === 2);
    const closing = server.close();
    await clock.advance(4_900);
    expect(await Promise.race([slow, Promise.resolve('in flight')])).toBe('in flight');
    await clock.advance(200);
    await closing;
    expect(await slow).toBe('cut off');
  });

  it('answers not ready, whatever the program says, as long as it still answers', async () => {
    const { server, clock } = await startHttp();
    const slow = post(server.url, { query: '{ slow }' }, 'viewer').catch(() => 'cut off');
    await until(() => clock.sleepers() === 2);
    const kept = connect(Number(new URL(server.url).port), '127.0.0.1');
    let told = '';
    kept.on('data', (data: Buffer) => (told += data.toString()));
    kept.write('GET /readyz HTTP/1.1\r\nhost: localhost\r\n\r\nGET /rea');
    await until(() => told.includes('200 OK'));
    const closing = server.close();
    kept.write('dyz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await until(() => told.includes('503 Service Unavailable'));
    await clock.advance(5_000);
    await Promise.all([closing, slow]);
  });

  it('cuts off sockets that do not answer, and ends within eight seconds of its clock', async () => {
    const { server, clock } = await startHttp();
    const client = await SocketClient.connected(server.url, 'viewer');
    client.socket.pause();
    const closing = server.close();
    await until(() => clock.sleepers() > 0);
    await clock.advance(8_000);
    await closing;
    client.socket.resume();
    await until(() => client.closed !== null);
  });

  it('may be told so more than once', async () => {
    const { server } = await startHttp();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});

describe('A server that cannot listen', () => {
  it('says that another program has the port, and what to do', async () => {
    const first = await startHttp();
    const port = Number(new URL(first.server.url).port);
    const second = startHttp({ port });
    await expect(second).rejects.toThrow(CannotListen);
    await expect(second).rejects.toThrow(/another program listens on port \d+ already\. Stop it, or choose/);
    await first.stop();
  });

  it('says that the machine has no such address', async () => {
    await expect(startHttp({ host: '203.0.113.1' })).rejects.toThrow(/has no address 203\.0\.113\.1/);
  });
});
