import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ManualClock, settled } from '../../../../test/support/manual-clock.ts';
import { eventually } from '../../../../test/support/news-reader.ts';
import { frame, rawInspection, ScriptedDaemon } from '../../../../test/support/scripted-daemon.ts';
import type { EngineReader, EngineReading } from '../../../application/ports/engine-reader.ts';
import { Unreadable } from '../../../application/ports/engine-reader.ts';
import { openEngineReader } from './open-engine-reader.ts';

const id = 'c'.repeat(64);
const of = `/containers/${id}`;
const patience = new AbortController().signal;
const time = '2026-11-23T12:00:00.123456789Z';

let daemon: ScriptedDaemon;
let clock: ManualClock;
let reader: EngineReader;

beforeEach(async () => {
  daemon = await ScriptedDaemon.start();
  daemon.scripts.set(`GET ${of}/json`, { json: rawInspection() });
  daemon.scripts.set('GET /images/sha256:image/json', { json: { Config: { User: 'nobody' } } });
  clock = new ManualClock();
  reader = openEngineReader({ host: daemon.endpoint, clock });
});
afterEach(() => daemon.dispose());

const read = (reading: EngineReading) => reader.read(reading, patience);

/** Answers when the daemon was asked so; then time passes. */
async function after<T>(asking: Promise<T>, start: string, ms: number): Promise<T> {
  asking.catch(() => undefined);
  await eventually(
    () => daemon.of(start).length > 0,
    () => `never asked for ${start}`,
  );
  await clock.advance(ms);
  return asking;
}

describe('A container that is read for a plugin', () => {
  it('is told with the user of its image, which is asked about once', async () => {
    const reading = { kind: 'inspect', containerId: id } as const;
    expect(await read(reading)).toMatchObject({ name: 'shop-prometheus-1', imageUser: 'nobody' });
    await read(reading);
    expect(daemon.of('GET /images/')).toHaveLength(1);
  });

  it('tells the newest of its output', async () => {
    daemon.scripts.set(`GET ${of}/logs`, {
      bytes: Buffer.concat([frame('stdout', `${time} one\n`), frame('stderr', `${time} token=sesame\n`)]),
    });
    const at = Date.UTC(2026, 10, 23, 12, 0, 0, 123);
    expect(await read({ kind: 'logs', containerId: id, tail: 5000, since: 1_795_435_200_500 })).toEqual([
      { at, stream: 'stdout', text: 'one' },
      { at, stream: 'stderr', text: 'token=[redacted]' },
    ]);
    expect(daemon.of(`GET ${of}/logs`)[0]?.path).toMatch(/tail=2000.*since=1795435200\.5/u);
  });

  it('whose output is kept nowhere says so', async () => {
    const message = 'configured logging driver does not support reading';
    daemon.scripts.set(`GET ${of}/logs`, { status: 501, message });
    const asked = read({ kind: 'logs', containerId: id, tail: 5, since: 0 });
    await expect(asked).rejects.toThrow(/keeps none of its output.*does not support reading.*json-file/u);
  });

  it('tells what happened to it, without what reading itself caused', async () => {
    const event = (Action: string, Attributes: object, nanos: string) =>
      `${JSON.stringify({ Type: 'container', Action, Actor: { ID: id, Attributes }, time: 1_795_435_200 }).slice(0, -1)},"timeNano":${nanos}}\n`;
    daemon.scripts.set('GET /events', {
      bytes: Buffer.from(
        event('exec_create: sh -c x', {}, '1795435200000000001') +
          event('archive-path', {}, '1795435200000000002') +
          event('oom', {}, '1795435200100999999') +
          event('die', { exitCode: '137' }, '1795435200200000000') +
          event('kill', { signal: '15' }, '1795435200300000000') +
          event('health_status: unhealthy', {}, '1795435200400000000') +
          '{"half":',
      ),
    });
    const since = clock.now().getTime() - 60_000;
    const none = { exitCode: null, signal: null, health: null };
    expect(await read({ kind: 'events', containerId: id, since })).toEqual([
      { ...none, at: 1_795_435_200_100, action: 'oom' },
      { ...none, at: 1_795_435_200_200, action: 'die', exitCode: 137 },
      { ...none, at: 1_795_435_200_300, action: 'kill', signal: '15' },
      { ...none, at: 1_795_435_200_400, action: 'health_status', health: 'unhealthy' },
    ]);
    const path = daemon.of('GET /events')[0]?.path;
    expect(path).toContain(`"container":["${id}"]`);
    expect(path).toContain(`since=${since / 1000}&until=${clock.now().getTime() / 1000}`);
  });

  it('tells what happened also where the engine does not end', async () => {
    const said = {
      Type: 'container',
      Action: 'start',
      Actor: { ID: id, Attributes: {} },
      time: 1_795_435_200,
    };
    daemon.scripts.set('GET /events', { open: Buffer.from(`${JSON.stringify(said)}\n`) });
    const asked = read({ kind: 'events', containerId: id, since: 0 });
    await eventually(
      () => daemon.of('GET /events').length > 0 && clock.sleepers() > 0,
      () => 'never asked',
    );
    for (let turn = 0; turn < 50; turn++) await settled();
    await clock.advance(1000);
    expect(await asked).toMatchObject([{ at: 1_795_435_200_000, action: 'start' }]);
  });

  it('has no file where there is none', async () => {
    const message = `Could not find the file /etc/nope in container ${id}`;
    daemon.scripts.set(`GET ${of}/archive`, { status: 404, message });
    const asked = read({ kind: 'archive', containerId: id, path: '/etc/nope/' });
    await expect(asked).rejects.toThrow(new Unreadable('There is no /etc/nope in it.'));
    const relative = read({ kind: 'archive', containerId: id, path: 'etc' });
    await expect(relative).rejects.toThrow(new Unreadable('etc is no absolute path.'));
  });

  it.each<EngineReading>([
    { kind: 'inspect', containerId: 'gone' },
    { kind: 'usage', containerId: 'gone' },
    { kind: 'logs', containerId: 'gone', tail: 1, since: 0 },
    { kind: 'archive', containerId: 'gone', path: '/etc' },
    { kind: 'exec', containerId: 'gone', argv: ['true'] },
    { kind: 'helper', containerId: 'gone', argv: ['true'], network: 'none', user: 'image' },
  ])('but is not there any more says so: $kind', async (reading) => {
    await expect(read(reading)).rejects.toThrow(
      new Unreadable('There is no such container any more: it was removed.'),
    );
  });
});

