import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { container, FakeEngine } from '../support/fake-engine.ts';
import { RunningCustos } from '../support/running-custos.ts';

let custos: RunningCustos;
beforeEach(async () => {
  const engine = new FakeEngine([container('prometheus'), container('alertmanager')]);
  custos = await new RunningCustos(engine).start();
  engine.lists(custos.clock.now());
  await custos.until('both are healthy', () =>
    ['prometheus', 'alertmanager'].every((name) => custos.status(name) === 'HEALTHY'),
  );
});
afterEach(() => custos.end());

function dies(exitCode = 137, is = {}) {
  const at = custos.clock.now();
  custos.engine.happens(
    { containerName: 'shop-prometheus-1', action: 'die', at, exitCode },
    { state: 'EXITED', exitCode, finishedAt: at, ...is },
  );
  custos.plugins.sees('prometheus', 'FAIL');
}

function starts() {
  const at = custos.clock.now();
  custos.engine.happens(
    { containerName: 'shop-prometheus-1', action: 'start', at },
    { state: 'RUNNING', exitCode: null, startedAt: at },
  );
  custos.plugins.sees('prometheus', 'PASS');
}

const turns = async () =>
  (await custos.events('HEALTH_CHANGED')).map(({ detail }) =>
    detail.type === 'HEALTH_CHANGED'
      ? `${custos.app.serviceById(detail.serviceId)?.name ?? ''} ${detail.to}`
      : '',
  );

describe('A container that dies', () => {
  it('makes its service DOWN at once, without a second opinion', async () => {
    dies();
    await custos.until('it is down', () => custos.status('prometheus') === 'DOWN');
    expect(await turns()).toEqual(['alertmanager HEALTHY', 'prometheus HEALTHY', 'prometheus DOWN']);
    const [service] = custos.app.services({ names: ['prometheus'] });
    expect(custos.app.standing(service?.id ?? '').summary).toContain('was killed (exit code 137)');
  });

  it('is an entry of its own, before the change of health', async () => {
    dies();
    await custos.until('it is down', () => custos.status('prometheus') === 'DOWN');
    const [before, after] = (await custos.events('CONTAINER_CHANGED', 'HEALTH_CHANGED')).slice(-2);
    expect(before?.detail).toMatchObject({ action: 'die', from: 'RUNNING', to: 'EXITED', exitCode: 137 });
    expect(after?.detail).toMatchObject({ type: 'HEALTH_CHANGED', to: 'DOWN' });
  });

  it('says when it died for want of memory', async () => {
    dies(137, { oomKilled: true });
    await custos.until('it is down', () => custos.status('prometheus') === 'DOWN');
    const [died] = (await custos.events('CONTAINER_CHANGED')).slice(-1);
    expect(died).toMatchObject({ detail: { oomKilled: true } });
    expect(died?.summary).toContain('want of memory');
  });

  it('and is started again makes its service HEALTHY once the probes say so, not before', async () => {
    dies();
    await custos.until('it is down', () => custos.status('prometheus') === 'DOWN');
    custos.plugins.sees('prometheus', 'FAIL');
    starts();
    custos.plugins.sees('prometheus', 'FAIL');
    await custos.clock.advance(1000);
    expect(custos.status('prometheus')).toBe('DOWN');
    custos.plugins.sees('prometheus', 'PASS');
    await custos.clock.advance(6500);
    expect(custos.status('prometheus')).toBe('HEALTHY');
  });

  it('is seen to be back within a second of answering after its start', async () => {
    dies();
    await custos.until('it is down', () => custos.status('prometheus') === 'DOWN');
    starts();
    await custos.clock.advance(1000);
    expect(custos.status('prometheus')).toBe('HEALTHY');
  });

  it('leaves the others alone', async () => {
    dies();
    await custos.until('it is down', () => custos.status('prometheus') === 'DOWN');
    expect(custos.status('alertmanager')).toBe('HEALTHY');
  });

  it('so long ago that it runs again is history, not health', async () => {
    const at = new Date(custos.clock.now().getTime() - 60_000);
    custos.engine.happens(
      { containerName: 'shop-prometheus-1', action: 'die', at, exitCode: 1 },
      {
        startedAt: custos.clock.now(),
      },
    );
    await custos.until('it is told', async () => (await custos.events('CONTAINER_CHANGED')).length === 1);
    expect(custos.status('prometheus')).toBe('HEALTHY');
  });

  it('unnoticed is found by the next listing', async () => {
    custos.engine.silently('shop-prometheus-1', { state: 'EXITED', exitCode: 2 });
    custos.plugins.sees('prometheus', 'FAIL');
    custos.engine.lists(custos.clock.now());
    await custos.until('it is down', () => custos.status('prometheus') === 'DOWN');
    expect((await custos.events('CONTAINER_CHANGED'))[0]?.detail).toMatchObject({
      from: 'RUNNING',
      to: 'EXITED',
    });
  });
});

describe('A death that a listing showed before its notice came', () => {
  it('is one entry, not two', async () => {
    const at = custos.clock.now();
    const dead = { state: 'EXITED', exitCode: 137, finishedAt: at } as const;
    custos.engine.silently('shop-prometheus-1', dead);
    custos.engine.lists(at);
    await custos.until('it is down', () => custos.status('prometheus') === 'DOWN');
    const later = new Date(at.getTime() + 5);
    custos.engine.happens(
      { containerName: 'shop-prometheus-1', action: 'die', at: later, exitCode: 137 },
      dead,
    );
    starts();
    await custos.until('it is started', async () => (await custos.events('CONTAINER_CHANGED')).length === 2);
    const actions = (await custos.events('CONTAINER_CHANGED')).map(
      ({ detail }) => 'action' in detail && detail.action,
    );
    expect(actions).toEqual(['die', 'start']);
  });
});

describe("A container's own health check", () => {
  it('is visible at once: unhealthy is DEGRADED while the probes are content', async () => {
    const says = (health: 'HEALTHY' | 'UNHEALTHY') => {
      const at = custos.clock.now();
      custos.engine.happens(
        { containerName: 'shop-prometheus-1', action: 'health_status', at, health },
        { health },
      );
    };
    says('UNHEALTHY');
    await custos.until('it is degraded', () => custos.status('prometheus') === 'DEGRADED');
    says('HEALTHY');
    await custos.until('it is healthy', () => custos.status('prometheus') === 'HEALTHY');
  });
});

describe('While Docker does not answer', () => {
  it('what runs in it is unknown, and monitoring goes on by the probes alone', async () => {
    custos.engine.falls('the socket is not there', custos.clock.now());
    await custos.until('it is unknown', () => custos.status('prometheus') === 'UNKNOWN');
    await custos.clock.advance(30_000);
    expect(custos.status('prometheus')).toBe('UNKNOWN');
    custos.plugins.sees('prometheus', 'FAIL');
    await custos.clock.advance(12_000);
    expect(custos.status('prometheus')).toBe('DOWN');
  });

  it('its containers are not shown as they were', async () => {
    custos.engine.falls('the socket is not there', custos.clock.now());
    expect(await custos.app.containers(custos.app.services({}))).toEqual([null, null]);
  });
});
