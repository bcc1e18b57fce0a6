import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openEngineReader } from '../../src/adapters/docker/reading/open-engine-reader.ts';
import { systemClock as clock } from '../../src/adapters/system/clock.ts';
import type { EngineReading } from '../../src/application/ports/engine-reader.ts';
import type {
  ArchivedFile,
  CommandResult,
  ContainerEvent,
  ContainerFacts,
  LogLine,
  UsageFacts,
} from '../../src/plugin-sdk/index.ts';
import { labEngine } from './engine.ts';
import { down, type LabStack, up } from './stack.ts';
import { until } from './until.ts';

const engine = await labEngine();
const missing = 'missing' in engine ? engine.missing : null;
const subject = 'A real container that is read';
const title = missing === null ? subject : `${subject} (not run: ${missing})`;
const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
const project = `custos-read-${randomBytes(4).toString('hex')}`;

describe.skipIf(missing !== null)(title, { timeout: 60_000 }, () => {
  const reader = openEngineReader({ host, clock });
  let stack: LabStack;
  let containerId: string;

  beforeAll(async () => {
    if ('missing' in engine) return;
    stack = await up({ docker: engine.docker, project, services: ['prometheus'], ports: 'free' });
    containerId = (await engine.docker.getContainer(stack.containerName('prometheus')).inspect()).Id;
  }, 400_000);
  afterAll(async () => {
    if ('docker' in engine) await down(engine.docker, project);
  });

  async function read<T>(reading: EngineReading, ms = 20_000): Promise<T> {
    return (await reader.read(reading, AbortSignal.timeout(ms))) as T;
  }
  const exec = (...argv: readonly string[]) => read<CommandResult>({ kind: 'exec', containerId, argv });
  const helper = (user: 'image' | 'root', ...argv: readonly string[]) =>
    read<CommandResult>({ kind: 'helper', containerId, argv, user, network: 'none' });
  const helpersLeft = async (): Promise<number> => {
    if ('missing' in engine) return 0;
    // Another Custos may look at this engine at the same time: what is run here says whose it is.
    const filters = { label: ['custos.helper=true'] };
    const helpers = await engine.docker.listContainers({ all: true, filters });
    return helpers.filter(({ Command }) => Command.includes(project)).length;
  };

  it('says what it is', async () => {
    const facts = await read<ContainerFacts>({ kind: 'inspect', containerId });
    expect(facts).toMatchObject({
      name: stack.containerName('prometheus'),
      image: 'prom/prometheus:v2.42.0',
      imageUser: 'nobody',
      state: { status: 'running' },
      restartPolicy: 'unless-stopped',
      mounts: [{ type: 'volume', source: `${project}_prometheus_data`, destination: '/prometheus' }],
      networks: [
        { network: `${project}_monitoring`, aliases: expect.arrayContaining(['prometheus']) as string[] },
      ],
      ports: [{ containerPort: 9090, hostIp: '127.0.0.1' }],
      logging: { driver: 'json-file' },
    });
    expect(facts.command).toContain('--config.file=/etc/prometheus/prometheus.yml');
  });

  it('tells its output, what happened to it, and what it uses', async () => {
    const lines = await read<readonly LogLine[]>({ kind: 'logs', containerId, tail: 500, since: 0 });
    expect(lines.some(({ text }) => text.includes('Server is ready to receive web requests'))).toBe(true);
    const since = clock.now().getTime() - 600_000;
    const events = await read<readonly ContainerEvent[]>({ kind: 'events', containerId, since });
    expect(events.map(({ action }) => action)).toContain('start');
    const usage = await read<UsageFacts>({ kind: 'usage', containerId });
    expect(usage.memoryBytes).toBeGreaterThan(1024 * 1024);
    expect(usage.cpuPercent).toBeGreaterThanOrEqual(0);
  });

  it('shows its files', async () => {
    const files = await read<readonly ArchivedFile[]>({
      kind: 'archive',
      containerId,
      path: '/etc/prometheus',
    });
    const file = files.find(({ path }) => path === '/etc/prometheus/prometheus.yml');
    expect(file).toMatchObject({ type: 'file', text: expect.stringContaining('scrape_configs') as string });
    expect(file?.sha256).toMatch(/^[0-9a-f]{64}$/u);
    await expect(read({ kind: 'archive', containerId, path: '/etc/nope' })).rejects.toThrow(
      'There is no /etc/nope in it.',
    );
  });

  it('runs a command, says how it ended, and what it lacks', async () => {
    const checked = await exec('promtool', 'check', 'config', '/etc/prometheus/prometheus.yml');
    expect(checked).toMatchObject({ exitCode: 0, output: expect.stringContaining('SUCCESS') as string });
    expect(await exec('sh', '-c', 'echo "a  b"; exit 3')).toEqual({ exitCode: 3, output: 'a  b\n' });
    expect(await exec('sh', '-c', 'echo c >&2')).toEqual({ exitCode: 0, output: 'c\n' });
    await expect(exec('amtool', 'x')).rejects.toThrow('Its image has no amtool.');
    const slow: EngineReading = { kind: 'exec', containerId, argv: ['sh', '-c', 'echo begun; sleep 20'] };
    expect(await read(slow, 3000)).toEqual({ exitCode: null, output: 'begun\n' });
  });

  it('lends its image and its mounts to another that can only read', async () => {
    const tried =
      'id -u; ls /prometheus/queries.active; touch /prometheus/x; touch /x; wget -q -O - http://127.0.0.1:9090/';
    const { output } = await helper('image', 'sh', '-c', `: ${project}; ${tried}`);
    expect(output).toContain('65534\n');
    expect(output).toContain('/prometheus/queries.active\n');
    expect(output).toContain('touch: /prometheus/x: Read-only file system');
    expect(output).toContain('touch: /x: Read-only file system');
    expect(output).toMatch(/wget: .*refused/u);
    await expect(helper('image', 'amtool')).rejects.toThrow('Its image has no amtool.');
    expect(await helpersLeft()).toBe(0);
  });

  it('lends its network too', async () => {
    const argv = ['wget', '-q', '-O', '-', 'http://127.0.0.1:9090/-/ready'];
    expect(
      await read({ kind: 'helper', containerId, argv, user: 'image', network: 'container' }),
    ).toMatchObject({
      exitCode: 0,
      output: 'Prometheus Server is Ready.\n',
    });
  });

  it('shows root the files of others, and lets it do no more', async () => {
    await exec(
      'sh',
      '-c',
      'mkdir -p /prometheus/closed && echo inside > /prometheus/closed/file && chmod -R go= /prometheus/closed',
    );
    const tried =
      'id -u; cat /prometheus/closed/file; chown root /prometheus/closed; mount -o remount,rw /prometheus; mknod /dev/x b 8 0';
    const { output } = await helper('root', 'sh', '-c', tried);
    expect(output).toContain('0\n');
    expect(output).toContain('inside\n');
    expect(output).toContain('Read-only file system');
    expect(output).toMatch(/mount: .*denied|mount: .*permitted/u);
    expect(output).toMatch(/mknod: .*permitted/u);
    await exec('rm', '-r', '/prometheus/closed');
  });

  it('is read by nothing that stays, also when it is not waited for', async () => {
    const argv = ['sh', '-c', `: ${project}; echo begun; sleep 60`];
    const slow: EngineReading = { kind: 'helper', containerId, argv, user: 'image', network: 'none' };
    expect(await read(slow, 6000)).toEqual({ exitCode: null, output: 'begun\n' });
    await until('nothing is left', { withinMs: 10_000 }, async () => (await helpersLeft()) === 0);
  });

  it('is read while it does not run', async () => {
    await stack.stop('prometheus');
    expect(await read({ kind: 'usage', containerId })).toBeNull();
    await expect(exec('true')).rejects.toThrow('It does not run: nothing can be run in it.');
    const lines = await read<readonly LogLine[]>({ kind: 'logs', containerId, tail: 5, since: 0 });
    expect(lines.at(-1)?.text).toContain('See you next time!');
    const files = await read<readonly ArchivedFile[]>({ kind: 'archive', containerId, path: '/prometheus' });
    expect(files.map(({ path }) => path)).toContain('/prometheus/wal');
    const listed = await helper('image', 'sh', '-c', `: ${project}; promtool tsdb list /prometheus`);
    expect(listed.exitCode).not.toBeNull();
    const joined = {
      kind: 'helper',
      containerId,
      argv: ['true'],
      user: 'image',
      network: 'container',
    } as const;
    await expect(read(joined)).rejects.toThrow('It does not run: its network cannot be joined.');
    expect(await helpersLeft()).toBe(0);
  });
});
