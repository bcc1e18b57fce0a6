import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '../../src/adapters/system/clock.ts';
import { openJournal } from '../../src/adapters/system/journal.ts';
import type { Custos } from '../../src/app.ts';
import { startCustos } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Simulator } from '../../src/simulator/open-simulator.ts';
import { openSimulator } from '../../src/simulator/open-simulator.ts';

/** The short form of a-thousand-services.long.test.ts: real plugins, real HTTP, in this process. */
describe('Fifty simulated services and a hundred and fifty targets', { timeout: 90_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'custos-fifty-'));
  let simulator: Simulator;
  let custos: Custos;

  beforeAll(async () => {
    const now = () => systemClock.now();
    simulator = await openSimulator({ services: 50, targets: 150, waiting: systemClock, now });
    const rest = { displayName: null, container: null, labels: {}, settings: {}, dependsOn: null };
    const services = simulator.components().map(({ name, kind, url }) => ({
      name,
      kind,
      url,
      probeIntervalMs: 1000,
      authorization: null,
      ...rest,
    }));
    const config = readConfig({ port: 0, dataDir: folder }, {});
    const stacks = [{ name: 'fifty', endpoint: null, project: null, discover: false, services }];
    custos = await startCustos({ ...config, stacks }, openJournal('silent'));
  }, 60_000);
  afterAll(async () => {
    await custos.stop();
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const counts = () => custos.app.stackCounts(custos.app.stackNamed('fifty')?.id ?? '');
  const up = () => custos.app.targets({ health: ['UP'] }).length;

  it('are all watched, and each that fails is seen, and no other', async () => {
    await expect.poll(() => [counts().healthy, up()], { timeout: 40_000 }).toEqual([50, 150]);
    const failing = simulator.components().slice(-5);
    for (const { name } of failing) await simulator.set(name, 'unavailable');
    await expect.poll(() => [counts().down, counts().healthy], { timeout: 15_000 }).toEqual([5, 45]);
    await expect.poll(up, { timeout: 15_000 }).toBe(145);
    for (const { name } of failing) await simulator.set(name, null);
    await expect.poll(() => [counts().healthy, up()], { timeout: 15_000 }).toEqual([50, 150]);
  });
});
