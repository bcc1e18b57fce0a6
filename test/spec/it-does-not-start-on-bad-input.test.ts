import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { explainListen } from '../../src/http/cannot-listen.ts';
import type { Conditions } from '../support/program.ts';
import { Program } from '../support/program.ts';

let folder = '';
let servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'custos-bad-'));
  // Somebody without rights must come as far as what is under test.
  chmodSync(folder, 0o755);
});
afterEach(() => {
  for (const server of servers) server.close();
  servers = [];
  rmSync(folder, { recursive: true, force: true });
});

const given = { timeout: 90_000 };

/** Runs the program until it ends by itself. */
async function run(args: readonly string[], conditions: Conditions = {}) {
  const program = new Program(args, conditions);
  const code = await program.ended();
  return { code, said: program.said.replaceAll(folder, '') };
}

/** A file in the folder, and its path. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function socket(name: string): Promise<string> {
  const path = join(folder, name);
  const server = createServer().listen(path);
  servers.push(server);
  await once(server, 'listening');
  return path;
}

describe('A configuration file', given, () => {
  it.each([
    ['server:\n  port: [4000\n', /^custos: \/c\.yaml:\d+:\d+: .+\n$/u],
    ['server:\n  port: many\n', /^custos: \/c\.yaml:2:9: `server\.port`: .*expected number.*\n$/u],
    ['helth: {}\n', /^custos: \/c\.yaml:1:1: There is no option `helth`\. Did you mean health\?\n$/u],
    [
      'stacks:\n  - name: a\n    docker: { hots: x }\n',
      /^custos: \/c\.yaml:3:15: `stacks\.0\.docker`: There is no option `hots`\. Did you mean host\?\n$/u,
    ],
    [
      'storage:\n  dataDir: ${CUSTOS_NOWHERE}\n',
      /^custos: \/c\.yaml:2:12: The variable CUSTOS_NOWHERE is not set\. Set it, or give a default: .*\n$/u,
    ],
  ])('is refused with 4, place and way out: %j', async (text, told) => {
    const { code, said } = await run(['serve', '--config', file('c.yaml', text)]);
    expect(said).toMatch(told);
    expect(code).toBe(4);
  });

  it('is refused when it is not there', async () => {
    const { code, said } = await run(['serve', '--config', join(folder, 'none.yaml')]);
    expect(said).toMatch(
      /^custos: The configuration file \/none\.yaml cannot be read: it is not there\..*--config.*\n$/u,
    );
    expect(code).toBe(4);
  });

  it('is refused when it is a folder', async () => {
    const { code, said } = await run(['serve', '--config', folder]);
    expect(said).toMatch(/^custos: The configuration file {2}cannot be read: it is a folder\..*\n$/u);
    expect(code).toBe(4);
  });

  it('is refused when this user may not read it', async () => {
    const path = file('c.yaml', '');
    chmodSync(path, 0o000);
    const { code, said } = await run(['serve', '--config', path], { unprivileged: true });
    expect(said).toMatch(
      /^custos: The configuration file \/c\.yaml cannot be read: this user may not read it\..*\n$/u,
    );
    expect(code).toBe(4);
  });
});

describe('An address to listen on', given, () => {
  const serve = (...args: readonly string[]) =>
    run(['serve', '--data-dir', join(folder, 'data'), ...args], { unprivileged: false });

  it('is refused when this machine has it not', async () => {
    const { code, said } = await serve('--host', '203.0.113.1', '--port', '0');
    expect(said).toMatch(
      /^custos: Custos cannot listen on 203\.0\.113\.1:0: this machine has no address .*\n$/u,
    );
    expect(code).toBe(1);
  });

  it('is refused when it is a name that nobody knows', async () => {
    const { code, said } = await serve('--host', 'no-such-host.invalid', '--port', '0');
    expect(said).toMatch(/^custos: Custos cannot listen on no-such-host\.invalid:0: the name .*\n$/u);
    expect(code).toBe(1);
  });

  it('is explained when this user may not use its port', () => {
    // Whether a system lets anybody use port 80 is the system's to say: the sentence is held here.
    const refused = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
    const told = explainListen(refused, { host: '127.0.0.1', port: 80 });
    expect(String(told)).toContain('may not use port 80. Choose a port from 1024 on');
  });
});

describe('A data folder', given, () => {
  it.each([
    ['that this user may not read', 0o300],
    ['that this user may not write', 0o555],
    ['that this user may not enter', 0o000],
  ])('%s is refused, with what to do', async (_, mode) => {
    const data = join(folder, 'data');
    mkdirSync(data);
    chmodSync(data, mode);
    const { code, said } = await run(['serve', '--port', '0', '--data-dir', data], { unprivileged: true });
    expect(said).toMatch(/^custos: \/data.* cannot be .*user who runs Custos.*\n$/u);
    expect(code).toBe(1);
  });

  it('that cannot be made is refused', async () => {
    const data = join(folder, 'data');
    const { code, said } = await run(['serve', '--port', '0', '--data-dir', data], { unprivileged: true });
    expect(said).toMatch(/^custos: \/data cannot be .*\n$/u);
    expect(code).toBe(1);
  });
});

describe('A Docker engine that', given, () => {
  const absent = () => Promise.resolve(join(folder, 'none.sock'));
  const hung = () => socket('hung.sock');
  const refusing = async () => {
    linkSync(await socket('living.sock'), join(folder, 'dead.sock'));
    await new Promise((resolve) => servers.pop()?.close(resolve));
    return join(folder, 'dead.sock');
  };
  const forbidden = async () => {
    const path = await socket('forbidden.sock');
    chmodSync(path, 0o600);
    return path;
  };

  it.each([
    ['is absent', absent, false, /the socket does not exist; start Docker/u],
    ['refuses', refusing, false, /is not running: the connection was refused; start it/u],
    ['hangs', hung, false, /did not answer within .* it hangs or is overloaded/u],
    ['is forbidden', forbidden, true, /this user may not open: join the group/u],
  ])('%s keeps nobody from starting, and is told', async (_, path, unprivileged, told) => {
    const data = join(folder, 'data');
    mkdirSync(data);
    chmodSync(data, 0o777);
    const env = { DOCKER_HOST: `unix://${await path()}` };
    const program = new Program(['serve', '--port', '0', '--data-dir', data], { env, unprivileged });
    await program.printed(/listens at http/u);
    await program.printed(told);
    program.kill();
    expect(await program.ended()).toBe(0);
  });
});

describe('A Node.js that is not supported', given, () => {
  it('is refused before anything of the program is loaded', async () => {
    const first = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } });`;
    const { code, said } = await run(['serve', '--port', '0', '--data-dir', folder], { first });
    expect(said).toBe(
      'custos: Node.js 18.20.0 is not supported. Use 20.19 or newer, 22.12 or newer, or 24 and above.\n',
    );
    expect(code).toBe(1);
  });
});