describe('What a container uses, for a plugin,', () => {
  const measured = (cpu: number, system: number, throttled: number) => ({
    cpu_stats: {
      cpu_usage: { total_usage: cpu },
      system_cpu_usage: system,
      online_cpus: 2,
      throttling_data: { periods: 10 * throttled, throttled_periods: throttled },
    },
    memory_stats: { usage: 1000, limit: 9_000_000, stats: { total_inactive_file: 300 } },
  });
  const reading = { kind: 'usage', containerId: id } as const;

  it('is the difference between two measurements a quarter of a second apart, then from the last one on', async () => {
    daemon.scripts.set(`GET ${of}/stats`, [
      { json: measured(1000, 10_000, 1) },
      { json: measured(1500, 12_000, 3) },
      { json: measured(1500, 16_000, 3) },
    ]);
    daemon.scripts.set(`GET ${of}/json`, { json: rawInspection({ HostConfig: { Memory: 4000 } }) });
    const [first, shared] = [read(reading), read(reading)];
    await eventually(
      () => daemon.of(`GET ${of}/stats`).length > 0,
      () => 'never measured',
    );
    // However late the answer is read: the second question waits for a quarter of a second after it.
    await eventually(
      () => {
        void clock.advance(25);
        return daemon.of(`GET ${of}/stats`).length > 1;
      },
      () => 'never measured again',
    );
    const facts = { memoryBytes: 700, memoryLimitBytes: 4000 };
    expect(await first).toEqual({ ...facts, cpuPercent: 50, throttledPeriods: 2, periods: 20 });
    expect(await shared).toEqual(await first);
    await clock.advance(10_000);
    expect(await read(reading)).toEqual({ ...facts, cpuPercent: 0, throttledPeriods: 0, periods: 0 });
    expect(daemon.of(`GET ${of}/stats`)).toHaveLength(3);
  });

  it('is nothing while it does not run', async () => {
    daemon.scripts.set(`GET ${of}/json`, { json: rawInspection({ State: { Status: 'exited' } }) });
    expect(await read(reading)).toBeNull();
    expect(daemon.of(`GET ${of}/stats`)).toEqual([]);
  });
});

