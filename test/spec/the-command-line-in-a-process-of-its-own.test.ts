import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Conditions } from '../support/program.ts';
import { Program } from '../support/program.ts';
import { container, FakeEngine } from '../support/fake-engine.ts';
import { ask } from '../support/graphql-client.ts';
import { RunningCustos } from '../support/running-custos.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'custos-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const given = { timeout: 90_000 };

async function run(args: readonly string[], conditions?: Conditions) {
  const program = new Program(args, conditions);
  const code = await program.ended();
  return { code, out: program.out, said: program.said };
}

/** A file that names one service, which refuses, and a port where no Custos answers. */
function configuration(more = ''): string {
  const file = join(folder, 'custos.yaml');
  writeFileSync(
    file,
    `server: { port: 1 }
stacks:
  - name: shop
    docker: { host: null }
    services: [{ name: prometheus, kind: prometheus, url: http://127.0.0.1:2${more} }]
`,
  );
  return file;
}

describe('A command without a running server', given, () => {
  it('looks for itself: verify says in JSON alone what it saw, ends with the code, and leaves nothing', async () => {
    mkdirSync(join(folder, 'tmp'));
    const env = { TMPDIR: join(folder, 'tmp') };
    const args = ['verify', '--json', '--config', configuration()];
    const { code, out, said } = await run(args, { env });
    expect(JSON.parse(out)).toMatchObject({
      ...{ schemaVersion: 1, project: 'shop', status: 'fail', exitCode: 2, rootCause: 'prometheus' },
      services: [{ name: 'prometheus', status: 'fail' }],
    });
    expect(said).toBe('');
    expect(code).toBe(2);
    expect(readdirSync(join(folder, 'tmp')).filter((name) => name.startsWith('custos-'))).toEqual([]);
  });

  it('says with 4 what is wrong with the configuration', async () => {
    const { code, said } = await run(['verify', '--config', configuration(', prot: 1')]);
    expect(said).toContain('custos.yaml:5:');
    expect(code).toBe(4);
  });

  it.each([
    [['verify', '--timeout', 'long'], /number of seconds/u],
    [['verify', '--strikt'], /--strict/u],
    [['verfy'], /verify/u],
    [['token', 'creat', 'x'], /create/u],
    [['token', 'create', 'x', '--role', 'root'], /viewer, operator, admin/u],
  ])('is refused with 4 and a hint when it is called wrongly: %j', async (args, hint) => {
    const { code, out, said } = await run(args);
    expect(said).toMatch(hint);
    expect(out).toBe('');
    expect(code).toBe(4);
  });
});

describe('A command beside a running server', given, () => {
  let custos: RunningCustos;
  beforeEach(async () => {
    const engine = new FakeEngine([container('prometheus')]);
    custos = await new RunningCustos(engine).start();
    engine.lists(custos.clock.now());
    await custos.until('it is healthy', () => custos.status('prometheus') === 'HEALTHY');
  });
  afterEach(() => custos.end());
  const env = () => ({ CUSTOS_URL: custos.custos.url, CUSTOS_TOKEN: custos.secret });

  it('needs a token, and says with 4 how to come by one', async () => {
    const { code, said } = await run(['status'], { env: { CUSTOS_URL: custos.custos.url } });
    expect(said).toMatch(/^custos: Custos runs at http.*needs a token\. .*--token-file/u);
    expect(code).toBe(4);
  });

  it('takes the token from a file, and prints no colours where nobody reads along', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, `${custos.secret}\n`);
    const { code, out } = await run(['status', '--url', custos.custos.url, '--token-file', file]);
    expect(out).toMatch(/prometheus +HEALTHY/u);
    expect(out).not.toContain('\u001b');
    expect(code).toBe(0);
  });

  it('ends with 0 when a watch is interrupted', async () => {
    const watching = new Program(['watch', '--json', '--after', await cursor()], { env: env() });
    await custos.app.createToken(custos.admin, { name: 'seen', role: 'VIEWER', expiresAt: null });
    await watching.printed(/"summary":"[^"]*seen/u);
    watching.kill('SIGINT');
    expect(await watching.ended()).toBe(0);
  });

  it('ends quietly when nobody reads on', async () => {
    const watching = new Program(['watch', '--json', '--after', await cursor()], { env: env() });
    const create = (name: string) =>
      custos.app.createToken(custos.admin, { name, role: 'VIEWER', expiresAt: null });
    await create('first');
    await watching.printed(/first/u);
    watching.stopReading();
    await create('second');
    expect(await watching.ended()).toBe(0);
    expect(watching.said).toBe('');
  });

  async function cursor(): Promise<string> {
    const told = await ask<{ cursor: string }>(custos.custos.url, custos.secret, '{ cursor }');
    return told.data?.cursor ?? '';
  }
});

