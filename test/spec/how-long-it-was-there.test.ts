import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { container, FakeEngine } from '../support/fake-engine.ts';
import { ask } from '../support/graphql-client.ts';
import { RunningCustos } from '../support/running-custos.ts';

let custos: RunningCustos;
let began: Date;
beforeEach(async () => {
  const engine = new FakeEngine([container('prometheus')]);
  custos = await new RunningCustos(engine).start();
  engine.lists(custos.clock.now());
  await custos.until('it is healthy', () => custos.status('prometheus') === 'HEALTHY');
  began = custos.clock.now();
});
afterEach(() => custos.end());

const service = () => custos.app.serviceNamed('prometheus', null)!;
const minutes = (count: number) => new Date(began.getTime() + count * 60_000);

/** The health turns at the next probes; answers when. */
async function turns(sees: 'PASS' | 'FAIL' | 'WARN', status: string): Promise<Date> {
  custos.plugins.sees('prometheus', sees);
  for (let step = 0; custos.status('prometheus') !== status && step < 1000; step++) {
    await custos.clock.advance(50);
  }
  return custos.app.standing(service().id).since;
}

async function passUntil(time: Date): Promise<void> {
  while (custos.clock.now() < time) {
    await custos.clock.advance(Math.min(1000, time.getTime() - custos.clock.now().getTime()));
  }
}

describe('The availability of a service', () => {
  it('adds up how it was, from the first observation', async () => {
    const up = custos.app.standing(service().id).since;
    await passUntil(minutes(2));
    const down = await turns('FAIL', 'DOWN');
    await passUntil(minutes(3));
    const degraded = await turns('WARN', 'DEGRADED');
    await passUntil(minutes(4));
    const found = await custos.app.availability(service(), new Date(0), minutes(4));
    expect(found).toMatchObject({
      since: up,
      until: minutes(4),
      outages: 1,
      healthyMs: down.getTime() - up.getTime(),
      downMs: degraded.getTime() - down.getTime(),
      degradedMs: minutes(4).getTime() - degraded.getTime(),
      unknownMs: 0,
      pausedMs: 0,
    });
    const there = found.healthyMs + found.degradedMs;
    expect(found.ratio).toBeCloseTo(there / (there + found.downMs), 10);
  });

  it('knows how it was when the time begins in the middle', async () => {
    const down = await turns('FAIL', 'DOWN');
    await passUntil(minutes(5));
    const since = new Date(down.getTime() + 60_000);
    const found = await custos.app.availability(service(), since, minutes(5));
    expect(found).toMatchObject({
      since,
      downMs: minutes(5).getTime() - since.getTime(),
      ratio: 0,
      outages: 0,
    });
  });

  it('leaves out maintenance, which runs out by itself or is given another end', async () => {
    const service = 'prometheus';
    const pause = (until: Date) =>
      custos.app.pauseService(custos.admin, { service, stack: null, until, reason: null });
    await passUntil(minutes(1));
    await pause(minutes(2));
    await passUntil(minutes(1.5));
    await pause(minutes(3));
    const down = await turns('FAIL', 'DOWN');
    await passUntil(minutes(4));
    const found = await custos.app.availability(
      custos.app.serviceNamed(service, null)!,
      minutes(0),
      minutes(4),
    );
    expect(down < minutes(3)).toBe(true);
    expect(found).toMatchObject({
      pausedMs: 120_000,
      healthyMs: 60_000,
      downMs: 60_000,
      outages: 0,
      ratio: 0.5,
    });
  });

  it('is asked for over GraphQL, and refused for a time without length', async () => {
    await passUntil(minutes(1));
    const query = `query ($since: DateTime!, $until: DateTime) {
      service(name: "prometheus") { availability(since: $since, until: $until) { ratio outages healthyMs } } }`;
    const asked = (since: Date, until: Date | null) =>
      ask(custos.custos.url, custos.secret, query, { since, until });
    expect(await asked(minutes(0), null)).toMatchObject({
      data: { service: { availability: { ratio: 1, outages: 0, healthyMs: 60_000 } } },
    });
    expect(await asked(minutes(1), minutes(1))).toMatchObject({
      errors: [{ message: expect.stringContaining('has no length') as string }],
    });
  });
});
