import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, Subscriber } from '../support/graphql-client.ts';
import { pluginText } from '../support/plugin-host.ts';
import { Program } from '../support/program.ts';

const token = 'the-token-of-this-test';
let folder: string;
let custos: Program;
let url: string;

const write = (text: string): void => writeFileSync(join(folder, 'plugins', 'mine', 'plugin.js'), text);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'custos-watched-'));
  mkdirSync(join(folder, 'plugins', 'mine'), { recursive: true });
  writeFileSync(join(folder, 'plugins', 'mine', 'package.json'), '{ "type": "module" }');
  write(pluginText('mine'));
  const file = join(folder, 'custos.yaml');
  writeFileSync(file, `plugins: { directories: [${join(folder, 'plugins')}] }\nstacks: []\n`);
  const args = ['serve', '--config', file, '--port', '0', '--data-dir', join(folder, 'data')];
  custos = new Program([...args, '--watch-plugins'], { env: { CUSTOS_ADMIN_TOKEN: token } });
  await custos.printed(/http:\/\/127\.0\.0\.1:\d+/u);
  url = /http:\/\/127\.0\.0\.1:\d+/u.exec(custos.out)?.[0] ?? '';
}, 90_000);
afterAll(async () => {
  custos.kill();
  expect(await custos.ended()).toBe(0);
  rmSync(folder, { recursive: true });
}, 60_000);

async function newest() {
  const query = '{ events(last: 1) { pageInfo { endCursor } } }';
  const { data } = await ask<{ events: { pageInfo: { endCursor: string } } }>(url, token, query);
  if (!data) throw new Error('It did not answer.');
  return data;
}

interface Seen {
  readonly events: { readonly type: string; readonly failure: string | null };
}

describe('custos serve --watch-plugins', () => {
  it(
    'loads a plugin anew when its files change, right or wrong, and drops no subscription',
    { timeout: 60_000 },
    async () => {
      const types = '[PLUGIN_LOADED, PLUGIN_FAILED]';
      const subscriber = new Subscriber<Seen>(
        url,
        token,
        `subscription($after: String) {
          events(filter: { types: ${types} }, after: $after) { type ... on PluginChange { failure } }
        }`,
        // From here on, whenever it comes to begin.
        { after: (await newest()).events.pageInfo.endCursor },
      );
      write(pluginText('mine', { version: "'2.0.0'" }));
      await subscriber.received(1, 20_000);
      const { data } = await ask<{ plugins: readonly { name: string; version: string; restarts: number }[] }>(
        ...([url, token, '{ plugins { name version restarts } }'] as const),
      );
      expect(data?.plugins).toContainEqual({ name: 'mine', version: '2.0.0', restarts: 0 });
      write('export default {');
      const seen = await subscriber.received(2, 20_000);
      expect(seen.map(({ events }) => events)).toMatchObject([
        { type: 'PLUGIN_LOADED', failure: null },
        { type: 'PLUGIN_FAILED', failure: expect.stringMatching(/could not be imported/) as unknown },
      ]);
      expect(subscriber.completed).toBe(false);
      await subscriber.close();
    },
  );
});
