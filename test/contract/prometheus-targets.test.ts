import type { ServerResponse } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';

import { openTargetSource } from '../../src/adapters/prometheus/open-target-source.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { isForbiddenAddress } from '../../src/domain/net/address.ts';
import { service } from '../support/drafts.ts';
import { answerWith, answeredTarget, serving } from '../support/prometheus-server.ts';

const going = new AbortController().signal;
const sourceWithin = (timeoutMs: number, isForbidden = isForbiddenAddress) =>
  openTargetSource({ clock: systemClock, isForbidden, timeoutMs });
const source = sourceWithin(5000);
const listed = (url: string | null, authorization: string | null = null, from = source) =>
  from.listTargets({ ...service('prometheus'), url }, authorization, going);

/** What is made of an answer. */
async function read(body: string | Buffer, status = 200) {
  const { url } = await serving((response) => response.writeHead(status).end(body));
  return listed(url);
}

async function readTarget(more: object) {
  const { targets } = await read(answerWith(answeredTarget(more)));
  if (!targets?.[0]) throw new Error('It was not read.');
  return targets[0];
}

describe('A Prometheus that lists its targets', () => {
  it('is asked below its URL, with its authorization, and what it says is taken over', async () => {
    const { url, requests } = await serving((response) => response.end(answerWith(answeredTarget())));
    const { targets, failure } = await listed(`${url}/prom/`, 'Bearer x');
    expect(requests).toEqual([{ path: '/prom/api/v1/targets?state=active', authorization: 'Bearer x' }]);
    expect(failure).toBeNull();
    expect(targets).toEqual([
      {
        job: 'bot',
        instance: 'bot:8082',
        scrapeUrl: 'http://bot:8082/metrics',
        labels: { instance: 'bot:8082', job: 'bot' },
        health: 'UP',
        lastError: null,
        lastScrape: new Date('2026-11-23T12:00:00.123Z'),
        scrapeDurationMs: expect.closeTo(1.469416) as number,
        scrapeIntervalMs: 15_000,
      },
    ]);
  });

  it('may have none', async () => {
    expect(await read(answerWith())).toEqual({ targets: [], failure: null });
  });

  it.each<[string, object, object]>([
    [
      'DOWN with its words',
      { health: 'down', lastError: 'no such host' },
      { health: 'DOWN', lastError: 'no such host' },
    ],
    [
      'UNKNOWN when it never was scraped',
      { health: 'unknown', lastScrape: '0001-01-01T00:00:00Z', lastScrapeDuration: 0 },
      { health: 'UNKNOWN', lastScrape: null, scrapeDurationMs: null },
    ],
    ['UNKNOWN in a word that nobody knows', { health: 'sleepy' }, { health: 'UNKNOWN' }],
    ['without an interval, as of old', { scrapeInterval: undefined }, { scrapeIntervalMs: null }],
    ['without a time that is none', { lastScrape: 'yesterday' }, { lastScrape: null }],
    [
      'without the credentials of its URL',
      { scrapeUrl: 'http://ann:secret@bot:1/metrics?a=b@c' },
      { scrapeUrl: 'http://bot:1/metrics?a=b@c' },
    ],
    [
      'without the secrets of its URL, its error and its labels',
      {
        scrapeUrl: 'http://bot:1/metrics?token=s3cret&a=b',
        lastError: 'Get "http://bot:1/metrics?token=s3cret&a=b": EOF',
        labels: { asked: 'token=s3cret' },
      },
      {
        scrapeUrl: 'http://bot:1/metrics?token=[redacted]&a=b',
        lastError: 'Get "http://bot:1/metrics?token=[redacted]&a=b": EOF',
        labels: { asked: 'token=[redacted]' },
      },
    ],
    [
      'with its labels as they are, scripts and all',
      { labels: { job: '<script>alert(1)</script>', instance: '\u001b[31m' } },
      { job: '<script>alert(1)</script>', instance: '\u001b[31m' },
    ],
    [
      'without what cannot be written down',
      { labels: { job: 'a\u0000b\ud800c', instance: 'x' } },
      { job: 'a\ufffdb\ufffdc' },
    ],
  ])('has one %s', async (_, said, expected) => {
    expect(await readTarget(said)).toMatchObject(expected);
  });

  it('has texts that are cut', async () => {
    const long = 'x'.repeat(100_000);
    const { labels, lastError, scrapeUrl, job } = await readTarget({
      ...{ labels: { job: long, [long]: long }, lastError: long, scrapeUrl: `http://${long}` },
    });
    const lengths = [job, lastError ?? '', scrapeUrl, ...Object.keys(labels)].map((text) => text.length);
    expect(lengths).toEqual([1024, 2048, 2048, 3, 256]);
  });
});

