import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { container, FakeEngine } from '../support/fake-engine.ts';
import { RunningCustos } from '../support/running-custos.ts';

let custos: RunningCustos;
let engine: FakeEngine;

beforeEach(async () => {
  engine = new FakeEngine([container('prometheus'), container('alertmanager')]);
  custos = new RunningCustos(engine);
  await custos.start({ diagnosis: { automatic: true, timeoutMs: 5000 } });
  engine.lists(custos.clock.now());
  await custos.until('both are well', () => well('prometheus') && well('alertmanager'));
});
afterEach(() => custos.end());

const well = (name: string): boolean => custos.status(name) === 'HEALTHY';

async function turns(name: string, to: 'DOWN' | 'HEALTHY'): Promise<void> {
  custos.plugins.sees(name, to === 'DOWN' ? 'FAIL' : 'PASS');
  for (let turn = 0; turn < 40 && custos.status(name) !== to; turn++) await custos.clock.advance(1000);
  await custos.until(`${name} is ${to}`, () => custos.status(name) === to);
}

const begun = async (): Promise<readonly (string | undefined)[]> =>
  (await custos.events('DIAGNOSIS_STARTED')).map(
    ({ services }) => custos.app.serviceById(services[0] ?? '')?.name,
  );

describe('A service that goes DOWN', () => {
  it('is diagnosed at once, by Custos itself', async () => {
    await turns('prometheus', 'DOWN');
    await custos.until('it was diagnosed', async () => (await begun()).length === 1);
    expect(await custos.events('DIAGNOSIS_STARTED')).toMatchObject([
      { actor: { kind: 'SYSTEM', name: 'custos' }, audit: true },
    ]);
  });

  it('again and again is diagnosed once in ten minutes', async () => {
    for (let turn = 0; turn < 3; turn++) {
      await turns('prometheus', 'DOWN');
      await turns('prometheus', 'HEALTHY');
    }
    expect(await begun()).toEqual(['prometheus']);
    await custos.clock.advance(10 * 60_000);
    await turns('prometheus', 'DOWN');
    await custos.until('it was diagnosed again', async () => (await begun()).length === 2);
  });

  it('in maintenance is left alone', async () => {
    const pause = { service: 'prometheus', stack: null, until: null, reason: null };
    await custos.app.pauseService(custos.admin, pause);
    await turns('prometheus', 'DOWN');
    await turns('alertmanager', 'DOWN');
    await custos.until('the other was diagnosed', async () => (await begun()).length > 0);
    expect(await begun()).toEqual(['alertmanager']);
  });

  it('is left alone where that is not wanted', async () => {
    await custos.restart({ diagnosis: { automatic: false, timeoutMs: 5000 } });
    engine.lists(custos.clock.now());
    await custos.until('it is well', () => well('prometheus'));
    await turns('prometheus', 'DOWN');
    await custos.app.diagnose(custos.admin, {
      ...{ service: 'alertmanager', stack: null, problem: null, timeoutMs: 5000, wait: true },
    });
    expect(await begun()).toEqual(['alertmanager']);
  });
});
