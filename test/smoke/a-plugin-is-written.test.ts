import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { freePort } from '../lab/ports.ts';

// Packages are installed, and better-sqlite3 is compiled.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 300_000 });

const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(join(root, 'docs', 'writing-a-plugin.md'), 'utf8');
const [begin = '', run = '', look = ''] = blocks('sh');

function blocks(language: string): readonly string[] {
  return [...guide.matchAll(new RegExp(`\`\`\`${language}\\n(.+?)\`\`\``, 'gsu'))].map(
    ([, text = '']) => text,
  );
}

let home: string;
let env: NodeJS.ProcessEnv;
let exporter: Server;
let serving: ChildProcess | undefined;

/** Runs lines of the guide as a shell would, in the empty folder. */
async function shell(lines: string, more: NodeJS.ProcessEnv = {}): Promise<string> {
  const options = { cwd: home, env: { ...env, ...more } };
  const { stdout } = await promisify(execFile)('bash', ['-euc', lines], options);
  return stdout;
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'custos-guide-'));
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  // The guide's own address, 4000, may be taken where tests run.
  env = { ...process.env, PATH: path, CUSTOS_PORT: String(await freePort()), DOCKER_HOST: undefined };
  // What the tests run on was built already; what is packed is that.
  await promisify(execFile)('npm', ['pack', '--ignore-scripts', '--pack-destination', home], { cwd: root });
  await shell('npm install --no-audit --no-fund ./custos-*.tgz');
  exporter = createServer((request, response) => {
    response.statusCode = request.url === '/metrics' ? 200 : 404;
    response.end('# TYPE redis_up gauge\nredis_up 1\n');
  }).listen(9121, '127.0.0.1');
  await once(exporter, 'listening');
});
afterAll(async () => {
  exporter.close();
  if (serving?.pid !== undefined && serving.exitCode === null) {
    // With what npx has started, to which it hands no signal on, and which outlives it.
    const ended = once(serving, 'close');
    process.kill(-serving.pid, 'SIGTERM');
    await ended;
  }
  rmSync(home, { recursive: true, force: true });
});

describe('The guide to writing a plugin, followed in an empty folder with the packed program,', () => {
  it('begins a plugin whose test passes', async () => {
    expect(begin).toMatch(/^npx custos plugin new redis-exporter /u);
    const printed = await shell(begin);
    expect(printed).toMatch(/^(?:# |ℹ )fail 0$/mu);
    expect(printed).toMatch(/^(?:# |ℹ )pass [1-9]/mu);
  });

  it('runs it', async () => {
    const yaml = blocks('yaml')[0] ?? '';
    writeFileSync(join(home, 'custos.yaml'), yaml);
    const [doctor = '', serve = ''] = run.trim().split('\n');
    expect(await shell(doctor)).toMatch(/^ok +plugins +7 run: .*redis-exporter/mu);
    serving = spawn('bash', ['-euc', `exec ${serve}`], {
      cwd: home,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let printed = '';
    serving.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
    const [token = ''] = await vi.waitUntil(() => /custos_[\w-]+/u.exec(printed), { timeout: 30_000 });
    const lines = look.replace('custos_…', token);
    const [status = '', diagnose = ''] = [/.*status.*/u, /.*diagnose.*/u].map(
      (each) => each.exec(lines)?.[0],
    );
    const asked = lines.split('\n')[0] ?? '';
    await vi.waitUntil(async () => /redis +.*HEALTHY/u.test(await shell(`${asked}\n${status}`)), {
      ...{ timeout: 30_000, interval: 500 },
    });
    expect(await shell(`${asked}\n${diagnose}`)).toMatch(
      /^Nothing was found to be wrong with redis: one check looked\./u,
    );
  });

  it('tests it as it shows', async () => {
    const code = `${blocks('js')[0] ?? ''}\nconsole.log(JSON.stringify(codes));\n`;
    writeFileSync(join(home, 'plugins', 'redis-exporter', 'shown.js'), code);
    const codes: unknown = JSON.parse(await shell('node plugins/redis-exporter/shown.js'));
    expect(codes).toEqual(['AnswersSlowly']);
  });

  it('gives it away: as a package that is installed, it is found', async () => {
    const folder = join(home, 'plugins', 'redis-exporter');
    const packed = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string };
    expect(packed.name).toMatch(/^custos-plugin-/u);
    await shell('npm install --no-audit --no-fund ./plugins/redis-exporter && rm custos.yaml');
    expect(await shell('npx custos doctor')).toMatch(/^ok +plugins +7 run: .*redis-exporter/mu);
  });
});
