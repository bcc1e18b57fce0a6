import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { container, FakeEngine } from '../support/fake-engine.ts';
import { RunningCustos } from '../support/running-custos.ts';

let custos: RunningCustos;
beforeEach(async () => {
  const engine = new FakeEngine([container('prometheus')]);
  custos = await new RunningCustos(engine).start();
  engine.lists(custos.clock.now());
  await custos.until('it is healthy', () => custos.status('prometheus') === 'HEALTHY');
});
afterEach(() => custos.end());

const standing = () => custos.app.standing(custos.app.serviceNamed('prometheus', null)?.id ?? '');
const service = () => {
  const found = custos.app.serviceNamed('prometheus', null);
  if (!found) throw new Error('It is not there.');
  return found;
};

describe('A service that is watched', () => {
  it('is probed at its interval, and sooner while its status is in doubt', async () => {
    await custos.clock.advance(20_000);
    const calm = custos.plugins.probed.length;
    expect(calm).toBeGreaterThanOrEqual(4);
    expect(calm).toBeLessThanOrEqual(7);
    custos.plugins.sees('prometheus', 'FAIL');
    await custos.clock.advance(5500 + 600);
    expect(custos.status('prometheus')).toBe('DOWN');
  });

  it('survives one bad probe', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    const before = custos.plugins.probed.length;
    while (custos.plugins.probed.length === before) await custos.clock.advance(100);
    custos.plugins.sees('prometheus', 'PASS');
    await custos.clock.advance(20_000);
    expect((await custos.events('HEALTH_CHANGED')).map(({ detail }) => detail)).toHaveLength(1);
  });

  it('keeps its standing over a restart, without an entry', async () => {
    await custos.clock.advance(10_000);
    const before = standing();
    await custos.restart();
    expect(standing()).toMatchObject({ status: 'HEALTHY', since: before.since });
    await custos.clock.advance(5000);
    expect(await custos.events('HEALTH_CHANGED')).toHaveLength(1);
  });

  it('says its version once it has said it, and an upgrade is an entry', async () => {
    custos.plugins.says('prometheus', '2.42.0');
    await custos.clock.advance(6000);
    expect(service().version).toBe('2.42.0');
    expect(await custos.events('SERVICE_UPDATED')).toHaveLength(0);
    custos.plugins.says('prometheus', '2.43.0');
    await custos.clock.advance(6000);
    expect((await custos.events('SERVICE_UPDATED'))[0]?.summary).toContain('2.42.0 to 2.43.0');
  });
});

describe('Maintenance', () => {
  it('leaves a service out of its stack’s health, and goes on watching it', async () => {
    await custos.app.pauseService(custos.admin, {
      service: 'prometheus',
      stack: null,
      until: null,
      reason: 'upgrade',
    });
    custos.plugins.sees('prometheus', 'FAIL');
    await custos.clock.advance(12_000);
    expect(custos.status('prometheus')).toBe('DOWN');
    const stack = custos.app.stackNamed(null)?.id ?? '';
    expect(custos.app.stackHealth(stack).summary).toBe('All its services are in maintenance.');
    expect(custos.app.stackCounts(stack)).toMatchObject({ down: 1, paused: 1 });
    expect(custos.app.services({ paused: true })).toHaveLength(1);
  });

  it('ends by itself at its time', async () => {
    const until = new Date(custos.clock.now().getTime() + 60_000);
    await custos.app.pauseService(custos.admin, { service: 'prometheus', stack: null, until, reason: null });
    expect(custos.app.isPaused(service())).toBe(true);
    await custos.clock.advance(61_000);
    expect(custos.app.isPaused(service())).toBe(false);
  });

  it('is part of the audit, with who asked for it', async () => {
    await custos.app.pauseService(custos.admin, {
      service: 'prometheus',
      stack: null,
      until: null,
      reason: 'upgrade',
    });
    await custos.app.resumeService(custos.admin, { service: 'prometheus', stack: null });
    const entries = await custos.events('SERVICE_PAUSED', 'SERVICE_RESUMED');
    expect(entries.map(({ audit, actor }) => [audit, actor?.name])).toEqual([
      [true, 'first-admin'],
      [true, 'first-admin'],
    ]);
  });

  it('that is not there cannot be ended', async () => {
    await expect(
      custos.app.resumeService(custos.admin, { service: 'prometheus', stack: null }),
    ).rejects.toMatchObject({
      userError: { code: 'INVALID_TRANSITION', path: ['input', 'service'] },
    });
  });

  it('of a name misspelt is refused with what was perhaps meant', async () => {
    const input = { service: 'promethues', stack: null, until: null, reason: null };
    await expect(custos.app.pauseService(custos.admin, input)).rejects.toMatchObject({
      userError: { code: 'SERVICE_UNKNOWN', suggestions: ['prometheus'] },
    });
  });
});
