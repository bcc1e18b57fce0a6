import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ManualClock, settled } from '../../../../test/support/manual-clock.ts';
import { eventually } from '../../../../test/support/news-reader.ts';
import { frame, rawInspection, ScriptedDaemon } from '../../../../test/support/scripted-daemon.ts';
import type { EngineReader } from '../../../application/ports/engine-reader.ts';
import { Unreadable } from '../../../application/ports/engine-reader.ts';
import { openEngineReader } from './open-engine-reader.ts';

const id = 'c'.repeat(64);
const of = `/containers/${id}`;
const kilo = 1024;

let daemon: ScriptedDaemon;
let clock: ManualClock;
let reader: EngineReader;

beforeEach(async () => {
  daemon = await ScriptedDaemon.start();
  daemon.scripts.set(`GET ${of}/json`, { json: rawInspection() });
  daemon.scripts.set('GET /containers/json', { json: [] });
  clock = new ManualClock();
  reader = openEngineReader({ host: daemon.endpoint, clock });
});
afterEach(() => daemon.dispose());

const open = (): AbortSignal => new AbortController().signal;
const asked = (start: string) =>
  eventually(
    () => daemon.of(start).length > 0,
    () => `never asked for ${start}`,
  );

describe('A command in a running container', () => {
  const exec = (argv: readonly string[], signal = open()) =>
    reader.read({ kind: 'exec', containerId: id, argv }, signal);

  beforeEach(() => {
    daemon.scripts.set(`POST ${of}/exec`, { json: { Id: 'e1' } });
    daemon.scripts.set('POST /exec/e1/start', {
      bytes: Buffer.concat([frame('stdout', 'SUCCESS\n'), frame('stderr', 'but\n')]),
    });
    daemon.scripts.set('GET /exec/e1/json', { json: { Running: false, ExitCode: 1 } });
  });

  it('is run as it stands, and answers what it printed and how it ended', async () => {
    const argv = ['promtool', 'check', 'config', '/etc/a b.yml'];
    expect(await exec(argv)).toEqual({ exitCode: 1, output: 'SUCCESS\nbut\n' });
    const made: unknown = JSON.parse(daemon.of(`POST ${of}/exec`)[0]?.body ?? '');
    expect(made).toEqual({ Cmd: argv, AttachStdout: true, AttachStderr: true });
    expect(JSON.parse(daemon.of('POST /exec/e1/start')[0]?.body ?? '')).toMatchObject({ Tty: false });
  });

  it('ended when Docker says so, which may be after the end of its output', async () => {
    daemon.scripts.set('GET /exec/e1/json', [
      { json: { Running: true, ExitCode: null } },
      { json: { Running: false, ExitCode: 0 } },
    ]);
    const running = exec(['true']);
    await asked('GET /exec/e1/json');
    for (let turn = 0; turn < 50; turn++) await settled();
    await clock.advance(20);
    expect(await running).toMatchObject({ exitCode: 0 });
  });

  it('has no exit code when it is not waited for any longer, but what it printed so far', async () => {
    daemon.scripts.set('POST /exec/e1/start', { open: frame('stdout', 'begun\n') });
    const ending = new AbortController();
    const running = exec(['sleep', '9'], ending.signal);
    await asked('POST /exec/e1/start');
    for (let turn = 0; turn < 50; turn++) await settled();
    ending.abort();
    expect(await running).toEqual({ exitCode: null, output: 'begun\n' });
  });

  it('that prints much answers the beginning and the end of it, and says how much is left out', async () => {
    const block = Buffer.alloc(20 * kilo, 'x');
    const much = [Buffer.from('first'), block, block, block, block, block, Buffer.from('last')];
    daemon.scripts.set('POST /exec/e1/start', {
      bytes: Buffer.concat(much.map((bytes) => frame('stdout', bytes))),
    });
    const { output } = (await exec(['yes'])) as { output: string };
    expect(output.startsWith('firstx')).toBe(true);
    expect(output.endsWith('xlast')).toBe(true);
    expect(output).toContain(`\n… ${100 * kilo + 9 - 64 * kilo} bytes are left out here …\n`);
    expect(output.length).toBeLessThan(65 * kilo);
  });

  it.each([
    ['container is not running', 'Container c is not running', /^It does not run/u],
    ['container is paused', 'Container x is paused, unpause the container before exec', /^It is paused/u],
    ['container is restarting', 'Container c is restarting, wait until', /^It is restarting/u],
  ])('cannot be run where the %s', async (_, message, sentence) => {
    daemon.scripts.set(`POST ${of}/exec`, { status: 409, message });
    await expect(exec(['true'])).rejects.toThrow(sentence);
  });

  it.each([126, 127])('that is not in the image is missing, whatever the exit code: %i', async (ExitCode) => {
    const said =
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "promtool": executable file not found in $PATH: unknown\r\n';
    daemon.scripts.set('POST /exec/e1/start', { bytes: frame('stdout', said) });
    daemon.scripts.set('GET /exec/e1/json', { json: { Running: false, ExitCode } });
    await expect(exec(['promtool', 'x'])).rejects.toThrow(new Unreadable('Its image has no promtool.'));
  });

  it('that is missing is told apart from one that misses something', async () => {
    daemon.scripts.set('POST /exec/e1/start', {
      bytes: frame('stderr', 'open x: no such file or directory'),
    });
    daemon.scripts.set('GET /exec/e1/json', { json: { Running: false, ExitCode: 127 } });
    expect(await exec(['sh', 'x'])).toMatchObject({ exitCode: 127 });
  });

  it('may be forbidden by a proxy', async () => {
    daemon.scripts.set(`POST ${of}/exec`, { status: 403, message: 'Forbidden' });
    await expect(exec(['true'])).rejects.toThrow(/does not permit commands to be run in containers/u);
  });
});

