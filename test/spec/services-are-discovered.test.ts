import { afterEach, describe, expect, it } from 'vitest';

import type { StackPlan } from '../../src/application/stack-plan.ts';
import { container, FakeEngine } from '../support/fake-engine.ts';
import { RunningCustos } from '../support/running-custos.ts';

let custos: RunningCustos;
afterEach(() => custos.end());

async function discovering(engine: FakeEngine, stacks?: readonly StackPlan[]): Promise<void> {
  custos = new RunningCustos(engine);
  await custos.start(stacks ? { stacks } : {});
  engine.lists(custos.clock.now());
}

const found = () =>
  custos.app.services({}).map(({ name, kind, url, containerName, origin }) => ({
    name,
    kind,
    url,
    containerName,
    origin,
  }));

const plan: StackPlan = {
  name: 'shop',
  endpoint: 'unix:///var/run/docker.sock',
  project: 'shop',
  discover: true,
  services: [],
};

describe('Without configuration', () => {
  it('each compose project with a known service in it is a stack, with all its services', async () => {
    const engine = new FakeEngine([
      container('prometheus'),
      container('alertmanager'),
      container('redis', { image: 'redis:7', ports: [] }),
      container('prometheus', { name: 'bot-prometheus-1', composeProject: 'bot' }),
    ]);
    await discovering(engine);
    await custos.until('three are found', () => custos.app.services({}).length === 3);
    expect(custos.app.stacks().map(({ name }) => name)).toEqual(['bot', 'shop']);
    expect(custos.app.services({ stack: 'shop' }).map(({ name, url }) => [name, url])).toEqual([
      ['alertmanager', 'http://127.0.0.1:9093'],
      ['prometheus', 'http://127.0.0.1:9090'],
    ]);
    expect(await custos.events('SERVICE_DISCOVERED')).toHaveLength(3);
  });

  it('containers outside any project form a stack of their own', async () => {
    await discovering(
      new FakeEngine([container('prometheus', { name: 'prom', composeProject: null, composeService: null })]),
    );
    await custos.until('it is found', () => custos.app.services({}).length === 1);
    expect(custos.app.stackNamed(null)?.name).toBe('standalone');
    expect(found()).toMatchObject([{ name: 'prom', kind: 'prometheus' }]);
  });

  it('a service that is there already is not found again, also not after a restart', async () => {
    const engine = new FakeEngine([container('prometheus')]);
    await discovering(engine);
    await custos.until('it is found', () => custos.app.services({}).length === 1);
    await custos.restart();
    engine.lists(custos.clock.now());
    await custos.clock.advance(1000);
    expect(await custos.events('SERVICE_DISCOVERED', 'SERVICE_UPDATED')).toHaveLength(1);
  });

  it('one that moved is updated, and says what it was', async () => {
    const engine = new FakeEngine([container('prometheus')]);
    await discovering(engine);
    await custos.until('it is found', () => custos.app.services({}).length === 1);
    const ports = [{ containerPort: 9090, protocol: 'TCP', hostIp: '', hostPort: 32_768 }] as const;
    engine.silently('shop-prometheus-1', { ports });
    engine.lists(custos.clock.now());
    await custos.until('it is updated', async () => (await custos.events('SERVICE_UPDATED')).length === 1);
    expect((await custos.events('SERVICE_UPDATED'))[0]?.detail).toMatchObject({
      before: { url: 'http://127.0.0.1:9090' },
      after: { url: 'http://127.0.0.1:32768' },
    });
  });

  it('one whose container is gone is DOWN, and after ten minutes no longer watched', async () => {
    const engine = new FakeEngine([container('prometheus')]);
    await discovering(engine);
    await custos.until('it is healthy', () => custos.status('prometheus') === 'HEALTHY');
    engine.silently('shop-prometheus-1', null);
    engine.lists(custos.clock.now());
    await custos.until('it is down', () => custos.status('prometheus') === 'DOWN');
    const id = custos.app.serviceNamed('prometheus', null)?.id ?? '';
    await custos.clock.advance(9 * 60_000);
    expect(found()).toHaveLength(1);
    await custos.clock.advance(2 * 60_000);
    expect(found()).toEqual([]);
    expect(custos.app.serviceById(id)?.removedAt).not.toBeNull();
    expect(await custos.events('SERVICE_REMOVED')).toHaveLength(1);
  });
});

describe('With a configuration', () => {
  const configured = {
    name: 'prometheus',
    kind: null,
    displayName: null,
    url: 'http://10.0.0.1:9090',
    container: null,
    probeIntervalMs: 1000,
    labels: { team: 'trading' },
    settings: {},
    dependsOn: null,
    authorization: null,
  };

  it('what is configured adds to or overrides what is discovered, by name', async () => {
    const elsewhere = { ...configured, name: 'remote', kind: 'alertmanager', url: 'http://10.0.0.2:9093' };
    await discovering(new FakeEngine([container('prometheus')]), [
      { ...plan, services: [configured, elsewhere] },
    ]);
    await custos.until('both are there', () => custos.app.services({}).length === 2);
    expect(found()).toEqual([
      {
        name: 'prometheus',
        kind: 'prometheus',
        url: 'http://10.0.0.1:9090',
        containerName: 'shop-prometheus-1',
        origin: 'CONFIGURED',
      },
      {
        name: 'remote',
        kind: 'alertmanager',
        url: 'http://10.0.0.2:9093',
        containerName: null,
        origin: 'CONFIGURED',
      },
    ]);
    expect(custos.app.services({ matchers: ['team="trading"'] })).toHaveLength(2);
  });

  it('other projects are none of its business', async () => {
    const engine = new FakeEngine([
      container('prometheus'),
      container('prometheus', { name: 'bot-prometheus-1', composeProject: 'bot' }),
    ]);
    await discovering(engine, [plan]);
    await custos.until('it is found', () => custos.app.services({}).length > 0);
    expect(found().map(({ containerName }) => containerName)).toEqual(['shop-prometheus-1']);
  });

  it('a stack needs no Docker', async () => {
    const remote = { ...configured, kind: 'prometheus' };
    await discovering(new FakeEngine(), [{ ...plan, endpoint: null, services: [remote] }]);
    await custos.until('it is healthy', () => custos.status('prometheus') === 'HEALTHY');
    expect(await custos.app.dockerHost(custos.app.stackNamed('shop')?.id ?? '')).toBeNull();
  });

  it('what it names no more is no longer watched after the restart', async () => {
    const remote = { ...configured, kind: 'prometheus' };
    await discovering(new FakeEngine(), [{ ...plan, endpoint: null, services: [remote] }]);
    await custos.restart({ stacks: [{ ...plan, endpoint: null, services: [] }] });
    expect(found()).toEqual([]);
    expect(await custos.events('SERVICE_REMOVED')).toHaveLength(1);
  });
});
