import { describe, expect, it } from 'vitest';

import { rawInspection } from '../../../../test/support/scripted-daemon.ts';
import { factsOf } from './facts.ts';
import { wholeInspection } from './replies.ts';

const facts = (change: Readonly<Record<string, object>> = {}, imageUser: string | null = 'nobody') =>
  factsOf(wholeInspection.parse(rawInspection(change)), imageUser);

describe('What a container is, for plugins,', () => {
  it('is told in plain words', () => {
    expect(facts()).toEqual({
      id: 'c'.repeat(64),
      name: 'shop-prometheus-1',
      image: 'prom/prometheus:v2.42.0',
      imageId: 'sha256:image',
      imageUser: 'nobody',
      state: {
        status: 'running',
        exitCode: 0,
        error: '',
        oomKilled: false,
        startedAt: Date.UTC(2026, 10, 23, 12, 0, 0, 500),
        finishedAt: null,
        health: null,
      },
      restartCount: 0,
      restartPolicy: 'unless-stopped',
      command: ['/bin/prometheus', '--config.file=/etc/prometheus/prometheus.yml'],
      environment: {},
      user: 'nobody',
      labels: {},
      mounts: [],
      networks: [],
      ports: [],
      memoryLimitBytes: null,
      cpuLimit: null,
      logging: { driver: 'json-file', options: {} },
      pidMode: '',
      networkMode: 'shop_monitoring',
      privileged: false,
      readOnlyRoot: false,
      extraHosts: [],
    });
  });

  it('says who the image runs as, and of an image that is gone who the container was made to run as', () => {
    expect(facts({ Config: { User: '0' } }, 'nobody')).toMatchObject({ user: '0', imageUser: 'nobody' });
    expect(facts({ Config: { User: '472' } }, null)).toMatchObject({ user: '472', imageUser: '472' });
  });

  it('says why it could not be started', () => {
    const Error =
      'driver failed programming external connectivity: listen tcp4 127.0.0.1:9090: bind: address already in use';
    const { state } = facts({ State: { Status: 'created', ExitCode: 128, Error } });
    expect(state).toMatchObject({ status: 'created', exitCode: 128, error: Error });
  });

  it('has the verdict of its health check while it runs, and none when it does not', () => {
    const Log = [
      { Start: '2026-11-23T12:00:01Z', End: '2026-11-23T12:00:02Z', ExitCode: 1, Output: "can't connect" },
    ];
    const Health = { Status: 'unhealthy', FailingStreak: 4, Log };
    expect(facts({ State: { Health } }).state.health).toEqual({
      status: 'unhealthy',
      failingStreak: 4,
      log: [{ at: Date.UTC(2026, 10, 23, 12, 0, 1), exitCode: 1, output: "can't connect" }],
    });
    expect(facts({ State: { Status: 'exited', Health } }).state.health).toBeNull();
    expect(facts({ State: { Status: 'paused', Health } }).state.health).toBeNull();
    expect(facts({ State: { Health: { Status: 'none', Log: null } } }).state.health).toBeNull();
  });

  it('has its mounts, those in memory too', () => {
    const Mounts = [
      {
        Type: 'volume',
        Name: 'shop_data',
        Source: '/var/lib/docker/volumes/shop_data/_data',
        Destination: '/prometheus',
        RW: true,
      },
      { Type: 'bind', Source: '/srv/conf', Destination: '/etc/prometheus', RW: false, Propagation: 'rslave' },
      { Type: 'npipe', Source: '', Destination: '/pipe', RW: true },
    ];
    const HostConfig = { Tmpfs: { '/tmp': 'rw,size=64m', '/run': 'ro' } };
    expect(facts({ Mounts, HostConfig }).mounts).toEqual([
      {
        type: 'volume',
        source: 'shop_data',
        hostPath: '/var/lib/docker/volumes/shop_data/_data',
        destination: '/prometheus',
        readOnly: false,
        propagation: '',
      },
      {
        type: 'bind',
        source: '/srv/conf',
        hostPath: '/srv/conf',
        destination: '/etc/prometheus',
        readOnly: true,
        propagation: 'rslave',
      },
      { type: 'other', source: '', hostPath: null, destination: '/pipe', readOnly: false, propagation: '' },
      { type: 'tmpfs', source: '', hostPath: null, destination: '/tmp', readOnly: false, propagation: '' },
      { type: 'tmpfs', source: '', hostPath: null, destination: '/run', readOnly: true, propagation: '' },
    ]);
  });

  it('has the networks that it is on, without the alias that Docker made of its id', () => {
    const Networks = {
      shop_monitoring: { NetworkID: 'n1', IPAddress: '172.18.0.4', Aliases: ['prometheus', 'c'.repeat(12)] },
      shop_six: { NetworkID: 'n2', IPAddress: '', GlobalIPv6Address: 'fd00::4', Aliases: null },
    };
    expect(facts({ NetworkSettings: { Networks } }).networks).toEqual([
      { network: 'shop_monitoring', networkId: 'n1', address: '172.18.0.4', aliases: ['prometheus'] },
      { network: 'shop_six', networkId: 'n2', address: 'fd00::4', aliases: [] },
    ]);
  });

  it('has the ports that it was told to publish, whether it runs or not', () => {
    const PortBindings = {
      '9090/tcp': [{ HostIp: '127.0.0.1', HostPort: '9090' }],
      '9091/udp': [{ HostIp: '', HostPort: '' }],
    };
    const Ports = {
      '9090/tcp': [{ HostIp: '127.0.0.1', HostPort: '9090' }],
      '9091/udp': [{ HostIp: '0.0.0.0', HostPort: '32768' }],
    };
    const [config, HostConfig] = [{ ExposedPorts: { '9092/tcp': {} } }, { PortBindings }];
    const fixed = { containerPort: 9090, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 9090 };
    const chosen = { containerPort: 9091, protocol: 'udp', hostIp: '0.0.0.0', hostPort: 32_768 };
    const exposed = { containerPort: 9092, protocol: 'tcp', hostIp: null, hostPort: null };
    expect(facts({ Config: config, HostConfig, NetworkSettings: { Ports } }).ports).toEqual([
      fixed,
      chosen,
      exposed,
    ]);
    expect(facts({ Config: config, HostConfig }).ports).toEqual([
      fixed,
      { ...chosen, hostPort: null },
      exposed,
    ]);
  });

  it.each([
    [{ Memory: 0 }, null, null],
    [{ Memory: 1024, NanoCpus: 500_000_000 }, 1024, 0.5],
    [{ CpuQuota: 150_000, CpuPeriod: 0 }, null, 1.5],
    [{ CpuQuota: 50_000, CpuPeriod: 50_000 }, null, 1],
    [{ CpuQuota: -1, CpuPeriod: 50_000 }, null, null],
  ])('has the limits of %j', (HostConfig, memoryLimitBytes, cpuLimit) => {
    expect(facts({ HostConfig })).toMatchObject({ memoryLimitBytes, cpuLimit });
  });
});