describe('An engine that is read for a plugin', () => {
  const listed = (name: string, more: object) => ({
    ...{ Id: name, Names: [`/${name}`], Image: 'x', State: 'running', Status: 'Up', Created: 0, Labels: {} },
    ...more,
  });

  beforeEach(() => {
    daemon.scripts.set('GET /containers/json?all=true', {
      json: [
        listed('a', {
          Ports: [
            { IP: '127.0.0.1', PrivatePort: 9090, PublicPort: 19_090, Type: 'tcp' },
            { PrivatePort: 53, Type: 'udp' },
          ],
          NetworkSettings: { Networks: { shop: {} } },
        }),
        listed('b', { State: 'exited', NetworkSettings: { Networks: { shop: {} } } }),
        listed('custos-helper-1', { Labels: { 'custos.helper': 'true' } }),
      ],
    });
  });

  it('says how it is', async () => {
    daemon.scripts.set('GET /version', { json: { Version: '20.10.24', ApiVersion: '1.41' } });
    daemon.scripts.set('GET /info', {
      json: {
        OperatingSystem: 'Debian',
        CgroupVersion: '1',
        Driver: 'overlay2',
        DockerRootDir: '/var/lib/docker',
        NCPU: 2,
        MemTotal: 1024,
        LiveRestoreEnabled: true,
        LoggingDriver: 'json-file',
        Warnings: ['WARNING: No swap limit support'],
      },
    });
    expect(await read({ kind: 'info' })).toEqual({
      version: '20.10.24',
      apiVersion: '1.41',
      operatingSystem: 'Debian',
      cgroupVersion: '1',
      storageDriver: 'overlay2',
      rootDirectory: '/var/lib/docker',
      cpus: 2,
      memoryBytes: 1024,
      liveRestore: true,
      loggingDriver: 'json-file',
      warnings: ['WARNING: No swap limit support'],
    });
  });

  it('lists its containers, but those that were made for reading', async () => {
    const common = { image: 'x', service: null, networks: ['shop'] };
    expect(await read({ kind: 'containers' })).toEqual([
      {
        ...{ ...common, id: 'a', name: 'a', status: 'running' },
        ports: [
          { containerPort: 9090, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 19_090 },
          { containerPort: 53, protocol: 'udp', hostIp: null, hostPort: null },
        ],
      },
      { ...common, id: 'b', name: 'b', status: 'exited', ports: [] },
    ]);
  });

  it('lists its networks, and counts who is there', async () => {
    daemon.scripts.set('GET /networks', {
      json: [
        { Id: 'n', Name: 'shop', Driver: 'bridge', IPAM: { Config: [{ Subnet: '172.18.0.0/16' }] } },
        { Id: 'o', Name: 'none', Driver: 'null', Internal: true, IPAM: { Config: null } },
      ],
    });
    const shop = { id: 'n', name: 'shop', driver: 'bridge', subnets: ['172.18.0.0/16'] };
    expect(await read({ kind: 'networks' })).toEqual([
      { ...shop, internal: false, containers: 1 },
      { id: 'o', name: 'none', driver: 'null', internal: true, subnets: [], containers: 0 },
    ]);
  });

  const volumes = [
    { Name: 'v', Driver: 'local', Mountpoint: '/v/_data', UsageData: { Size: 70, RefCount: 1 } },
    { Name: 'w', Driver: 'local', Mountpoint: '/w/_data', UsageData: { Size: 30, RefCount: 0 } },
    { Name: 'x', Driver: 'nfs', Mountpoint: '/x/_data', UsageData: { Size: -1, RefCount: 0 } },
  ];
  const use = {
    LayersSize: 1000,
    Images: [
      { Size: 600, SharedSize: 100, Containers: 1 },
      { Size: 400, SharedSize: 0, Containers: 0 },
    ],
    Containers: [{ SizeRw: 10, State: 'running' }, { SizeRw: 5, State: 'exited' }, { State: 'running' }],
    Volumes: volumes,
    BuildCache: [
      { Size: 8, InUse: false, Shared: false },
      { Size: 9, InUse: true, Shared: false },
      { Size: 7, InUse: false, Shared: true },
    ],
  };

  it('says what takes room on its disk, and is asked for it once', async () => {
    daemon.scripts.set('GET /system/df', { json: use });
    daemon.scripts.set('GET /volumes', { json: { Volumes: volumes } });
    const [disk, told] = await Promise.all([read({ kind: 'disk' }), read({ kind: 'volumes' })]);
    expect(disk).toEqual([
      { type: 'images', bytes: 1000, reclaimableBytes: 500 },
      { type: 'containers', bytes: 15, reclaimableBytes: 5 },
      { type: 'volumes', bytes: 100, reclaimableBytes: 30 },
      { type: 'build-cache', bytes: 17, reclaimableBytes: 8 },
    ]);
    expect(told).toMatchObject([
      { name: 'v', driver: 'local', bytes: 70, hostPath: '/v/_data' },
      { name: 'w', bytes: 30 },
      { name: 'x', bytes: null },
    ]);
    await read({ kind: 'disk' });
    expect(daemon.of('GET /system/df')).toHaveLength(1);
    await clock.advance(10_001);
    await read({ kind: 'disk' });
    expect(daemon.of('GET /system/df')).toHaveLength(2);
  });

  it('lists its volumes without their sizes where measuring takes long', async () => {
    daemon.scripts.set('GET /system/df', 'hang');
    daemon.scripts.set('GET /volumes', { json: { Volumes: volumes } });
    const asked = read({ kind: 'volumes' });
    expect(await after(asked, 'GET /system/df', 2000)).toMatchObject([
      { name: 'v', bytes: null },
      { name: 'w', bytes: null },
      { name: 'x', bytes: null },
    ]);
  });
});

