import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { closedUrl, serve, serveHttp, serveTcp, serveTls } from '../../../test/support/plugin-server.ts';
import type { HttpAnswer } from '../../plugin-sdk/index.ts';
import { HttpFailure } from '../../plugin-sdk/index.ts';
import { openServiceHttp } from './service-http.ts';

function clientOf(
  url: string | null,
  { timeoutMs = 5000, permissions = ['http'] as 'http'[], authorization = null as string | null } = {},
) {
  const service = { name: 'x', kind: 'x', url, labels: {}, authorized: authorization !== null };
  const request = { service, settings: {}, permissions, timeoutMs, authorization };
  return openServiceHttp(request, AbortSignal.timeout(timeoutMs));
}

/** How asking this URL fails, as its cause and sentence, with `at` where host and port stand. */
async function failureOf(url: string, timeoutMs?: number): Promise<string> {
  const options = timeoutMs === undefined ? {} : { timeoutMs };
  const failure = await clientOf(url, options)
    .get('/')
    .then(
      (answer) => `answered ${answer.status}`,
      (error: unknown) =>
        error instanceof HttpFailure ? `${error.reason}: ${error.message}` : String(error),
    );
  return failure.replaceAll(new URL(url).host, 'at');
}

describe('A service that does not answer', () => {
  it.each<[string, () => Promise<string>, string]>([
    ['nothing listens', closedUrl, 'REFUSED: at refuses connections: nothing listens there.'],
    [
      'the connection is closed at once',
      () => serveTcp((socket) => socket.destroy()),
      'RESET: at closed the connection without an answer.',
    ],
    [
      'the connection is reset at once',
      () => serveTcp((socket) => socket.resetAndDestroy()),
      'RESET: at closed the connection without an answer.',
    ],
    [
      'the connection is closed after the question',
      () => serveTcp((socket) => socket.once('data', () => socket.end())),
      'RESET: at closed the connection without an answer.',
    ],
    [
      'the answer breaks off',
      () => serveTcp((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')),
      'RESET: at closed the connection in the middle of its answer.',
    ],
    [
      'the answer is no HTTP',
      () => serveTcp((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')),
      'WRONG_ANSWER: at answers, but not in HTTP.',
    ],
    [
      'it answers plain HTTP over https',
      async () => (await serve({})).replace('http:', 'https:'),
      'TLS_FAILED: at does not speak TLS, and it was asked over https.',
    ],
    [
      'its certificate signed itself',
      () => serveTls({}),
      'TLS_FAILED: The certificate of at signed itself, so nobody vouches for it.',
    ],
    [
      'it answers TLS over http, as Go does',
      () => serve({ '/': { status: 400, text: 'Client sent an HTTP request to an HTTPS server.\n' } }),
      'TLS_FAILED: at speaks HTTPS, and it was asked in plain HTTP.',
    ],
    [
      'it answers TLS over http, with an alert',
      () => serveTcp((socket) => socket.once('data', () => socket.end(Buffer.from('15030100020246', 'hex')))),
      'TLS_FAILED: at speaks TLS, and it was asked in plain HTTP.',
    ],
    ['its name is nobody’s', async () => 'http://nowhere.invalid:9090', 'NAME_UNRESOLVED: '],
  ])('because %s is told apart', async (_, open, failure) => {
    expect(await failureOf(await open())).toContain(failure);
  });

  it.each<[string, (socket: Socket) => unknown, string]>([
    [
      'takes the connection and says nothing',
      () => undefined,
      'at took the connection, but did not answer within 80 ms.',
    ],
    [
      'sends half its headers',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-'),
      'at took the connection, but did not answer within 80 ms.',
    ],
    [
      'sends its headers and never its body',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'),
      'at began to answer, but did not finish within 80 ms.',
    ],
    [
      'drips its body',
      (socket) => {
        const drip = setInterval(() => socket.write('x'), 10);
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n');
        socket.on('close', () => clearInterval(drip));
      },
      'at began to answer, but did not finish within 80 ms.',
    ],
  ])('because it %s has timed out, in these words', async (_, take, sentence) => {
    expect(await failureOf(await serveTcp(take), 80)).toBe(`TIMED_OUT: ${sentence}`);
  });

  it('to the handshake of TLS has timed out with no connection, and the attempt is given up', async () => {
    let left = false;
    const url = await serveTcp((socket) => socket.on('close', () => (left = true)).resume());
    expect(await failureOf(url.replace('http:', 'https:'), 80)).toBe(
      'TIMED_OUT: No connection to at came about within 80 ms.',
    );
    await expect.poll(() => left).toBe(true);
  });

  it('without an end is left after 10 MB', async () => {
    let sent = 0;
    const url = await serveHttp((_, response) => {
      const chunk = Buffer.alloc(64 * 1024, 120);
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
        response.once('drain', pour);
      };
      pour();
    });
    expect(await failureOf(url)).toBe('TOO_LARGE: at answered with more than 10 MB.');
    expect(sent).toBeLessThan(30 * 1024 * 1024);
  });

  it('because it has no address is unroutable', async () => {
    await expect(clientOf(null).get('/')).rejects.toMatchObject({ reason: 'UNROUTABLE' });
  });
});

describe('A service at an address that is never asked', () => {
  it.each([
    'http://169.254.169.254/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://0.0.0.0:1/',
    'http://2852039166/',
  ])('is not connected to: %s', async (url) => {
    const failure = clientOf(url).get('/');
    await expect(failure).rejects.toMatchObject({ reason: 'UNROUTABLE' });
    await expect(failure).rejects.toThrow(/is never asked/);
  });

  it('is not connected to when its name leads there from one request to the next', async () => {
    const url = (await serve({ '/': { text: 'hello' } })).replace('127.0.0.1', 'rebound.test');
    const addresses = ['127.0.0.1', '169.254.169.254'];
    const service = { name: 'x', kind: 'x', url, labels: {}, authorized: false };
    const request = {
      service,
      settings: {},
      permissions: ['http'] as const,
      timeoutMs: 5000,
      authorization: null,
    };
    const client = openServiceHttp(request, AbortSignal.timeout(5000), (_name, _options, callback) => {
      callback(null, [{ address: addresses.shift() ?? '', family: 4 }]);
    });
    expect((await client.get('/')).text).toBe('hello');
    await expect(client.get('/')).rejects.toThrow(/rebound\.test leads to 169\.254\.169\.254/);
  });
});

describe('A service that answers', () => {
  const ask = async (url: string, path = '/'): Promise<HttpAnswer> => clientOf(url).get(path);

  it('is heard whatever its status, with headers in lower case and its time', async () => {
    const url = await serve({ '/a?b=c': { status: 500, headers: { 'X-Of': 'it' }, text: '{"a":1}' } });
    const answer = await ask(url, '/a?b=c');
    expect(answer).toMatchObject({ status: 500, text: '{"a":1}', headers: { 'x-of': 'it' } });
    expect(answer.json()).toEqual({ a: 1 });
    expect(answer.durationMs).toBeGreaterThan(0);
  });

  it('with what is no JSON has given a wrong answer only to who wants JSON', async () => {
    const answer = await ask(await serve({ '/': { text: '<html>' } }));
    expect(() => answer.json()).toThrow(expect.objectContaining({ reason: 'WRONG_ANSWER' }));
  });

  it('with a redirect is not followed', async () => {
    const url = await serve({ '/': { status: 302, headers: { location: '/login' }, text: '' } });
    expect(await ask(url)).toMatchObject({ status: 302, headers: { location: '/login' } });
  });

  it('is asked below the path of its URL, on a connection of its own each time', async () => {
    const ports = new Set<number | undefined>();
    const url = await serveHttp((request, response) => {
      ports.add(request.socket.remotePort);
      response.end(request.url);
    });
    const client = clientOf(`${url}/prom/`);
    expect((await client.get('/-/ready')).text).toBe('/prom/-/ready');
    expect((await client.get('/metrics')).text).toBe('/prom/metrics');
    expect(ports.size).toBe(2);
  });

  it.each([
    '/../admin',
    '/a/../../admin',
    '/%2e%2e/admin',
    '/.%2E/x',
    '\\..\\x',
    'http://127.0.0.1:1/',
    'ready',
    '/..',
  ])('is not asked for %s, which leads elsewhere', async (path) => {
    const url = await serve({});
    await expect(clientOf(`${url}/prom`).get(path)).rejects.toThrow(/does not lie below/);
  });

  it('is asked at its own host even for a path that begins like an address', async () => {
    const url = await serveHttp((request, response) => response.end(request.url));
    expect((await ask(url, '//other.invalid/x')).text).toBe('//other.invalid/x');
  });

  it('is given its credential, and nobody else is', async () => {
    const given: (string | undefined)[] = [];
    const other = await serveHttp((request, response) => {
      given.push(request.headers.authorization);
      response.end();
    });
    const url = await serveHttp((request, response) => {
      given.push(request.headers.authorization);
      response.writeHead(307, { location: other }).end();
    });
    await clientOf(url, { authorization: 'Bearer open-sesame' }).get('/');
    await clientOf(url).get('/');
    expect(given).toEqual(['Bearer open-sesame', undefined]);
  });

  it('is not asked by a plugin without the permission', async () => {
    const client = clientOf(await serve({}), { permissions: [] });
    await expect(client.get('/')).rejects.toThrow(/does not ask for the permission http/);
  });
});
