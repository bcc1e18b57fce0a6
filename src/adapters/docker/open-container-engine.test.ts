import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DockerDaemon, type Fault, rawContainer } from '../../../test/support/docker-daemon.ts';
import { ManualClock, settled } from '../../../test/support/manual-clock.ts';
import { eventually } from '../../../test/support/news-reader.ts';
import type { ContainerEngine } from '../../application/ports/container-engine.ts';
import { openContainerEngine } from './open-container-engine.ts';

const journal = { info: () => undefined, warn: () => undefined, error: () => undefined };

let daemon: DockerDaemon;
let clock: ManualClock;
let engine: ContainerEngine;

beforeEach(async () => {
  daemon = await DockerDaemon.start('prometheus', 'grafana');
  clock = new ManualClock();
  engine = openContainerEngine({ host: daemon.endpoint, clock, journal });
});
afterEach(() => daemon.dispose());

/** Answers when the daemon was asked; then the time for its answer passes. */
async function afterDeadline<T>(asking: Promise<T>, path: string): Promise<T> {
  await eventually(
    () => daemon.count(path) > 0,
    () => `never asked for ${path}`,
  );
  await clock.advance(2000);
  return asking;
}

describe('An engine that is asked how it is', () => {
  it('says its version and its system', async () => {
    expect(await engine.host()).toEqual({
      endpoint: daemon.endpoint,
      reachable: true,
      failure: null,
      observedAt: clock.now(),
      version: '20.10.24',
      apiVersion: '1.41',
      operatingSystem: 'Debian GNU/Linux 12 (bookworm)',
    });
  });

  it('is asked once by all who ask within a second, and its system once for ever', async () => {
    await Promise.all([engine.host(), engine.host()]);
    await clock.advance(999);
    await engine.host();
    expect(daemon.count('/version')).toBe(1);
    await clock.advance(1);
    await engine.host();
    expect(daemon.count('/version')).toBe(2);
    expect(daemon.count('/info')).toBe(1);
  });

  it('is unreachable when its socket is missing, and reachable again when it is back', async () => {
    await engine.host();
    await daemon.stop();
    await clock.advance(1000);
    const gone = await engine.host();
    expect(gone).toMatchObject({ reachable: false, version: '20.10.24', observedAt: clock.now() });
    expect(gone.failure).toMatch(/the socket does not exist; start Docker/u);
    await daemon.listen();
    await clock.advance(1000);
    expect(await engine.host()).toMatchObject({ reachable: true, failure: null });
  });

  it('is not running when nothing listens on its port', async () => {
    const host = 'tcp://127.0.0.1:1';
    const none = openContainerEngine({ host, clock, journal });
    expect((await none.host()).failure).toBe(
      `The Docker engine at ${host} is not running: the connection was refused; start it.`,
    );
  });

  it.each<[string, Fault, RegExp]>([
    ['hangs', 'hang', /did not answer within 2 s/u],
    ['breaks off in the middle', 'cut', /did not answer within 2 s|broke the connection off/u],
    ['fails', { status: 500, body: '{"message":"no space left"}' }, /HTTP 500\): no space left; look/u],
    ['is forbidden by a proxy', { status: 403, body: '<html>' }, /in the proxy in front of it/u],
    ['talks nonsense', { status: 200, body: '<html>' }, /does not speak the API of Docker/u],
    ['is something else', { status: 200, body: '{"status":"UP"}' }, /does not speak the API of Docker/u],
  ])('says so when it %s', async (_, fault, failure) => {
    daemon.faults.set('/version', fault);
    const host = await afterDeadline(engine.host(), '/version');
    expect(host.reachable).toBe(false);
    expect(host.failure).toMatch(failure);
  });

  it('is fine without saying what system it runs on', async () => {
    daemon.faults.set('/info', 'hang');
    const host = await afterDeadline(engine.host(), '/info');
    expect(host).toMatchObject({ reachable: true, operatingSystem: null });
  });
});

describe('Containers asked for by name', () => {
  it('come in the order of their names, null for each that is not there', async () => {
    const names = ['grafana', 'nobody', 'prometheus', 'graf'];
    const found = await engine.describe(names);
    expect(found.map((container) => container?.name ?? null)).toEqual(['grafana', null, 'prometheus', null]);
  });

  it('cost one listing and an inspection each, of those alone', async () => {
    for (let n = 0; n < 30; n++) daemon.containers.set(`other-${n}`, rawContainer(`other-${n}`));
    await engine.describe(['grafana', 'prometheus']);
    expect(daemon.count('/containers/json')).toBe(1);
    expect(daemon.asked.filter((path) => /^\/containers\/[0-9a-f]{64}\/json/u.test(path))).toHaveLength(2);
  });

  it('cost nothing when none is asked for', async () => {
    expect(await engine.describe([])).toEqual([]);
    expect(daemon.asked).toEqual([]);
  });

  it('are null where one inspection hangs, and described elsewhere', async () => {
    daemon.faults.set(String(rawContainer('grafana').listed['Id']), 'hang');
    const asking = engine.describe(['grafana', 'prometheus']);
    await eventually(
      () => daemon.count('/images/json') > 0,
      () => 'prometheus was never inspected',
    );
    // Whatever was answered by now has been read.
    for (let turn = 0; turn < 10; turn++) await settled();
    await clock.advance(2000);
    expect((await asking).map((container) => container?.name ?? null)).toEqual([null, 'prometheus']);
  });

  it('are null where one inspection fails, and described elsewhere', async () => {
    for (let n = 0; n < 20; n++) daemon.containers.set(`other-${n}`, rawContainer(`other-${n}`));
    daemon.faults.set(String(rawContainer('grafana').listed['Id']), { status: 500, body: '{}' });
    const names = [...daemon.containers.keys()];
    const described = (await engine.describe(names)).map((container) => container?.name ?? null);
    expect(described).toEqual(names.map((name) => (name === 'grafana' ? null : name)));
  });

  it.each<[string, Fault]>([
    ['hangs', 'hang'],
    ['breaks off in the middle', 'cut'],
    ['fails', { status: 500, body: '{}' }],
    ['talks nonsense', { status: 200, body: 'x' }],
  ])('are null when the engine %s', async (_, fault) => {
    daemon.faults.set('/containers/json', fault);
    expect(await afterDeadline(engine.describe(['grafana', 'x']), '/containers/json')).toEqual([null, null]);
  });

  it('are null when there is no engine', async () => {
    await daemon.stop();
    expect(await engine.describe(['grafana'])).toEqual([null]);
  });
});
