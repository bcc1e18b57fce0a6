import { describe, expect, it } from 'vitest';
import { rawContainer } from '../../../test/support/docker-daemon.ts';
import type { Container } from '../../domain/container/container.ts';
import { describeContainer, describeListed } from './container.ts';
import { inspection, listedContainer } from './reply.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A container in a state, with more said about it in its inspection. */
function described(state: Fields, more: Fields = {}, digests: readonly string[] = []): Container {
  const { listed, inspected } = rawContainer('prometheus', state, 'as the listing says');
  return describeContainer({
    listed: listedContainer.parse(listed),
    inspected: inspection.parse({ ...inspected, ...more }),
    digests,
  });
}

const listedOnly = (state: string, status: string, known: Container | null = null) =>
  describeListed(
    listedContainer.parse({ ...rawContainer('prometheus', { Status: state }, status).listed }),
    known,
  );

const never = '0001-01-01T00:00:00Z';
const exited = { Status: 'exited', ExitCode: 2, FinishedAt: '2026-11-23T13:00:00Z' };

describe('A container, as Docker describes it,', () => {
  it('keeps its name without the slash, its image as named and the words of the listing', () => {
    expect(described({})).toMatchObject({
      name: 'prometheus',
      image: 'prom/prometheus:v2.42.0',
      status: 'as the listing says',
      restartPolicy: 'unless-stopped',
      composeProject: 'shop',
      composeService: 'prometheus',
    });
  });

  it.each<[string, Fields, Partial<Container>]>([
    ['runs', {}, { state: 'RUNNING', exitCode: null, finishedAt: null }],
    [
      'is restarting although Docker calls that running',
      { Status: 'restarting', Running: true, ExitCode: 1 },
      { state: 'RESTARTING', exitCode: 1 },
    ],
    ['has exited', exited, { state: 'EXITED', exitCode: 2, finishedAt: new Date('2026-11-23T13:00:00Z') }],
    [
      'was never started',
      { Status: 'created', StartedAt: never },
      { state: 'CREATED', exitCode: null, startedAt: null },
    ],
    ['could not be started', { Status: 'created', ExitCode: 127 }, { state: 'CREATED', exitCode: 127 }],
    ['is in a state of tomorrow', { Status: 'dreaming' }, { state: 'UNKNOWN' }],
    ['is healthy', { Health: { Status: 'healthy' } }, { health: 'HEALTHY' }],
    ['is not healthy', { Health: { Status: 'unhealthy' } }, { health: 'UNHEALTHY' }],
    ['has no health check', { Health: { Status: 'none' } }, { health: null }],
    [
      'is paused, which Docker calls unhealthy',
      { Status: 'paused', Health: { Status: 'unhealthy' } },
      { state: 'PAUSED', health: null, exitCode: null },
    ],
    [
      'has exited, which Docker calls unhealthy',
      { ...exited, Health: { Status: 'unhealthy' } },
      { health: null },
    ],
    ['was killed for want of memory', { ...exited, OOMKilled: true }, { oomKilled: true }],
    ['runs again after it was killed for want of memory', { OOMKilled: true }, { oomKilled: false }],
  ])('%s', (_, state, is) => expect(described(state)).toMatchObject(is));

  it.each<[string, readonly string[], string | null]>([
    ['is null for an image in no registry', [], null],
    ['is that of the repository it is named after', ['a/b@sha256:1', 'prom/prometheus@sha256:2'], 'sha256:2'],
    ['is any when it was renamed', ['a/b@sha256:1'], 'sha256:1'],
  ])('has a digest that %s', (_, digests, digest) =>
    expect(described({}, {}, digests).imageDigest).toBe(digest),
  );

  const asked = {
    '9090/tcp': [{ HostIp: '', HostPort: '9090' }],
    '53/udp': [{ HostIp: '127.0.0.1', HostPort: '' }],
  };
  const config = { Image: 'x', Labels: null, ExposedPorts: { '9090/tcp': {}, '8080/tcp': {} } };
  const place = (containerPort: number, hostIp: string | null, hostPort: number | null) => ({
    containerPort,
    protocol: containerPort === 53 ? 'UDP' : 'TCP',
    hostIp,
    hostPort,
  });

  it('has its labels without the secrets in them', () => {
    const { listed, inspected } = rawContainer('prometheus', {}, '');
    const labels = { 'org.example.password': 's3cret', team: 'https://ann:s3cret@example.org' };
    const told = describeContainer({
      listed: listedContainer.parse({ ...listed, Labels: labels }),
      inspected: inspection.parse({
        ...inspected,
        Config: { Image: 'prom/prometheus:v2.42.0', Labels: labels },
      }),
      digests: [],
    });
    expect(told.labels).toEqual({
      'org.example.password': '[redacted]',
      team: 'https://ann:[redacted]@example.org',
    });
  });

  it('has the ports that are bound while it runs, and the exposed ones without a place', () => {
    const bound = { '9090/tcp': [{ HostIp: '127.0.0.1', HostPort: '32768' }], '8080/tcp': null };
    const container = described({}, { Config: config, NetworkSettings: { Ports: bound, Networks: null } });
    expect(container.ports).toEqual([place(8080, null, null), place(9090, '127.0.0.1', 32_768)]);
  });

  it('has the ports that were asked for while it is stopped', () => {
    const host = { RestartPolicy: { Name: '' }, PortBindings: asked };
    const container = described(exited, { Config: config, HostConfig: host });
    expect(container.ports).toEqual([
      place(53, '127.0.0.1', null),
      place(8080, null, null),
      place(9090, '0.0.0.0', 9090),
    ]);
    expect(container.restartPolicy).toBeNull();
  });

  it('has its networks, an address in each while it runs, and its mounts', () => {
    const networks = {
      b: { IPAddress: '', GlobalIPv6Address: 'fd00::2' },
      a: { IPAddress: '172.18.0.2' },
      c: null,
    };
    const mounts = [
      { Type: 'volume', Name: 'data', Source: '/var/lib/docker/x', Destination: '/data', RW: true },
      { Type: 'bind', Source: '/etc/p', Destination: '/p', RW: false },
      { Type: 'tmpfs', Source: '', Destination: '/t', RW: true },
      { Type: 'cluster', Destination: '/c' },
    ];
    const more = { NetworkSettings: { Ports: null, Networks: networks }, Mounts: mounts };
    expect(described({}, more)).toMatchObject({
      networks: ['a', 'b', 'c'],
      addresses: { a: '172.18.0.2', b: 'fd00::2' },
      mounts: [
        { kind: 'VOLUME', source: 'data', destination: '/data', readOnly: false },
        { kind: 'BIND', source: '/etc/p', destination: '/p', readOnly: true },
        { kind: 'TMPFS', source: null, destination: '/t', readOnly: false },
        { kind: 'OTHER', source: null, destination: '/c', readOnly: false },
      ],
    });
    expect(described(exited, more)).toMatchObject({ networks: ['a', 'b', 'c'], addresses: {} });
  });
});

