import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createPlugin } from '../../src/cli/plugin-new.ts';
import { CliWorld } from '../support/cli-world.ts';
import { hostOf } from '../support/plugin-host.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
let home: string;
let into: string;
let world: CliWorld;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'custos-begun-'));
  // As it is for whoever has installed it.
  mkdirSync(join(home, 'node_modules'));
  symlinkSync(project, join(home, 'node_modules', 'custos'));
  into = join(home, 'plugins');
  world = new CliWorld();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const begin = (name: string): number => createPlugin(world, name, { port: 9121, into });

describe('custos plugin new', () => {
  it('writes a plugin that is READY as it is', async () => {
    expect(begin('redis-exporter')).toBe(0);
    const { plugins } = await hostOf([into]);
    expect(plugins.list()).toMatchObject([{ name: 'redis-exporter', status: 'READY', failure: null }]);
    expect(plugins.kinds()).toMatchObject([{ name: 'redis-exporter', port: 9121 }]);
    expect(plugins.catalogue()).toMatchObject({
      checks: [{ name: 'answering' }],
      problems: [{ name: 'redis-exporter-slow', checks: ['answering'] }],
    });
  });

  it('writes tests that pass', () => {
    begin('redis-exporter');
    const told = execFileSync(process.execPath, ['--test', join(into, 'redis-exporter', 'plugin.test.js')], {
      cwd: join(into, 'redis-exporter'),
      env: { ...process.env, NODE_OPTIONS: `--conditions=source --import ${import.meta.resolve('tsx')}` },
      encoding: 'utf8',
    });
    expect(told).toMatch(/^# pass [1-9]\d*$/mu);
    expect(told).toMatch(/^# fail 0$/mu);
  });

  it('says what it wrote and what comes next', () => {
    begin('redis-exporter');
    const folder = join(into, 'redis-exporter');
    expect(world.printed.join('')).toContain(join(folder, 'plugin.test.js'));
    expect(world.printed.join('')).toContain(`Next: node --test ${join(folder, 'plugin.test.js')}`);
  });

  it.each(['Redis', '-x', 'a b', '../up', ''])('refuses %j for a name, and writes nothing', (name) => {
    expect(() => begin(name)).toThrow(/cannot be the name of a plugin: give lower-case letters/);
    expect(world.printed).toEqual([]);
  });

  it('writes over nothing', () => {
    begin('mine');
    const file = join(into, 'mine', 'plugin.js');
    writeFileSync(file, 'mine');
    expect(() => begin('mine')).toThrow(/is there already: nothing was written/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('says why where it cannot write', () => {
    const blocked = join(mkdtempSync(join(tmpdir(), 'custos-blocked-')), 'file');
    writeFileSync(blocked, '');
    expect(() => createPlugin(world, 'mine', { port: 1, into: blocked })).toThrow(/could not be written to/);
    expect(existsSync(join(blocked, 'mine'))).toBe(false);
  });
});
