import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';

import { openJournal } from '../../src/adapters/system/journal.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { Custos } from '../../src/app.ts';
import { startCustos } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Demo } from '../../src/demo.ts';
import { openDemo } from '../../src/demo.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** How long something may take on a machine that is busy. */
const patienceMs = 25_000;
/** Custos watches in real time; the story goes on when the test says so. */
let story: ManualClock;
let demo: Demo;
let custos: Custos;

async function started(): Promise<void> {
  story = new ManualClock();
  demo = await openDemo(readConfig({ host: '127.0.0.1', port: 0 }, {}), {}, story);
  custos = await startCustos(demo.config, openJournal('silent'), { clock: systemClock });
}

afterEach(async () => {
  await custos.stop();
  await demo.close();
});

async function ask(): Promise<Record<string, string>> {
  const response = await fetch(`${custos.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${custos.firstSecret ?? ''}`,
    },
    body: JSON.stringify({
      query: '{ services(first: 10) { nodes { name health { status causedBy { name } } } } }',
    }),
  });
  const { data } = (await response.json()) as {
    data: {
      services: {
        nodes: { name: string; health: { status: string; causedBy: { name: string }[] } }[];
      };
    };
  };
  return Object.fromEntries(
    data.services.nodes.map(({ name, health }) => [
      name,
      [health.status, ...health.causedBy.map((cause) => cause.name)].join(' by '),
    ]),
  );
}

const eventually = (expected: Record<string, string>): Promise<void> =>
  expect.poll(ask, { timeout: patienceMs, interval: 100 }).toMatchObject(expected);

const well = {
  'docker-engine': 'HEALTHY',
  'trading-bot': 'HEALTHY',
  'node-exporter': 'HEALTHY',
  alertmanager: 'HEALTHY',
  prometheus: 'HEALTHY',
  grafana: 'HEALTHY',
};

describe('The demonstration', () => {
  it('shows Prometheus fail and recover, then a root cause with what depends on it, and leaves nothing behind', async () => {
    await started();
    await eventually(well);
    await story.advance(9000);
    await eventually({ prometheus: 'DOWN', grafana: 'DEGRADED by prometheus' });
    await story.advance(9000);
    await eventually(well);
    await story.advance(22_000);
    await eventually({
      'docker-engine': 'DOWN',
      'trading-bot': 'DOWN by docker-engine',
      'node-exporter': 'DOWN by docker-engine',
      alertmanager: 'DOWN by docker-engine',
    });
    await story.advance(9000);
    await eventually(well);
    await custos.stop();
    await demo.close();
    expect(existsSync(demo.config.storage.dataDir)).toBe(false);
  }, 120_000);
});
