import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { pluginText } from '../support/plugin-host.ts';
import { Program } from '../support/program.ts';

const token = 'the-token-of-this-test';
const timeoutMs = 5000;

/** A plugin whose one check does what is given. */
const checking = (name: string, run: string): string =>
  pluginText(name, {
    checks: `[{ name: 'look-${name}', title: 'Is it well?', run: async () => { ${run} } }]`,
  });
const well = "return { status: 'PASS', summary: 'It is well.' };";

/** What cannot be loaded: by its folder, what is in it, and what is said of it. */
const unloadable: Readonly<Record<string, readonly [text: string, failure: RegExp]>> = {
  'no-manifest': ['export const nothing = 1;', /no default export/],
  'second-of-name': [checking('good', well), /has its name good already/],
  'second-of-kind': [
    pluginText('second-of-kind', {
      kinds: "[{ name: 'good', displayName: 'A kind', images: [], port: 1 }]",
    }),
    /The plugin good knows its kind good already/,
  ],
  'wrong-sdk': [pluginText('wrong-sdk', { sdk: "'^2.0.0'" }), /written for \^2\.0\.0/],
  'syntax-error': ['export default {', /could not be imported/],
  'throws-no-error': ["throw 'a word';", /could not be imported: a word/],
  'never-imported': ['await new Promise(() => {});\nexport default {};', /was not imported|ended itself/],
};

/**
 * Whichever comes first, with so many at once: memory that a process takes while several of its workers answer
 * nothing cannot be told apart, so the bound may end any of the busy ones (docs/decisions/0015).
 */
const busy =
  /did not stop when their time was up|meanwhile memory grew by \d+ MB; 512 are allowed|of more than the 262144 characters/;

/** What falls: by its name, what its check does, and why its plugin is ended. */
const falling: Readonly<Record<string, readonly [run: string, failure: RegExp]>> = {
  loops: ['for (;;);', busy],
  'fills-heap': [
    'const all = []; while (all.length < 1e9) all.push(new Array(1000).fill(all.length));',
    busy,
  ],
  'fills-buffers': ['const all = []; while (all.length < 4000) { all.push(Buffer.alloc(1e6, 1)); }', busy],
  'fills-slowly': [
    'const all = []; for (;;) { all.push(Buffer.alloc(8e6, 1)); await new Promise((done) => setTimeout(done, 5)); }',
    /It held \d+ MB of memory; 256 are allowed/,
  ],
  'answers-100-mb': ["return { status: 'PASS', summary: 'Much.', observed: 'x'.repeat(1e8) };", busy],
  'ends-process': ['process.exit(5);', /ended itself with the exit code 5/],
};

/** What ends its own check only: by its name, what the check does, and what is said of it. */
const failing: Readonly<Record<string, readonly [run: string, summary: RegExp]>> = {
  'throws-a-word': ["throw 'a word';", /a word/],
  'never-settles': ['await new Promise(() => {});', /did not end|within/],
};

let folder: string;
let target: Server;
let custos: Program;
let url: string;

async function ask<T>(query: string): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

interface Diagnosed {
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly partial: boolean;
  readonly checks: readonly { readonly name: string; readonly status: string; readonly summary: string }[];
}

async function diagnose(service: string): Promise<Diagnosed> {
  const { diagnose: answer } = await ask<{ diagnose: { diagnosis: Diagnosed; userErrors: unknown } }>(
    `mutation { diagnose(input: { service: "${service}", timeoutMs: ${String(timeoutMs)} }) {
      diagnosis { startedAt finishedAt partial checks { name status summary } } userErrors { message } } }`,
  );
  expect(answer.userErrors).toEqual([]);
  return answer.diagnosis;
}

interface Told {
  readonly at: string;
  readonly type: string;
  readonly pluginName: string;
  readonly failure: string | null;
}