describe('A command in a container made for it', () => {
  const helper = (more: object = {}, signal = open()) =>
    reader.read(
      {
        kind: 'helper',
        containerId: id,
        argv: ['promtool', 'tsdb', 'list'],
        network: 'none',
        user: 'image',
        ...more,
      },
      signal,
    );
  const made = () =>
    JSON.parse(daemon.of('POST /containers/create')[0]?.body ?? '') as Record<string, object>;
  const name = () => /name=([\w-]+)/u.exec(daemon.of('POST /containers/create')[0]?.path ?? '')?.[1] ?? '?';

  beforeEach(() => {
    daemon.scripts.set('POST /containers/create', { json: { Id: 'h1' } });
    daemon.scripts.set('POST /containers/custos-helper-*/attach', { bytes: frame('stdout', 'BLOCK\n') });
    daemon.scripts.set('POST /containers/custos-helper-*/start', { status: 204 });
    daemon.scripts.set('POST /containers/custos-helper-*/wait', { json: { StatusCode: 3 } });
    daemon.scripts.set('DELETE /containers/', { status: 204 });
  });

  it('answers what it printed and how it ended, and leaves nothing behind', async () => {
    expect(await helper()).toEqual({ exitCode: 3, output: 'BLOCK\n' });
    expect(daemon.asked.slice(-1)).toMatchObject([
      { method: 'DELETE', path: `/containers/${name()}?force=true&v=true` },
    ]);
  });

  it('can do nothing but read', async () => {
    await helper();
    expect(made()).toMatchObject({
      Image: 'sha256:image',
      Entrypoint: ['promtool'],
      Cmd: ['tsdb', 'list'],
      Labels: { 'custos.helper': 'true', 'custos.ignore': 'true' },
      Healthcheck: { Test: ['NONE'] },
      HostConfig: {
        VolumesFrom: [`${id}:ro`],
        NetworkMode: 'none',
        ReadonlyRootfs: true,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges'],
        Memory: 256 * kilo * kilo,
        MemorySwap: 256 * kilo * kilo,
        PidsLimit: 64,
        LogConfig: { Type: 'none' },
      },
    });
    expect(made()).not.toHaveProperty('User');
    expect(made()).not.toHaveProperty('HostConfig.CapAdd');
    expect(made()).not.toHaveProperty('HostConfig.RestartPolicy');
  });

  it('is on the network, and is the user, that it was asked for', async () => {
    await helper({ network: 'container', user: 'root' });
    expect(made()).toMatchObject({
      User: '0',
      HostConfig: { NetworkMode: `container:${id}`, CapAdd: ['DAC_OVERRIDE'] },
    });
  });

  it('is ended when it is not waited for any longer', async () => {
    daemon.scripts.set('POST /containers/custos-helper-*/attach', { open: frame('stdout', 'begun\n') });
    const ending = new AbortController();
    const running = helper({}, ending.signal);
    await asked('POST /containers/custos-helper-*/start');
    for (let turn = 0; turn < 50; turn++) await settled();
    ending.abort();
    expect(await running).toEqual({ exitCode: null, output: 'begun\n' });
    await asked(`DELETE /containers/${name()}`);
  });

  it('is removed where it cannot be started, and says why', async () => {
    const start = (status: number, message: string) =>
      daemon.scripts.set('POST /containers/custos-helper-*/start', { status, message });
    daemon.scripts.set('POST /containers/custos-helper-*/attach', { open: Buffer.alloc(0) });
    start(400, 'OCI runtime create failed: exec: "promtool": executable file not found in $PATH: unknown');
    await expect(helper()).rejects.toThrow(new Unreadable('Its image has no promtool.'));
    expect(daemon.of('DELETE')).toHaveLength(1);
    start(409, 'cannot join network of a non running container: c');
    await expect(helper()).rejects.toThrow(new Unreadable('It does not run: its network cannot be joined.'));
    expect(daemon.of('DELETE')).toHaveLength(2);
  });

  it('may be forbidden by a proxy', async () => {
    daemon.scripts.set('POST /containers/create', { status: 403, message: 'Forbidden' });
    await expect(helper()).rejects.toThrow(/does not permit containers to be made for reading/u);
  });
});

describe('Containers that were made for reading', () => {
  it('and were left over are removed when the engine is opened, those that may be in use are not', async () => {
    const now = clock.now().getTime() / 1000;
    daemon.scripts.set('GET /containers/json', {
      json: [
        { Id: 'old', Created: now - 301 },
        { Id: 'young', Created: now - 299 },
      ],
    });
    openEngineReader({ host: daemon.endpoint, clock });
    await asked('DELETE /containers/old?force=true&v=true');
    expect(daemon.of('DELETE /containers/young')).toEqual([]);
    expect(daemon.of('GET /containers/json').at(-1)?.path).toContain('{"label":["custos.helper=true"]}');
  });
});
