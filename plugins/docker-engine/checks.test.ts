import { describe, expect, it } from 'vitest';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { codesOf, pluginContract, runCheck } from 'custos/plugin-sdk/testing';
import plugin from './plugin.ts';
import {
  now,
  network,
  volume,
  port,
  gib,
  container,
  well,
  having,
  disk,
  portError,
  event,
} from './worlds.ts';

pluginContract(plugin, well, { describe, it });

describe('A container', () => {
  it.each<[string, string, FakeWorld, readonly string[]]>([
    ['C01 nothing in one that runs', 'container-state', well, []],
    [
      'C01 that it is paused',
      'container-state',
      having({ state: { status: 'paused' } }),
      ['ContainerPaused'],
    ],
    [
      'C01 that it was stopped',
      'container-state',
      having({ state: { status: 'exited', exitCode: 143 } }),
      ['ContainerStopped'],
    ],
    [
      'C01 that it ended of itself',
      'container-state',
      having({ state: { status: 'exited', exitCode: 2 } }),
      ['ContainerExited'],
    ],
    [
      'C01 what Docker says itself of one that could not be started',
      'container-state',
      having({ state: { status: 'exited', exitCode: 128, error: `${portError}x` } }),
      ['ContainerNotStarted'],
    ],
    [
      'X14 that it is started again and again',
      'container-state',
      having({ state: { status: 'restarting', exitCode: 1 }, restartCount: 4 }),
      ['X14'],
    ],
    [
      'X14 that it falls between two looks',
      'container-state',
      having({ state: { startedAt: now - 5000 }, restartCount: 4 }),
      ['X14'],
    ],
    ['X14 nothing in restarts of long ago', 'container-state', having({ restartCount: 4 }), []],
    [
      'C03 F11 that its main process was killed for want of memory',
      'container-events',
      having({ events: [event('oom'), event('die', 137)] }),
      ['F11'],
    ],
    [
      'C03 F11 that a process of it was killed',
      'container-events',
      having({ events: [event('oom')] }),
      ['F11'],
    ],
    [
      'C03 nothing in a stop that took too long',
      'container-events',
      having({ events: [event('die', 137)] }),
      [],
    ],
    [
      'C03 nothing in a flag of an earlier life',
      'container-events',
      having({ state: { oomKilled: true, exitCode: 0 } }),
      [],
    ],
    [
      'F03 C05 a port that another container has, in Docker’s words',
      'port-owner',
      having({
        state: {
          status: 'created',
          exitCode: 128,
          error: `${portError}Bind for 127.0.0.1:9090 failed: port is already allocated`,
        },
      }),
      ['F03'],
    ],
    [
      'F04 C05 a port that a process has, in Docker’s words',
      'port-owner',
      having({
        state: {
          status: 'exited',
          exitCode: 128,
          error: `${portError}Error starting userland proxy: listen tcp4 127.0.0.1:9090: bind: address already in use`,
        },
      }),
      ['F04'],
    ],
    [
      'F04 C05 the same as newer engines say it',
      'port-owner',
      having({
        state: {
          status: 'exited',
          exitCode: 128,
          error: 'failed to bind host port 127.0.0.1:9090/tcp: address already in use',
        },
      }),
      ['F04'],
    ],
    ['C05 nothing in ports that are its own', 'port-owner', well, []],
    [
      'C01 a file that should be mounted and is not there',
      'mounts',
      having({
        state: {
          status: 'created',
          exitCode: 127,
          error:
            'OCI runtime create failed: error mounting "/x/a.yml" to rootfs at "/etc/a.yml": mount: not a directory: unknown',
        },
      }),
      ['MountFailed'],
    ],
    [
      'C01 a program that is not there',
      'mounts',
      having({
        state: {
          status: 'created',
          exitCode: 127,
          error: 'OCI runtime create failed: exec: "/nope": stat /nope: no such file or directory: unknown',
        },
      }),
      ['EntrypointFailed'],
    ],
    [
      'C01 a health check that fails',
      'healthcheck',
      having({
        state: {
          health: {
            status: 'unhealthy',
            failingStreak: 3,
            log: [{ at: now, exitCode: 1, output: 'HTTP/1.1 503' }],
          },
        },
      }),
      ['HealthCheckFailing'],
    ],
    [
      'C01 a health check that cannot be run',
      'healthcheck',
      having({
        state: {
          health: {
            status: 'unhealthy',
            failingStreak: 3,
            log: [{ at: now, exitCode: -1, output: 'exec: "curl": executable file not found in $PATH' }],
          },
        },
      }),
      ['HealthCheckBroken'],
    ],
    [
      'C01 nothing in the health check of one that is paused',
      'healthcheck',
      having({ state: { status: 'paused', health: { status: 'unhealthy', failingStreak: 3, log: [] } } }),
      [],
    ],
    ['F10 C06 X12 a disk that is full', 'data-free', disk(0), ['F10']],
    ['F10 C06 X12 a disk without places for files', 'data-free', disk(15 * gib, 0), ['F10']],
    ['C06 nothing in a disk with room', 'data-free', well, []],
    [
      'F05 C07 a folder of root',
      'data-owner',
      having({
        files: { ...container.files, '/prometheus': { type: 'directory', uid: 0, gid: 0, mode: 0o755 } },
      }),
      ['F05'],
    ],
    [
      'F05 C07 a volume that is read-only',
      'data-owner',
      having({ mounts: [{ ...volume, readOnly: true }] }),
      ['F05'],
    ],
    ['C07 nothing in a folder of its own', 'data-owner', well, []],
    [
      'C07 nothing in a folder that everybody may write',
      'data-owner',
      having({
        files: { ...container.files, '/prometheus': { type: 'directory', uid: 0, gid: 0, mode: 0o777 } },
      }),
      [],
    ],
    [
      'C13 X15 memory that is nearly used up',
      'memory',
      having({ usage: { memoryBytes: 98e6, memoryLimitBytes: 100e6 } }),
      ['X15'],
    ],
    [
      'C13 nothing in memory to spare',
      'memory',
      having({ usage: { memoryBytes: 50e6, memoryLimitBytes: 100e6 } }),
      [],
    ],
    [
      'C37 X16 processor time that is held back',
      'cpu',
      having({ cpuLimit: 0.01, usage: { cpuPercent: 1, throttledPeriods: 9, periods: 10 } }),
      ['X16'],
    ],
    [
      'C37 nothing in time that nobody limits',
      'cpu',
      having({ usage: { cpuPercent: 190, throttledPeriods: 0, periods: 0 } }),
      [],
    ],
    ['C33 P17 that it is on no network', 'net-membership', having({ networks: [] }), ['NetworkPartition']],
    [
      'C33 P11 that it shares no network with what it needs',
      'net-membership',
      having({ networks: [{ ...network, network: 'other', networkId: 'net2' }] }),
      ['NetworkPartition'],
    ],
    ['C33 nothing in a network that they share', 'net-membership', well, []],
    [
      'C34 networks that overlap',
      'net-health',
      {
        ...well,
        engine: {
          ...well.engine,
          networks: [
            { id: 'net1', name: 'a', subnets: ['172.18.0.0/16'] },
            { id: 'net2', name: 'b', subnets: ['172.18.4.0/24'] },
          ],
        },
      },
      ['NetworkOverlap'],
    ],
    [
      'C34 a network that lets nobody in',
      'net-health',
      { ...well, engine: { ...well.engine, networks: [{ id: 'net1', name: 'a', internal: true }] } },
      ['NetworkInternal'],
    ],
    [
      'C36 a log that is not bounded',
      'log-rotation',
      having({ logging: { driver: 'json-file', options: {} } }),
      ['UnboundedLog'],
    ],
    [
      'C36 a log that is thrown away',
      'log-rotation',
      having({ logging: { driver: 'none', options: {} } }),
      ['NoLog'],
    ],
    ['C36 nothing in one that is bounded', 'log-rotation', well, []],
    [
      'C41 that everybody may reach it',
      'binding',
      having({ ports: [{ ...port, hostIp: '0.0.0.0' }] }),
      ['ExposedWithoutAuthentication'],
    ],
    [
      'C41 X22 P18 that everybody may stop it',
      'binding',
      having({ ports: [{ ...port, hostIp: '0.0.0.0' }], command: ['--web.enable-admin-api'] }),
      ['X22'],
    ],
    [
      'C41 nothing in one that asks who they are',
      'binding',
      {
        ...having({ ports: [{ ...port, hostIp: '0.0.0.0' }] }),
        service: { ...well.service, authorized: true },
      },
      [],
    ],
    [
      'C41 that it should be published and is not',
      'binding',
      { ...having({ ports: [] }), settings: { published: true } },
      ['NotPublished'],
    ],
    [
      'X24 secrets in its variables',
      'environment',
      having({ environment: { API_TOKEN: null, PATH: '/bin', DB_PASSWORD_FILE: '/run/x' } }),
      ['X24'],
    ],
    ['X24 nothing in variables without', 'environment', having({ environment: { PATH: '/bin' } }), []],
    [
      'X23 a backup that is old',
      'backups',
      {
        ...having({ files: { ...container.files, '/backups/a.tar': { modifiedAt: now - 30 * 86_400_000 } } }),
        settings: { backups: { path: '/backups' } },
      },
      ['X23'],
    ],
    [
      'X23 nothing in a backup that is fresh',
      'backups',
      {
        ...having({ files: { ...container.files, '/backups/a.tar': { modifiedAt: now - 86_400_000 } } }),
        settings: { backups: { path: '/backups' } },
      },
      [],
    ],
  ])('gives away %s', async (_, check, world, codes) => {
    expect(await codesOf(plugin, check, world)).toEqual(codes);
  });

  it('C05 P10 that does not run is told who has its port', async () => {
    const stopped = having({ state: { status: 'exited', exitCode: 0 } });
    const other = { id: 'x', name: 'thief', ports: [{ ...port, hostIp: '0.0.0.0' }] };
    const byContainer = { ...stopped, engine: { containers: [other] } };
    const byProcess = {
      ...stopped,
      host: { listeners: [{ address: '127.0.0.1', port: 9090, pid: 42, command: 'python3' }] },
    };
    expect((await runCheck(plugin, 'port-owner', byContainer)).summary).toContain('the container thief');
    expect((await runCheck(plugin, 'port-owner', byProcess)).summary).toContain('the process 42 (python3)');
    expect(await codesOf(plugin, 'port-owner', stopped)).toEqual([]);
  });

  it('X23 of which nobody said where its backups lie is worth knowing, no more', async () => {
    expect((await runCheck(plugin, 'backups', well)).findings).toMatchObject([
      { code: 'X23', severity: 'INFO' },
    ]);
  });

  it('C06 is asked itself where its host cannot be looked at', async () => {
    const { host: _, ...elsewhere } = well;
    const df =
      'Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/x 1000 990 10 99% /prometheus\n';
    const world = {
      ...elsewhere,
      container: { ...container, commands: { 'disk-room': df, 'disk-files': df } },
    };
    expect(await codesOf(plugin, 'data-free', world)).toEqual(['F10']);
  });

  it.each<[string, FakeWorld, string]>([
    [
      'C42 is skipped where nobody asks in TLS',
      { ...well, service: { ...well.service, url: 'http://x.test' } },
      'SKIPPED',
    ],
    [
      'C42 passes where its certificate is trusted',
      {
        ...well,
        service: { ...well.service, url: 'https://x.test' },
        routes: { '/': 'ok' },
      },
      'PASS',
    ],
    [
      'C42 fails where it is not',
      {
        ...well,
        service: { ...well.service, url: 'https://x.test' },
        routes: { '/': { failure: 'TLS_FAILED' } },
      },
      'FAIL',
    ],
  ])('%s', async (_, world, status) => {
    expect((await runCheck(plugin, 'tls', world)).status).toBe(status);
  });
});
