import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { checkRuntime } from '../../src/runtime.ts';
import { Program } from '../support/program.ts';
import { RunningCustos } from '../support/running-custos.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'custos-start-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the program until it ends by itself. */
async function run(...args: readonly string[]) {
  const program = new Program(args);
  const code = await program.ended();
  return { code, said: program.said.replaceAll(folder, '') };
}

describe('Custos does not start, and says why in one message,', { timeout: 90_000 }, () => {
  it('when the port is taken', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const { code, said } = await run('serve', '--port', String(port), '--data-dir', folder);
    squatter.close();
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`^custos: .*${String(port)}.*\n$`, 'u'));
    expect(said).toContain('--port');
  });

  it('when another one has the data folder, naming it', async () => {
    const holder = await new RunningCustos().start();
    const { code, said } = await run('serve', '--port', '0', '--data-dir', holder.folder);
    await holder.end();
    expect(code).toBe(75);
    expect(said).toContain(String(process.pid));
    expect(said.trim().split('\n')).toHaveLength(1);
  });

  it('when the database is newer than the program', async () => {
    const custos = await new RunningCustos().start();
    await custos.custos.stop();
    const database = new Database(join(custos.folder, 'custos.db'));
    database
      .prepare(
        `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count, started_at)
         SELECT 'later', checksum, finished_at, '99990101000000_later', 1, started_at FROM _prisma_migrations LIMIT 1`,
      )
      .run();
    database.close();
    const { code, said } = await run('serve', '--port', '0', '--data-dir', custos.folder);
    rmSync(custos.folder, { recursive: true });
    expect(code).toBe(1);
    expect(said).toMatch(/newer/u);
  });

  it('when the database is none, and leaves the file alone', async () => {
    writeFileSync(join(folder, 'custos.db'), 'not a database at all, but somebody may want it back');
    const { code, said } = await run('serve', '--port', '0', '--data-dir', folder);
    expect(code).toBe(1);
    expect(said).toContain('custos.db');
  });

  it('when the data folder is a file', async () => {
    writeFileSync(join(folder, 'data'), '');
    const { code, said } = await run('serve', '--port', '0', '--data-dir', join(folder, 'data'));
    expect(code).toBe(1);
    expect(said).toContain('/data');
  });

  it('when the configuration is wrong, with file, line and column', async () => {
    const file = join(folder, 'custos.yaml');
    writeFileSync(file, 'server:\n  prot: 4000\n');
    const { code, said } = await run('serve', '--config', file, '--data-dir', folder);
    expect(code).toBe(4);
    expect(said).toBe('custos: /custos.yaml:2:3: `server`: There is no option `prot`. Did you mean port?\n');
  });

  it.each([
    [['serv'], /serve/u],
    [['serve', '--prot', '1'], /--port/u],
    [['serve', '--port', 'http'], /0 to 65535/u],
    [['serve', '--log-level', 'loud'], /info/u],
  ])('when it is called wrongly: %j', async (args, hint) => {
    const { code, said } = await run(...args);
    expect(code).toBe(4);
    expect(said).toMatch(hint);
  });
});

describe('The runtime', () => {
  const hooked = () => Buffer.from('... RemoveEnvironmentCleanupHook ...');
  const sound = () => Buffer.from('...');

  it.each([
    ['20.19.0', sound, null],
    ['20.20.2', hooked, null],
    ['22.23.3', hooked, null],
    ['24.18.1', hooked, null],
    ['24.21.0', sound, null],
    ['25.0.0', sound, null],
    ['18.20.0', sound, 'not supported'],
    ['20.18.9', sound, 'not supported'],
    ['22.11.0', sound, 'not supported'],
    ['23.5.0', sound, 'not supported'],
    ['24.19.0', hooked, 'npm rebuild better-sqlite3'],
    ['25.0.0', hooked, 'npm rebuild better-sqlite3'],
  ])('Node.js %s is judged before the database is opened', (node, binding, expected) => {
    const verdict = checkRuntime(node, binding);
    if (expected === null) expect(verdict).toBeNull();
    else expect(verdict).toContain(expected);
  });
});