describe('The secrets of a container', () => {
  const environment = (line: string) => facts({ Config: { Env: [line] } }).environment;

  it.each([
    'GF_SECURITY_ADMIN_PASSWORD=sesame',
    'API_TOKEN=sesame',
    'aws_secret_access=sesame',
    'TLS_KEY=sesame',
    'GOOGLE_CREDENTIALS=sesame',
    'BASIC_AUTH=sesame',
    'SENTRY_DSN=sesame',
    'DB_PASSWD=sesame',
    'PRIVATE=sesame',
    'DATABASE_URL=postgres://shop:sesame@db/shop',
    'HOOK=https://sesame@example.org/',
    'ARGS=--password=sesame',
  ])('are no value of a variable: %s', (line) => {
    const told = environment(line);
    expect(told).toEqual({ [line.split('=')[0]!]: null });
  });

  it.each([
    'PATH=/bin:/usr/bin',
    'GF_SERVER_ROOT_URL=http://localhost:3001/grafana',
    'GF_SECURITY_ADMIN_PASSWORD__FILE=/run/secrets/password',
    'TOKEN_PATH=/run/token',
    'EMPTY=',
    'EQUATION=a=b',
    'AUTHOR=somebody',
  ])('are not suspected of %s', (line) => {
    const at = line.indexOf('=');
    expect(environment(line)).toEqual({ [line.slice(0, at)]: line.slice(at + 1) });
  });

  it('are not in its command', () => {
    const Args = [
      '--web.config.file=/etc/web.yml',
      '--auth.token=sesame',
      '--password',
      'sesame',
      '--tls-key-file',
      '/etc/key.pem',
      '--data=postgres://shop:sesame@db/shop',
      '--proxy=https://sesame@proxy:1/',
      '--auth.enabled=true',
      'export PASSWORD=sesame; run',
      '-v',
      '--',
      'x',
    ];
    expect(facts({ Args }).command.slice(1)).toEqual([
      '--web.config.file=/etc/web.yml',
      '--auth.token=[redacted]',
      '--password',
      '[redacted]',
      '--tls-key-file',
      '/etc/key.pem',
      '--data=postgres://shop:[redacted]@db/shop',
      '--proxy=https://[redacted]@proxy:1/',
      '--auth.enabled=true',
      'export PASSWORD=[redacted]; run',
      '-v',
      '--',
      'x',
    ]);
  });

  it('are not in its labels, in the options of its logging, or in what its health check printed', () => {
    const State = {
      Health: {
        Status: 'healthy',
        FailingStreak: 0,
        Log: [{ Start: '2026-11-23T12:00:01Z', ExitCode: 0, Output: 'password=sesame' }],
      },
      Error: 'mounting "http://shop:sesame@store/x"',
    };
    const Config = { Labels: { 'proxy.basicauth': 'shop:sesame', 'custos.name': 'p' } };
    const HostConfig = { LogConfig: { Type: 'splunk', Config: { 'splunk-token': 'sesame', tag: 'p' } } };
    const told = facts({ State, Config, HostConfig });
    expect(JSON.stringify(told)).not.toContain('sesame');
    expect(told).toMatchObject({ labels: { 'custos.name': 'p' }, logging: { options: { tag: 'p' } } });
  });
});
