import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpWorld } from '../../test/support/http-world.ts';
import { SocketClient, post, startHttp, until } from '../../test/support/http-world.ts';
import { defaultLimits } from './limits.ts';

describe('The HTTP server', () => {
  let world: HttpWorld;
  let pages: string;
  const reasons: string[] = [];
  const get = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${world.server.url}${path}`, { redirect: 'manual', ...init });
  beforeAll(async () => {
    pages = await mkdtemp(join(tmpdir(), 'pages-'));
    await writeFile(join(pages, 'index.html'), '<title>Custos</title>');
    world = await startHttp({ pages, readiness: () => reasons, version: '1.2.3' });
  });
  afterAll(async () => {
    await world.stop();
    await rm(pages, { recursive: true });
  });

  it('serves its pages at /graphiql with a policy that lets nothing foreign in', async () => {
    const page = await get('/graphiql/');
    expect(await page.text()).toContain('Custos');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toContain("script-src 'self'");
    expect(policy.split('; ')).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/https?:|\*/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['/', '/graphiql/'],
    ['/graphiql', '/graphiql/'],
  ])('leads from %s to %s', async (from, to) => {
    const response = await get(from);
    expect(response.status).toBeGreaterThanOrEqual(301);
    expect(response.headers.get('location')).toBe(to);
  });

  it.each(['/graphiql/../package.json', '/graphiql/%2e%2e/package.json', '/graphiql/..%2fpackage.json'])(
    'serves nothing outside of its pages at %s',
    async (path) => {
      expect([400, 403, 404]).toContain((await get(path)).status);
    },
  );

  it('is live, and ready unless the program says why not', async () => {
    expect((await get('/livez')).status).toBe(200);
    expect((await get('/readyz')).status).toBe(200);
    reasons.push('The log cannot be written.');
    const response = await get('/readyz');
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'not ready', reasons: ['The log cannot be written.'] },
    ]);
    reasons.length = 0;
  });

  it('says in JSON what is there, when it is asked for what is not', async () => {
    const response = await get('/api/v1');
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      errors: [{ message: 'Nothing is served at /api/v1. The API is at /graphql, its page at /graphiql.' }],
    });
  });

  it('gives its schema to whoever is signed in', async () => {
    expect((await get('/schema.graphql')).status).toBe(401);
    const response = await get('/schema.graphql', { headers: { authorization: 'Bearer viewer' } });
    expect(await response.text()).toContain('type Query {');
  });

  it('names each request, so that it can be found in the log', async () => {
    const first = (await get('/livez')).headers.get('x-request-id');
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect((await get('/livez')).headers.get('x-request-id')).not.toBe(first);
  });

  it('tells what an operation costs, and which deprecated fields it uses', async () => {
    const answer: unknown = await (
      await post(world.server.url, { query: '{ old services(first: 7) { nodes { id } } }' }, 'viewer')
    ).json();
    expect(answer).toMatchObject({
      extensions: {
        cost: 9,
        deprecations: [{ coordinate: 'Query.old', reason: 'Use new. Removal on 2027-06-01 UTC.' }],
      },
    });
  });

  it('ends a query that takes too long, over both transports', async () => {
    const overHttp = post(world.server.url, { query: '{ slow }' }, 'viewer');
    const client = await SocketClient.connected(world.server.url, 'viewer');
    client.subscribe('a', { query: '{ slow }' });
    await until(() => world.clock.sleepers() === 3);
    await world.clock.advance(defaultLimits.queryTimeoutMs);
    const response = await overHttp;
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'TIMEOUT' } }] });
    await until(() => client.of('a').length > 0);
    expect(client.of('a')[0]).toMatchObject({ payload: { errors: [{ extensions: { code: 'TIMEOUT' } }] } });
    await client.close();
  });

  it('gives a mutation the time of what it waits for, and then says that it may still be done', async () => {
    const answer = post(world.server.url, { query: 'mutation { wait }' }, 'operator');
    await until(() => world.clock.sleepers() === 2);
    await world.clock.advance(defaultLimits.queryTimeoutMs);
    expect(world.clock.sleepers()).toBe(2);
    await world.clock.advance(defaultLimits.mutationTimeoutMs);
    const message = expect.stringContaining('It may still be done') as string;
    expect(await (await answer).json()).toMatchObject({ errors: [{ message }] });
  });

  it('measures itself for Prometheus, with labels that clients cannot multiply', async () => {
    const client = await SocketClient.connected(world.server.url, 'viewer');
    client.subscribe('a', { query: 'subscription { changed { sequence } }' });
    await until(() => world.server.subscribers() === 1);
    world.app.append('It happened.');
    await until(() => client.of('a').length === 1);
    await post(world.server.url, { query: '{ refused }' }, 'viewer');
    await post(world.server.url, { query: '{ x' }, 'viewer');
    const text = await (await get('/metrics')).text();
    for (const line of [
      `custos_build_info{version="1.2.3",node="${process.version}"} 1`,
      'custos_subscribers 1',
      'custos_sockets 1',
      'custos_log_head 1',
      'custos_events_delivered_total 1',
      'custos_requests_total{transport="http",outcome="REFUSED"} 1',
      'custos_requests_total{transport="http",outcome="GRAPHQL_PARSE_FAILED"} 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toMatch(/^custos_event_loop_lag_seconds\{quantile="0.99"\} \d/m);
    await client.close();
  });
});