describe('custos token create --data-dir', given, () => {
  it('lets the owner of a data folder in again, and the log says who did it', async () => {
    const custos = await new RunningCustos().start();
    await custos.custos.stop();
    const args = ['token', 'create', 'again', '--role', 'admin', '--data-dir', custos.folder];
    const { code, out } = await run(args);
    expect(code).toBe(0);
    await custos.start();
    expect(custos.app.authenticate(out.trim())).toMatchObject({ role: 'ADMIN' });
    expect((await custos.events('TOKEN_CREATED')).at(-1)?.actor).toMatchObject({ kind: 'LOCAL' });

    const beside = await run(args);
    expect(beside.said).toContain('in use by');
    expect(beside.code).toBe(75);
    await custos.end();
  });

  it('makes no data where there is none', async () => {
    const { code, said } = await run(['token', 'create', 'x', '--data-dir', folder]);
    expect(said).toContain('There is no data of Custos in');
    expect(code).toBe(1);
  });
});

describe('custos config', given, () => {
  it('validates a file', async () => {
    const { code, out } = await run(['config', 'validate', configuration()]);
    expect(out).toMatch(/custos\.yaml is OK\.\n$/u);
    expect(code).toBe(0);
  });

  it('prints what is in force without secrets, as a file that is valid itself', async () => {
    const secrets = ', settings: { password: hunter2, url: "http://me:hunter2@127.0.0.1/" }';
    const { code, out } = await run(['config', 'print', configuration(secrets)]);
    expect(code).toBe(0);
    expect(out).toContain('probeIntervalMs: 5000');
    expect(out).toContain('***');
    expect(out).not.toContain('hunter2');
    const printed = join(folder, 'printed.yaml');
    writeFileSync(printed, out);
    expect((await run(['config', 'validate', printed])).said).toBe('');
  });
});

describe('custos doctor', given, () => {
  it('ends with 0 where everything is there, and warns where Docker is not', async () => {
    const { code, out } = await run(['doctor', '--port', '0', '--data-dir', join(folder, 'data'), '--json']);
    const { checks } = JSON.parse(out) as { checks: readonly { name: string; status: string }[] };
    expect(Object.fromEntries(checks.map(({ name, status }) => [name, status]))).toEqual({
      ...{ node: 'ok', database: 'ok', configuration: 'ok', 'data folder': 'ok', port: 'ok' },
      ...{ docker: 'warn', plugins: 'ok' },
    });
    expect(code).toBe(0);
  });

  it('ends with 2 and the way out where something keeps Custos from working', async () => {
    chmodSync(folder, 0o755);
    const args = ['doctor', '--port', '0', '--data-dir', join(folder, 'data')];
    const { code, out } = await run(args, { unprivileged: true });
    expect(out).toMatch(/^fail +data folder +.* cannot be written\. Give the user/mu);
    expect(code).toBe(2);
  });

  it('explains every plugin that does not work, and every folder of plugins that cannot be read', async () => {
    const plugins = join(folder, 'plugins');
    for (const [name, text] of [
      ['torn', 'export default {'],
      ['empty', null],
    ] as const) {
      mkdirSync(join(plugins, name), { recursive: true });
      if (text !== null) writeFileSync(join(plugins, name, 'plugin.js'), text);
    }
    const file = join(folder, 'plugins.yaml');
    writeFileSync(file, `plugins: { directories: [${plugins}, ${join(folder, 'nowhere')}] }\n`);
    const args = ['doctor', '--config', file, '--port', '0', '--data-dir', join(folder, 'data')];
    const { code, out } = await run(args);
    expect(out).toMatch(/^ok +plugins +6 run: alertmanager, .*prometheus\./mu);
    expect(out).toMatch(
      /^fail +plugin torn +It could not be imported: .* Correct it, and see it here again/mu,
    );
    expect(out).toMatch(/^fail +plugin empty +It has no plugin\.ts and no plugin\.js\. Correct it/mu);
    expect(out).toMatch(
      /^fail +plugins +The plugin directory .*nowhere cannot be read.*plugins\.directories/mu,
    );
    expect(code).toBe(2);
  });

  it('says where the configuration is wrong', async () => {
    const { code, out } = await run(['doctor', '--config', configuration(', prot: 1')]);
    expect(out).toMatch(/^fail +configuration +.*custos\.yaml:5:/mu);
    expect(code).toBe(2);
  });
});
