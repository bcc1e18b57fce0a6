import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { freePort } from '../lab/ports.ts';
import { ask, Subscriber } from '../support/graphql-client.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'dist', 'src', 'main.js');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([^\`]+)\`\`\``, 'gu'))].map(([, text = '']) => text);
/** Each command of the README, without what is said beside it. */
const commands = blocks('sh')
  .flatMap((block) => block.split('\n'))
  .map((line) => line.replace(/\s+#.*$/u, '').trim())
  .filter((line) => line !== '');
const queries = blocks('graphql');

let demo: ChildProcess;
let folder: string;
let url = '';
let token = '';
let printed = '';

beforeAll(async () => {
  expect(commands).toContain('npm start -- --demo');
  folder = mkdtempSync(join(tmpdir(), 'custos-readme-'));
  // What `npm start` does once it has built, but for the port, which may be taken here.
  const port = await freePort();
  const given = [program, 'serve', '--demo', '--port', String(port)];
  demo = spawn(process.execPath, given, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  demo.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const link = await vi.waitUntil(() => /(http:\S+)\/graphiql#token=(\S+)/u.exec(printed), {
    timeout: 60_000,
  });
  [, url = '', token = ''] = link;
});
afterAll(async () => {
  const ended = once(demo, 'exit');
  demo.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command of the README as the built program would be, and answers how it ended. */
function custos(command: string, forMs = 60_000): Promise<{ readonly code: number; readonly text: string }> {
  expect(commands).toContain(command);
  const env = { ...process.env, CUSTOS_TOKEN: token, CUSTOS_URL: url };
  const words = command.replace(/^npx custos /u, '').split(' ');
  return new Promise((resolve) => {
    const options = { env, cwd: folder, timeout: forMs, killSignal: 'SIGINT' } as const;
    const child = execFile(process.execPath, [program, ...words], options, (_, stdout) => {
      resolve({ code: child.exitCode ?? -1, text: stdout });
    });
  });
}

describe('The walk-through of the README', () => {
  it('prints what it shows: the link, the API, the token, and what is simulated', () => {
    const shown = /```\n(?<text>Custos [^`]+)```/u.exec(readme)?.groups?.['text'] ?? '';
    const general = (text: string) =>
      text.replaceAll(/:\d{4,5}/gu, ':PORT').replaceAll(/custos_[\w-]+|custos_…/gu, 'TOKEN');
    for (const line of general(shown).trim().split('\n')) expect(general(printed)).toContain(line);
    expect(printed).toContain('the stack is simulated');
  });

  it('shows every service and the root cause with status', async () => {
    const { code, text } = await custos('npx custos status');
    expect(code).toBe(0);
    for (const name of [
      'prometheus',
      'grafana',
      'alertmanager',
      'node-exporter',
      'docker-engine',
      'trading-bot',
    ]) {
      expect(text).toContain(name);
    }
  });

  it('verifies with an exit code that says whether all is well', async () => {
    const { code, text } = await custos('npx custos verify');
    expect([0, 2]).toContain(code);
    expect(text).toMatch(code === 0 ? /^PASS/u : /^FAIL/u);
  });

  it('shows a service fail and recover within a minute, to a subscriber and in the terminal', async () => {
    const subscription = queries.find((query) => query.startsWith('subscription')) ?? '';
    const subscriber = new Subscriber<{
      healthChanged: { from: string; to: string; service: { name: string } };
    }>(url, token, subscription);
    const watching = custos('npx custos watch', 45_000);
    const turns = () => subscriber.items.map(({ healthChanged: { to, service } }) => `${service.name} ${to}`);
    const fell = () =>
      turns()
        .find((turn) => turn.endsWith(' DOWN'))
        ?.split(' ')[0];
    await vi.waitUntil(() => fell() !== undefined && turns().includes(`${fell() ?? ''} HEALTHY`), {
      timeout: 60_000,
    });
    await subscriber.close();
    const { text } = await watching;
    expect(text).toMatch(/DOWN/u);
    expect(text).toMatch(/HEALTHY/u);
  });

  it.each(queries.filter((query) => !query.startsWith('subscription')))('answers %s', async (query) => {
    const { errors, data } = await ask(url, token, query);
    expect(errors).toBeUndefined();
    expect(data).toBeTruthy();
  });
});
