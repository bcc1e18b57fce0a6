import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer, HttpWorld } from '../support/http-world.ts';
import { defaultLimits } from '../../src/http/limits.ts';
import { SocketClient, post, startHttp, until } from '../support/http-world.ts';

const query = { query: '{ cursor }' };
const authorization = 'Bearer viewer';
const codeOf = (answer: Answer): unknown => answer.errors?.[0]?.extensions['code'];

/** A request with headers that `fetch` would not send. */
async function raw(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    sent.on('error', reject);
    sent.end();
  });
}

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol': 'graphql-transport-ws',
};

describe('One gate that knows its callers', () => {
  let world: HttpWorld;
  beforeAll(async () => {
    world = await startHttp({ corsOrigins: ['https://ops.example'] });
  });
  afterAll(() => world.stop());

  it.each([null, 'wrong', ''])(
    'refuses the token %j over HTTP with 401 and UNAUTHENTICATED',
    async (secret) => {
      const response = await post(world.server.url, query, secret);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect(codeOf((await response.json()) as Answer)).toBe('UNAUTHENTICATED');
    },
  );

  it.each([
    undefined,
    {},
    { token: 'wrong' },
    { Authorization: 'Bearer wrong' },
    { Authorization: 'viewer' },
  ])('closes a WebSocket that says %j with 4401, for the same reason as over HTTP', async (payload) => {
    const client = new SocketClient(world.server.url);
    await client.opened();
    client.send({ type: 'connection_init', payload });
    await until(() => client.closed !== null);
    const overHttp = (await (await post(world.server.url, query, null)).json()) as Answer;
    expect(client.closed).toEqual({ code: 4401, reason: overHttp.errors?.[0]?.message });
    expect(client.frames).toEqual([]);
  });

  it.each([{ token: 'viewer' }, { Authorization: authorization }, { authorization }])(
    'lets a WebSocket in that says %j',
    async (payload) => {
      const client = new SocketClient(world.server.url);
      await client.opened();
      client.send({ type: 'connection_init', payload });
      await until(() => client.frames.length > 0);
      expect(client.frames).toEqual([{ type: 'connection_ack' }]);
      await client.close();
    },
  );

  it('closes a WebSocket that asks before it says who it is', async () => {
    const client = new SocketClient(world.server.url, { authorization });
    await client.opened();
    client.subscribe('1', query);
    await until(() => client.closed !== null);
    expect(client.closed?.code).toBe(4401);
  });

  it.each([
    ['https://evil.example', 403],
    ['null', 403],
    ['http://127.0.0.1', 403],
    ['https://ops.example.evil.example', 403],
    ['https://ops.example', 101],
    [undefined, 101],
  ])('answers an upgrade from the origin %s with %i', async (origin, status) => {
    expect(await raw(`${world.server.url}/graphql`, { ...upgrade, ...(origin && { origin }) })).toBe(status);
  });

  it('lets its own pages connect', async () => {
    const headers = { ...upgrade, origin: world.server.url };
    expect(await raw(`${world.server.url}/graphql`, headers)).toBe(101);
  });

  it('answers 503 when as many sockets are open as there may be', async () => {
    const small = await startHttp({ limits: { ...defaultLimits, sockets: 1 } });
    const client = await SocketClient.connected(small.server.url, 'viewer');
    expect(await raw(`${small.server.url}/graphql`, upgrade)).toBe(503);
    await client.close();
    expect(await raw(`${small.server.url}/graphql`, upgrade)).toBe(101);
    await small.stop();
  });

  it('stops reading from a client that sends and does not read', async () => {
    const client = await SocketClient.connected(world.server.url, 'viewer');
    client.socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(200_000) } });
    for (let sent = 0; sent < 200; sent++) client.socket.send(ping);
    // What the server does not take stays with the client, who asked for 40 MB of answers.
    let before = -1;
    while (before !== client.socket.bufferedAmount) {
      before = client.socket.bufferedAmount;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(before).toBeGreaterThan(10_000_000);
    const metrics = await (await fetch(`${world.server.url}/metrics`)).text();
    expect(Number(/^custos_socket_pending_bytes (\d+)$/m.exec(metrics)?.[1])).toBeLessThan(2_000_000);
    client.socket.resume();
    await until(() => client.frames.filter(({ type }) => type === 'pong').length === 200);
    await client.close();
  });

  it('upgrades nowhere else', async () => {
    expect(await raw(`${world.server.url}/livez`, upgrade)).toBe(404);
  });

  it.each([
    ['evil.example', 421],
    ['169.254.169.254', 421],
    ['localhost.evil.example', 421],
    ['localhost', 200],
    ['[::1]:4000', 200],
    ['127.0.0.1:1', 200],
  ])('answers a request to the host %s, while bound to loopback, with %i', async (host, status) => {
    expect(await raw(`${world.server.url}/livez`, { host })).toBe(status);
    expect(await raw(`${world.server.url}/graphql`, { ...upgrade, host })).toBe(
      status === 200 ? 101 : status,
    );
  });

  const get = (search: string, more: Record<string, string>): [string, RequestInit] => [
    search,
    { method: 'GET', headers: { authorization: 'Bearer admin', ...more } },
  ];
  const send = (method: string, type: string): [string, RequestInit] => [
    '',
    { method, headers: { authorization, 'content-type': type }, body: JSON.stringify(query) },
  ];
  const json = { 'content-type': 'application/json' };
  it.each([
    ['a GET without a header that asks for a preflight', 400, get('?query={cursor}', {})],
    ['a GET with one', 200, get('?query={cursor}', { 'apollo-require-preflight': '1' })],
    ['a POST of plain text', 400, send('POST', 'text/plain')],
    ['a POST of a form', 415, send('POST', 'application/x-www-form-urlencoded')],
    ['a mutation by GET', 405, get('?query=mutation{pauseService(name:"a"){id}}', json)],
    ['a subscription by GET', 400, get('?query=subscription{changed{sequence}}', json)],
    ['a PUT', 405, send('PUT', 'application/json')],
  ])('answers %s with %i', async (_name, status, [search, init]) => {
    const response = await fetch(encodeURI(`${world.server.url}/graphql${search}`), init);
    expect(response.status).toBe(status);
  });

  it('refuses a batch over both transports', async () => {
    const response = await post(world.server.url, JSON.stringify([query, query]), 'viewer');
    expect([response.status, codeOf((await response.json()) as Answer)]).toEqual([400, 'BAD_REQUEST']);
    const client = await SocketClient.connected(world.server.url, 'viewer');
    client.socket.send(JSON.stringify([{ id: '1', type: 'subscribe', payload: query }]));
    await until(() => client.closed !== null);
    expect(client.closed?.code).toBe(4400);
  });

  it('refuses a subscription by POST, and says where to ask', async () => {
    const response = await post(
      world.server.url,
      { query: 'subscription { changed { sequence } }' },
      'viewer',
    );
    const answer = (await response.json()) as Answer;
    expect([response.status, codeOf(answer)]).toEqual([400, 'BAD_REQUEST']);
    expect(answer.errors?.[0]?.message).toContain('WebSocket');
  });

  it('refuses a body and a frame that are too large', async () => {
    const large = { query: `{ cursor } # ${'x'.repeat(300_000)}` };
    const response = await post(world.server.url, large, 'viewer');
    expect([response.status, codeOf((await response.json()) as Answer)]).toEqual([413, 'LIMIT_EXCEEDED']);
    const client = await SocketClient.connected(world.server.url, 'viewer');
    client.subscribe('1', large);
    await until(() => client.closed !== null);
    expect(client.closed?.code).toBe(1009);
    expect(world.journal.map(({ message }) => message)).toContain(
      'A client broke the rules of its WebSocket.',
    );
  });

  it('lets pages of a listed origin read its answers, and no others', async () => {
    const allowed = await fetch(`${world.server.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://ops.example', 'access-control-request-method': 'POST' },
    });
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://ops.example');
    const other = await fetch(`${world.server.url}/livez`, { headers: { origin: 'https://evil.example' } });
    expect(other.headers.get('access-control-allow-origin')).toBeNull();
  });
});
