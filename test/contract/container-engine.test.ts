import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openContainerEngine } from '../../src/adapters/docker/open-container-engine.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { EngineNews } from '../../src/application/ports/container-engine.ts';
import type { Container } from '../../src/domain/container/container.ts';
import { eventually, NewsReader } from '../support/news-reader.ts';
import { RealDocker, realSocket } from '../support/real-docker.ts';
import { SeverableSocket } from '../support/severable-socket.ts';

const journal = { info: () => undefined, warn: () => undefined, error: () => undefined };
const open = (socket: string) =>
  openContainerEngine({ host: `unix://${socket}`, clock: systemClock, journal });

const opened = await RealDocker.open();
const missing = typeof opened === 'string' ? opened : null;
const title =
  missing === null ? 'A real Docker engine' : `A real Docker engine (skipped, because ${missing})`;

type Noticed = Extract<EngineNews, { kind: 'noticed' }>;

describe.skipIf(missing !== null)(title, { timeout: 30_000 }, () => {
  const real = opened as RealDocker;
  const engine = open(realSocket);
  let readers: NewsReader[] = [];

  afterEach(async () => {
    await Promise.all(readers.map((reader) => reader.stop()));
    readers = [];
  });
  afterAll(() => real.dispose());

  /** Follows, from the first listing on. */
  async function follow(followed = engine): Promise<NewsReader> {
    const reader = new NewsReader(followed);
    readers.push(reader);
    await reader.hears(1);
    return reader;
  }

  const noticesOf = (reader: NewsReader, part: string): readonly Noticed[] =>
    reader.heard.filter(
      (news): news is Noticed => news.kind === 'noticed' && news.notice.containerName === real.name(part),
    );

  /** Waits for an action on a container; answers its first notice. */
  async function hears(reader: NewsReader, part: string, action: string): Promise<Noticed> {
    const find = () => noticesOf(reader, part).find((news) => news.notice.action === action);
    await eventually(
      () => find() !== undefined,
      () => `no ${action} among: ${reader.story().join(', ')}`,
    );
    return find()!;
  }

  /** Waits until a container is described so. */
  async function becomes(part: string, isSo: (container: Container) => boolean): Promise<Container> {
    let last: Container | null = null;
    for (const until = Date.now() + 10_000; Date.now() < until;) {
      [last = null] = await engine.describe([real.name(part)]);
      if (last && isSo(last)) return last;
    }
    throw new Error(`it is ${JSON.stringify(last)}`);
  }

  it('says its version and its system', async () => {
    const version = await real.docker.version();
    const host = await engine.host();
    expect(host).toMatchObject({ reachable: true, failure: null, endpoint: `unix://${realSocket}` });
    expect(host).toMatchObject({ version: version.Version, apiVersion: version.ApiVersion });
    expect(host.operatingSystem).toMatch(/\w/u);
  });

  it('tells of a container from its start to its end', async () => {
    const reader = await follow();
    const container = await real.create('life', { Cmd: ['sh', '-c', 'sleep 0.2; exit 3'] });
    await container.start();
    await hears(reader, 'life', 'die');
    await container.remove();
    expect((await hears(reader, 'life', 'destroy')).container).toBeNull();
    const notices = noticesOf(reader, 'life').map((news) => news.notice);
    expect(notices.map(({ action, exitCode }) => [action, exitCode])).toEqual([
      ['start', null],
      ['die', 3],
      ['destroy', null],
    ]);
    expect(notices.every(({ containerId }) => containerId === container.id)).toBe(true);
    const times = notices.map(({ at }) => at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.abs(times[0]! - Date.now())).toBeLessThan(30_000);
  });

  it('describes containers by name, and null for who is not there', async () => {
    const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'bot' };
    const container = await real.create('described', {
      Cmd: ['sleep', '1000'],
      Labels: labels,
      ExposedPorts: { '9090/tcp': {}, '53/udp': {} },
      HostConfig: {
        PortBindings: { '9090/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] },
        RestartPolicy: { Name: 'unless-stopped' },
        Mounts: [{ Type: 'tmpfs', Target: '/t', Source: '' }],
      },
    });
    const [created] = await engine.describe([real.name('described')]);
    expect(created).toMatchObject({ state: 'CREATED', exitCode: null, startedAt: null, finishedAt: null });
    await container.start();
    const [nobody, running] = await engine.describe([real.name('nobody'), real.name('described')]);
    expect(nobody).toBeNull();
    expect(running).toMatchObject({
      id: container.id,
      image: real.image,
      imageDigest: null,
      state: 'RUNNING',
      health: null,
      restartCount: 0,
      restartPolicy: 'unless-stopped',
      exitCode: null,
      finishedAt: null,
      composeProject: 'shop',
      composeService: 'bot',
      labels,
      mounts: [{ kind: 'TMPFS', source: null, destination: '/t', readOnly: false }],
      networks: ['bridge'],
    });
    expect(running?.status).toMatch(/^Up /u);
    expect(running?.addresses['bridge']).toMatch(/^\d+\.\d+\.\d+\.\d+$/u);
    expect(running?.ports).toMatchObject([
      { containerPort: 53, protocol: 'UDP', hostIp: null, hostPort: null },
      { containerPort: 9090, protocol: 'TCP', hostIp: '127.0.0.1' },
    ]);
    expect(running?.ports[1]?.hostPort).toBeGreaterThan(0);
    await container.kill();
    const [killed] = await engine.describe([real.name('described')]);
    expect(killed).toMatchObject({ state: 'EXITED', exitCode: 137, oomKilled: false, addresses: {} });
    expect(killed?.ports[1]).toMatchObject({ containerPort: 9090, hostIp: '127.0.0.1', hostPort: null });
    expect(killed?.finishedAt).toBeInstanceOf(Date);
  });

  it('tells what a container says of its own health, and not what is left of it afterwards', async () => {
    const reader = await follow();
    const container = await real.create('health', {
      Cmd: ['sleep', '1000'],
      Healthcheck: { Test: ['CMD', 'test', '-e', '/well'], Interval: 3e8, Timeout: 1e9, Retries: 1 },
    });
    await container.start();
    const ill = await hears(reader, 'health', 'health_status');
    expect(ill).toMatchObject({ notice: { health: 'UNHEALTHY' }, container: { health: 'UNHEALTHY' } });
    expect(ill.container?.status).toContain('(unhealthy)');
    await container.pause();
    expect((await hears(reader, 'health', 'pause')).container).toMatchObject({
      state: 'PAUSED',
      health: null,
    });
    await container.unpause();
    await hears(reader, 'health', 'unpause');
    await container.kill();
    expect((await hears(reader, 'health', 'die')).container).toMatchObject({ state: 'EXITED', health: null });
    expect(noticesOf(reader, 'health').some((news) => news.notice.action.startsWith('exec'))).toBe(false);
  });

  it('tells of a container that was killed for want of memory, and forgets it when it runs again', async () => {
    const reader = await follow();
    const container = await real.create('hungry', {
      Cmd: ['sh', '-c', 'test -e /fed && exec sleep 1000; touch /fed; exec tail /dev/zero'],
      HostConfig: { Memory: 8 * 2 ** 20, MemorySwap: 8 * 2 ** 20 },
    });
    await container.start();
    const death = await hears(reader, 'hungry', 'die');
    expect(death).toMatchObject({ notice: { exitCode: 137 } });
    // Docker tells of the want and of the death in either order.
    await hears(reader, 'hungry', 'oom');
    expect(await becomes('hungry', ({ state }) => state === 'EXITED')).toMatchObject({ oomKilled: true });
    await container.start();
    expect(await becomes('hungry', ({ state }) => state === 'RUNNING')).toMatchObject({ oomKilled: false });
  });

  it('tells of a container that is started again and again', async () => {
    const container = await real.create('loop', {
      Cmd: ['sh', '-c', 'exit 2'],
      HostConfig: { RestartPolicy: { Name: 'always' } },
    });
    await container.start();
    const looping = await becomes('loop', (one) => one.status.startsWith('Restarting (2)'));
    expect(looping).toMatchObject({ state: 'RESTARTING', exitCode: 2 });
    expect((await becomes('loop', (one) => one.restartCount > 1)).restartPolicy).toBe('always');
    await container.remove({ force: true });
  });

  it('tells of a new name under both names', async () => {
    const reader = await follow();
    const container = await real.create('before', { Cmd: ['sleep', '1000'] });
    await container.start();
    await hears(reader, 'before', 'start');
    await container.rename({ name: real.name('after') });
    expect((await hears(reader, 'after', 'rename')).container).toMatchObject({ name: real.name('after') });
    expect((await hears(reader, 'before', 'rename')).container).toBeNull();
  });

  it('tells what happened while it could not be reached, once, in order', async () => {
    const socket = await SeverableSocket.to(realSocket);
    const reader = await follow(open(socket.path));
    const container = await real.create('gap', { Cmd: ['sleep', '1000'] });
    await container.start();
    await hears(reader, 'gap', 'start');
    await socket.cut();
    await eventually(
      () => reader.failures().length > 0,
      () => 'it did not notice',
    );
    await container.kill();
    await container.start();
    await socket.mend();
    await eventually(
      () => noticesOf(reader, 'gap').length >= 3,
      () => reader.story().join(', '),
    );
    await container.kill({ signal: 'SIGKILL' });
    await eventually(
      () => noticesOf(reader, 'gap').length >= 4,
      () => reader.story().join(', '),
    );
    const actions = noticesOf(reader, 'gap').map((news) => news.notice.action);
    expect(actions).toEqual(['start', 'die', 'start', 'die']);
    await Promise.all(readers.map((one) => one.stop()));
    await socket.dispose();
  });
});