const endless = (response: ServerResponse): void => {
  const chunk = Buffer.alloc(1 << 20, ' ');
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
};

describe('A Prometheus that cannot be read fails in a sentence', () => {
  const whole = answerWith(answeredTarget(), answeredTarget());
  it.each<[string, string | Buffer, string]>([
    ['nothing', '', 'no JSON'],
    ['garbage', '<html>nginx</html>', 'no JSON'],
    ['half an answer', whole.slice(0, -40), 'no JSON'],
    ['NaN', whole.replace('0.001469416', 'NaN'), 'no JSON'],
    ['no text', Buffer.from(`${whole}\u00ff`, 'latin1'), 'no text in UTF-8'],
    ['another JSON', '{"status":"success","data":[]}', 'no list of targets'],
    ['an error', '{"status":"error","error":"x"}', 'no list of targets'],
    ['half a target', answerWith(answeredTarget(), { labels: {} }), 'number 2'],
    ['labels that are none', answerWith(answeredTarget({ labels: { a: 1 } })), 'number 1'],
  ])('when it answers %s', async (_, body, expected) => {
    expect(await read(body)).toEqual({ targets: null, failure: expect.stringContaining(expected) as string });
  });

  it.each([
    [401, 'does not let Custos in'],
    [302, 'sends Custos elsewhere'],
    [503, 'status 503'],
  ])('when its status is %i', async (status, expected) => {
    expect((await read(whole, status)).failure).toContain(expected);
  });

  it('when a target has too many labels, or there are too many targets', async () => {
    const labels = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`l${String(index)}`, '']));
    expect((await read(answerWith(answeredTarget({ labels })))).failure).toContain('101 labels');
    expect((await read(answerWith(...Array.from({ length: 20_001 }, () => 0)))).failure).toContain('20001');
  });

  it('when it never ends, and the rest is not read', async () => {
    const before = process.memoryUsage().rss;
    const { url } = await serving(endless);
    expect((await listed(url)).failure).toBe('The answer is larger than 10 MB.');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('when it says nothing in time', async () => {
    const { url } = await serving((response) => response.writeHead(200).write('{'));
    expect((await listed(url, null, sourceWithin(100))).failure).toContain('within 100 ms');
  });

  it('when it hangs up', async () => {
    const { url } = await serving((response) => response.destroy());
    expect((await listed(url)).failure).toBe('It broke the connection off.');
  });

  it('when nothing listens there', async () => {
    const { failure } = await listed('http://127.0.0.1:9');
    expect(failure).toBe('It refuses connections: nothing listens there.');
  });

  it.each([null, 'ftp://127.0.0.1/', 'nonsense'])('when its URL is %j', async (url) => {
    expect((await listed(url)).failure).toBe('No address of it is known.');
  });

  it.each(['http://169.254.169.254', 'http://[fe80::1]', 'http://2852039166', 'http://[::ffff:a9fe:a9fe]'])(
    'when it is at %s, which is not connected to',
    async (url) => {
      expect((await listed(url)).failure).toContain('is never asked');
    },
  );

  it('when its name leads to an address that is not connected to', async () => {
    const { url, requests } = await serving((response) => response.end(whole));
    const asked: string[] = [];
    const isForbidden = (address: string) => asked.push(address) > 0;
    const { failure } = await listed(
      url.replace('127.0.0.1', 'localhost'),
      null,
      sourceWithin(5000, isForbidden),
    );
    expect(failure).toContain('is never asked');
    expect(asked.length).toBeGreaterThan(0);
    expect(requests).toEqual([]);
  });

  it('when nobody waits for it any more', async () => {
    const { url } = await serving(() => undefined);
    const leaving = new AbortController();
    const asked = source.listTargets({ ...service('prometheus'), url }, null, leaving.signal);
    leaving.abort();
    expect((await asked).targets).toBeNull();
  });
});

describe('A listing of 3,000 targets', () => {
  it('does not hold the event loop', async () => {
    const labels = Object.fromEntries(
      Array.from({ length: 8 }, (_, index) => [`label_${String(index)}`, 'some value of it']),
    );
    const body = answerWith(
      ...Array.from({ length: 3000 }, (_, index) =>
        answeredTarget({ labels: { ...labels, job: 'node', instance: `10.0.0.1:${String(index)}` } }),
      ),
    );
    const { url } = await serving((response) => response.end(body));
    await listed(url);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const { targets } = await listed(url);
    delay.disable();
    expect(targets).toHaveLength(3000);
    // Parsing alone; shared machines are slow at times.
    expect(delay.max / 1e6).toBeLessThan(250);
  });
});
