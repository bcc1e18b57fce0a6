import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { systemClock } from '../../src/adapters/system/clock.ts';
import { systemIds } from '../../src/adapters/system/ids.ts';
import type { ProbeReport } from '../../src/application/ports/plugins.ts';
import { openPlugins } from '../../src/plugin-host/open-plugins.ts';
import { prometheusRoutes } from '../support/plugin-answers.ts';
import { serviceOf } from '../support/plugin-host.ts';
import { serve, serveHttp, serveTcp } from '../support/plugin-server.ts';

vi.setConfig({ testTimeout: 60_000 });

const bundled = fileURLToPath(new URL('../../plugins', import.meta.url));
const kinds = ['prometheus', 'alertmanager', 'grafana', 'node-exporter', 'docker-engine', 'application'];
const timeoutMs = 1500;

const megabyte = Buffer.alloc(1024 * 1024, 'x');
const page = '<html><title>Welcome</title></html>';

/** Components that answer what no component should. */
const hostile: readonly (readonly [string, () => Promise<string>])[] = [
  ['garbage', () => serveTcp((socket) => socket.end(Buffer.from('\u0000\u0001 nonsense\r\n\r\n')))],
  ['nothing', () => serveTcp(() => undefined)],
  ['a reset', () => serveTcp((socket) => socket.resetAndDestroy())],
  ['the end at once', () => serveTcp((socket) => socket.end())],
  ['bytes that are no text', () => serveHttp((_, response) => response.end(Buffer.alloc(1000, 0xff)))],
  ['half of a JSON', () => serveHttp((_, response) => response.end('{"status":"success","data":{"ver'))],
  ['a page', () => serveHttp((_, response) => response.setHeader('content-type', 'text/html').end(page))],
  [
    'a way round in circles',
    () => serveHttp((_, response) => response.writeHead(302, { location: '/' }).end()),
  ],
  [
    'compressed nonsense',
    () =>
      serveHttp((_, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50 * 1024 * 1024))),
      ),
  ],
  [
    'a gigabyte',
    () =>
      serveHttp((_, response) => {
        let sent = 0;
        const send = (): void => {
          while (sent < 1024 && response.write(megabyte)) sent += 1;
          if (sent >= 1024) response.end();
        };
        response.on('drain', send).on('error', () => undefined);
        send();
      }),
  ],
  [
    'an endless body, drop by drop',
    () =>
      serveHttp((_, response) => {
        const drops = setInterval(() => response.write('a 1\n'), 20);
        response.on('close', () => clearInterval(drops));
      }),
  ],
  [
    'endless headers',
    () =>
      serveTcp((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const lines = setInterval(() => socket.write(`X-${'a'.repeat(500)}: b\r\n`), 5);
        socket.on('close', () => clearInterval(lines));
      }),
  ],
  [
    'a million metrics',
    () => {
      const text = Array.from({ length: 1_000_000 }, (_, index) => `m${index % 10} ${index % 7}`).join('\n');
      return serve(
        Object.fromEntries(['/metrics', '/api/health', '/-/ready'].map((path) => [path, { text }])),
      );
    },
  ],
  [
    'numbers that are none',
    () => serve({ '/metrics': { text: 'm NaN\nm{a="b"} +Inf\nengine_daemon_x NaN\nnode_x NaN\n' } }),
  ],
];

let plugins: Awaited<ReturnType<typeof openPlugins>>;
const changes: string[] = [];
beforeAll(async () => {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  plugins = await openPlugins({
    directories: [{ directory: bundled, source: 'BUNDLED' }],
    clock: systemClock,
    journal: silent,
    ids: systemIds,
    settings: {},
  });
  plugins.onChange((change) => changes.push(`${change.pluginName} ${change.type} ${change.failure ?? ''}`));
});
afterAll(() => plugins.close());

const verdict = ({ checks }: ProbeReport) =>
  checks.map(({ status, cause }) => `${status} ${cause ?? ''}`.trim());

describe('A component that answers', () => {
  it.each(hostile)(
    '%s is a finding of the probe, in time and in bounds, and nothing else slows down',
    async (_, open) => {
      changes.length = 0;
      const [url, well] = await Promise.all([open(), serve(prometheusRoutes)]);
      const begunAt = performance.now();
      const before = process.memoryUsage().rss;
      const how = { timeoutMs, authorization: null };
      const signal = new AbortController().signal;
      const hurt = Promise.all(kinds.map((kind) => plugins.probe(serviceOf(kind, url), how, signal)));
      const beside = plugins.probe(serviceOf('prometheus', well), how, signal);
      expect(new Set(verdict(await beside))).toEqual(new Set(['PASS']));
      const reports = await hurt;
      expect(performance.now() - begunAt).toBeLessThan(timeoutMs + 2000);
      for (const report of reports) {
        expect(verdict(report).some((ended) => /^(FAIL|WARN|UNKNOWN|PASS)/u.test(ended))).toBe(true);
        expect(verdict(report)).not.toContain('UNKNOWN PLUGIN_FAILED');
      }
      expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
      expect(changes).toEqual([]);
      expect(verdict(await plugins.probe(serviceOf('prometheus', well), how, signal))).not.toContain('FAIL');
    },
  );
});