describe('A reading of an engine that does not answer', () => {
  const all: readonly EngineReading[] = [
    { kind: 'inspect', containerId: id },
    { kind: 'usage', containerId: id },
    { kind: 'logs', containerId: id, tail: 1, since: 0 },
    { kind: 'events', containerId: id, since: 0 },
    { kind: 'archive', containerId: id, path: '/etc' },
    { kind: 'exec', containerId: id, argv: ['true'] },
    { kind: 'helper', containerId: id, argv: ['true'], network: 'none', user: 'image' },
    { kind: 'info' },
    { kind: 'containers' },
    { kind: 'networks' },
    { kind: 'disk' },
    { kind: 'volumes' },
  ];

  it.each(all)('ends by itself: $kind', async (reading) => {
    for (const method of ['GET', 'POST', 'DELETE']) daemon.scripts.set(method, 'hang');
    daemon.scripts.delete(`GET ${of}/json`);
    const asked = reader.read(reading, patience);
    asked.catch(() => undefined);
    await eventually(
      () => daemon.asked.length > 1,
      () => 'never asked',
    );
    for (let turn = 0; turn < 5; turn++) await clock.advance(60_000);
    const failure: unknown = await asked.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Unreadable);
    expect((failure as Error).message).toMatch(/did not answer within|it hangs/u);
  });

  it.each(all)('ends with its signal: $kind', async (reading) => {
    for (const method of ['GET', 'POST', 'DELETE']) daemon.scripts.set(method, 'hang');
    daemon.scripts.delete(`GET ${of}/json`);
    const ending = new AbortController();
    const asked = reader.read(reading, ending.signal);
    asked.catch(() => undefined);
    await eventually(
      () => daemon.asked.length > 1,
      () => 'never asked',
    );
    ending.abort();
    await expect(asked).rejects.toThrow(/was not waited for any longer/u);
  });

  it.each(all)('says that there is none: $kind', async (reading) => {
    const none = openEngineReader({ host: 'unix:///nowhere/docker.sock', clock });
    const failure: unknown = await none.read(reading, patience).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Unreadable);
    expect((failure as Error).message).toMatch(/There is no Docker engine at unix:\/\/\/nowhere/u);
  });
});