const told = async (...types: readonly string[]): Promise<readonly Told[]> => {
  const { events } = await ask<{ events: { nodes: readonly Told[] } }>(
    `{ events(filter: { types: [${types.join(', ')}] }, first: 100) {
      nodes { at type ... on PluginChange { pluginName failure } } } }`,
  );
  return events.nodes;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'custos-hostile-'));
  const texts = {
    'a-good': checking('good', well),
    ...Object.fromEntries(Object.entries(unloadable).map(([name, [text]]) => [name, text])),
    ...Object.fromEntries(
      Object.entries({ ...falling, ...failing }).map(([name, [run]]) => [name, checking(name, run)]),
    ),
  };
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(join(folder, 'plugins', name), { recursive: true });
    writeFileSync(join(folder, 'plugins', name, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'plugins', name, 'plugin.js'), text);
  }
  target = createServer((_, response) => response.end('well')).listen(0, '127.0.0.1');
  await once(target, 'listening');
  const { port } = target.address() as AddressInfo;
  const services = ['good', ...Object.keys({ ...falling, ...failing })].map(
    (name) => `      - { name: ${name}, kind: ${name}, url: 'http://127.0.0.1:${String(port)}' }`,
  );
  const file = join(folder, 'custos.yaml');
  writeFileSync(
    file,
    [
      `storage: { dataDir: ${join(folder, 'data')} }`,
      'diagnosis: { automatic: false }',
      `plugins: { directories: [${join(folder, 'plugins')}] }`,
      'stacks:',
      '  - name: hostile',
      '    docker: { host: null }',
      '    services:',
      ...services,
    ].join('\n'),
  );
  custos = new Program(['serve', '--config', file, '--port', '0'], { env: { CUSTOS_ADMIN_TOKEN: token } });
  await custos.printed(/http:\/\/127\.0\.0\.1:\d+/u);
  url = /http:\/\/127\.0\.0\.1:\d+/u.exec(custos.out)?.[0] ?? '';
}, 90_000);
afterAll(async () => {
  custos.kill();
  await custos.ended();
  target.close();
  rmSync(folder, { recursive: true });
}, 60_000);

describe('Hostile plugins, all loaded at once,', () => {
  it('are each told by name with the reason, once, when they cannot be loaded', async () => {
    const { plugins } = await ask<{
      plugins: readonly { name: string; status: string; failure: string | null }[];
    }>('{ plugins { name status failure } }');
    const failed = await told('PLUGIN_FAILED');
    for (const [name, [, failure]] of Object.entries(unloadable)) {
      expect(plugins.find((plugin) => plugin.name === name)).toMatchObject({
        ...{ status: 'FAILED', failure: expect.stringMatching(failure) as unknown },
      });
      expect(failed.filter(({ pluginName }) => pluginName === name)).toHaveLength(1);
    }
    expect(failed).toHaveLength(Object.keys(unloadable).length);
    const others = ['good', ...Object.keys(falling), ...Object.keys(failing)];
    for (const name of others) expect(plugins.find((plugin) => plugin.name === name)?.status).toBe('READY');
  });

  it(
    'end within their deadline and a second, are told once each, and slow neither the others nor the server',
    { timeout: 60_000 },
    async () => {
      let answers = 0;
      let slowest = 0;
      const ending = new AbortController();
      const asking = (async () => {
        while (!ending.signal.aborted) {
          const before = performance.now();
          const { service } = await ask<{ service: { name: string } }>('{ service(name: "good") { name } }');
          expect(service.name).toBe('good');
          slowest = Math.max(slowest, performance.now() - before);
          answers += 1;
        }
      })();
      const hostile = { ...falling, ...failing };
      const ended = Promise.all(
        Object.keys(hostile).map(async (name) => [name, await diagnose(name)] as const),
      );
      for (let round = 0; round < 5; round += 1)
        expect((await diagnose('good')).checks).toMatchObject([
          { name: 'look-good', status: 'PASS', summary: 'It is well.' },
        ]);
      const diagnosed = new Map(await ended);
      ending.abort();
      await asking;

      const crashed = await told('PLUGIN_CRASHED');
      const rows = Object.entries(hostile).map(([name, [, why]]) => {
        const { startedAt, finishedAt, checks } = diagnosed.get(name) ?? { checks: [] };
        expect(checks).toMatchObject([
          { name: `look-${name}`, status: 'UNKNOWN', summary: expect.stringMatching(why) as unknown },
        ]);
        const tookMs = Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '');
        expect(tookMs).toBeLessThanOrEqual(timeoutMs + 1000);
        const events = crashed.filter(({ pluginName }) => pluginName === name);
        expect(events).toHaveLength(name in falling ? 1 : 0);
        for (const { at, failure } of events) {
          expect(failure).toMatch(why);
          expect(Date.parse(at) - Date.parse(startedAt ?? '')).toBeLessThanOrEqual(timeoutMs + 1000);
        }
        return `${name}: ${String(tookMs)} ms, ${events[0]?.failure ?? checks[0]?.summary ?? ''}`;
      });
      expect(answers).toBeGreaterThan(10);
      process.stdout.write(
        `${rows.join('\n')}\n${String(answers)} answers meanwhile, the slowest after ${slowest.toFixed()} ms\n`,
      );
    },
  );
});
