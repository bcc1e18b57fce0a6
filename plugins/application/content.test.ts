import { runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import plugin from './plugin.ts';
import { answering, exposition, metrics, scraped, well } from './worlds.ts';

describe('The size of an application’s metrics', () => {
  const size = (world: FakeWorld) => runCheck(plugin, 'metrics-size', world);
  const orders = (count: number) =>
    Array.from({ length: count }, (_, id) => `bot_orders{market="a",id="${id}"} 1`).join('\n');

  it('F21 X04 is too much for Prometheus: the metric and the label are named', async () => {
    const { status, findings } = await size(answering(metrics(orders(10_001))));
    expect(status).toBe('WARN');
    expect(findings).toMatchObject([{ code: 'F21', certainty: 'LIKELY' }]);
    expect(findings[0]?.explanation).toContain(
      '10001 of them are bot_orders, which the label id makes so many',
    );
    expect((await size(answering(metrics(orders(10_000))))).findings).toEqual([]);
    const settings = { maxSeries: 20_000 };
    expect((await size(answering(metrics(orders(10_001)), { settings }))).findings).toEqual([]);
  });

  it.each([
    'sample limit exceeded',
    'body size limit exceeded',
    'label_limit exceeded (metric: "a", number of labels: 31, limit: 30)',
  ])('F21 breaks a limit of its job: %s', async (lastError) => {
    const world = { ...well, ...scraped({ health: 'down', lastError }) };
    expect(await size(world)).toMatchObject({
      status: 'FAIL',
      findings: [{ code: 'F21', certainty: 'CONFIRMED' }],
    });
  });
});

describe('The times of an application’s samples', () => {
  const now = Date.UTC(2026, 0, 1);
  const at = (offsetMs: number) =>
    runCheck(plugin, 'metric-timestamps', answering(metrics(`a 1 ${now}\nb 1 ${now + offsetMs}\n`)));

  it.each([
    [660_000, '11 minutes in the future'],
    [-360_000, '6 minutes old'],
    [-86_400_000, '24 hours old'],
  ])('F22 are wrong: %d ms', async (offsetMs, words) => {
    const { status, findings } = await at(offsetMs);
    expect(status).toBe('FAIL');
    expect(findings).toMatchObject([{ code: 'F22', certainty: 'CONFIRMED' }]);
    expect(findings[0]?.explanation).toContain(words);
    expect(findings[0]?.evidence?.[0]?.excerpt).toBe(`b 1 ${now + offsetMs}`);
  });

  it('are right within bounds, and best left out', async () => {
    for (const offsetMs of [600_000, -300_000, 0])
      expect(await at(offsetMs)).toMatchObject({ status: 'PASS', findings: [] });
    expect((await runCheck(plugin, 'metric-timestamps', well)).status).toBe('SKIPPED');
  });
});

describe('The series of an application', () => {
  it('must be there that are required', async () => {
    const settings = { requiredMetrics: ['bot_trades_total', 'bot_orders_total'] };
    expect(await runCheck(plugin, 'required-series', { ...well, settings })).toMatchObject({
      status: 'FAIL',
      findings: [
        {
          code: 'ApplicationMetricsMissing',
          explanation: expect.stringContaining('bot_orders_total') as string,
        },
      ],
    });
  });
});

describe('The word of an application', () => {
  it('counts: it says that it is not well', async () => {
    const world = { ...well, routes: { ...well.routes, '/health': { status: 503, text: 'no exchange' } } };
    expect(await runCheck(plugin, 'application-health', world)).toMatchObject({
      status: 'FAIL',
      findings: [{ code: 'ApplicationUnhealthy' }],
    });
  });
});

describe('The starts of an application', () => {
  const changes = 'changes(process_start_time_seconds{job="trading-bot",instance="trading-bot:8082"}[1h])';
  const resets = 'resets(process_cpu_seconds_total{job="trading-bot",instance="trading-bot:8082"}[1h])';
  const value = (count: number) => [{ labels: {}, value: count }];
  const look = (world: FakeWorld) => runCheck(plugin, 'restarts', world);

  it('X14 are too many: more than two within an hour', async () => {
    expect(await look({ ...well, queries: { [changes]: value(3) } })).toMatchObject({
      status: 'WARN',
      findings: [{ code: 'X14' }],
    });
    expect(await look({ ...well, queries: { [changes]: value(2) } })).toMatchObject({
      status: 'PASS',
      findings: [],
    });
  });

  it('show in its processor time where it does not tell them', async () => {
    const text = exposition.replace(/process_start.*\n/, '');
    expect(await look(answering(metrics(text), { queries: { [resets]: value(4) } }))).toMatchObject({
      findings: [{ code: 'X14' }],
    });
    expect((await look(answering(metrics('a 1\n')))).status).toBe('SKIPPED');
  });

  it('are not known without a Prometheus that scrapes it', async () => {
    expect((await look({ ...well, peers: [] })).status).toBe('SKIPPED');
  });
});
