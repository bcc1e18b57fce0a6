import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { systemClock } from '../../src/adapters/system/clock.ts';
import type { Simulator } from '../../src/simulator/open-simulator.ts';
import { openSimulator } from '../../src/simulator/open-simulator.ts';
import { BuiltProgram } from '../support/built-program.ts';
import { ask } from '../support/graphql-client.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const services = 1000;
const targets = 3000;
const intervalMs = 5000;

let simulator: Simulator;
let custos: BuiltProgram;

beforeAll(async () => {
  simulator = await openSimulator({ services, targets, waiting: systemClock, now: () => systemClock.now() });
  const configured = simulator.components().map(({ name, kind, url: at }) => ({ name, kind, url: at }));
  const stacks = [{ name: 'large', docker: { host: null }, discover: false, services: configured }];
  custos = await BuiltProgram.serve({ health: { probeIntervalMs: intervalMs }, stacks });
});
afterAll(async () => {
  await custos.stop();
  await simulator.close();
});

interface Overview {
  readonly stack: {
    readonly counts: { readonly total: number; readonly healthy: number; readonly down: number };
  };
  readonly up: { readonly totalCount: number };
}

async function overview(): Promise<Overview> {
  const query =
    '{ stack { counts { total healthy down } } up: targets(filter: { health: [UP] }) { totalCount } }';
  const { data, errors } = await ask<Overview>(custos.url, custos.token, query);
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
}

interface Page {
  readonly services: {
    readonly nodes: readonly { readonly health: { readonly observedAt: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

async function pageAfter(after: string | null): Promise<Page['services']> {
  const query = `query ($after: String) { services(first: 100, after: $after) {
    nodes { health { observedAt } } pageInfo { hasNextPage endCursor } } }`;
  const { data } = await ask<Page>(custos.url, custos.token, query, { after });
  return data!.services;
}

/** How long ago each service was last observed, in milliseconds. */
async function ages(): Promise<readonly number[]> {
  const found: number[] = [];
  let page = await pageAfter(null);
  for (;;) {
    found.push(...page.nodes.map(({ health }) => Date.now() - Date.parse(health.observedAt)));
    if (!page.pageInfo.hasNextPage) return found;
    page = await pageAfter(page.pageInfo.endCursor);
  }
}

const median = (figures: readonly number[]): number =>
  [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;

describe(`${String(services)} services and ${String(targets)} targets`, () => {
  it('are all watched, each in its time, in less than 300 MB, and a hundred that fail are seen at once', async () => {
    await vi.waitUntil(
      async () => {
        const { stack, up } = await overview();
        return stack.counts.healthy === services && up.totalCount >= targets;
      },
      { timeout: 120_000, interval: 500 },
    );
    const late: number[] = [];
    const used: number[] = [];
    const answers: number[] = [];
    for (let second = 0; second < 60; second++) {
      await pause(1000);
      const begun = performance.now();
      await overview();
      answers.push(performance.now() - begun);
      if (second % 3 === 0) late.push(Math.max(...(await ages())));
      used.push(custos.memory());
    }
    // Between two collections of garbage it is a little more, and a little less.
    const memoryAtRest = median(used);
    process.stdout.write(
      `oldest observation ${Math.max(...late).toFixed(0)} ms; memory ${memoryAtRest.toFixed(0)} MB, ` +
        `${Math.max(...used).toFixed(0)} MB at most; ` +
        `an overview takes ${median(answers).toFixed(1)} ms\n`,
    );
    expect(Math.max(...late)).toBeLessThan(2 * intervalMs);
    expect(memoryAtRest).toBeLessThan(300);

    const failing = simulator.components().slice(-100);
    const failedAt = performance.now();
    for (const { name } of failing) await simulator.set(name, 'unavailable');
    await vi.waitUntil(async () => (await overview()).stack.counts.down === 100, { timeout: 60_000 });
    expect(performance.now() - failedAt).toBeLessThan(15_000);
  });
});