describe('A container that changed between its listing and its inspection', () => {
  it('has the words of its state rather than those of another one', () => {
    const { listed } = rawContainer('prometheus', {}, 'Up 3 hours');
    const { inspected } = rawContainer('prometheus', exited);
    const seen = {
      listed: listedContainer.parse(listed),
      inspected: inspection.parse(inspected),
      digests: [],
    };
    expect(describeContainer(seen)).toMatchObject({ state: 'EXITED', status: 'exited' });
  });
});

describe('A container of which only the listing tells', () => {
  it.each<[string, string, string, Partial<Container>]>([
    ['is healthy', 'running', 'Up 3 hours (healthy)', { health: 'HEALTHY', exitCode: null }],
    ['is about to be', 'running', 'Up 1 second (health: starting)', { health: 'STARTING' }],
    ['has exited', 'exited', 'Exited (137) 2 seconds ago', { exitCode: 137, health: null }],
    ['restarts', 'restarting', 'Restarting (2) 2 seconds ago', { state: 'RESTARTING', exitCode: 2 }],
  ])('%s', (_, state, ...[status, is]) => expect(listedOnly(state, status)).toMatchObject({ ...is, status }));

  it('is for the rest as it was known', () => {
    const known = described({}, { RestartCount: 4 });
    expect(listedOnly('running', 'Up 4 hours', known)).toEqual({ ...known, status: 'Up 4 hours' });
  });

  it('owes nothing to another one of its name', () => {
    const other = { ...described({}, { RestartCount: 4 }), id: 'other' };
    expect(listedOnly('running', 'Up', other).restartCount).toBe(0);
  });
});
