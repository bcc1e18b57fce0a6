import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Event } from '../../src/domain/event/event.ts';
import { container, FakeEngine } from '../support/fake-engine.ts';
import { scraped } from '../support/fake-targets.ts';
import { settled } from '../support/manual-clock.ts';
import { RunningCustos } from '../support/running-custos.ts';

const bot = scraped('bot', 'alertmanager:9093');
const node = scraped('node', 'elsewhere:9100');
const self = scraped('prometheus', 'localhost:9090');
const down = { health: 'DOWN', lastError: 'no such host' } as const;

let custos: RunningCustos;
let engine: FakeEngine;
beforeEach(async () => {
  engine = new FakeEngine([container('prometheus'), container('alertmanager')]);
  custos = new RunningCustos(engine);
  custos.targets.lists('prometheus', [bot, node, self]);
  await custos.start();
  engine.lists(custos.clock.now());
  await custos.until('targets are listed', () => custos.app.targets({}).length === 3);
});
afterEach(() => custos.end());

const target = (instance: string) => {
  const found = custos.app.targets({}).find((one) => one.instance === instance);
  if (!found) throw new Error(`${instance} is not listed.`);
  return found;
};
const turnsOf = (events: readonly Event[]) =>
  events.map(({ detail }) =>
    detail.type === 'TARGET_CHANGED' ? `${detail.from ?? 'nothing'} to ${detail.to ?? 'nothing'}` : '',
  );
const turns = async () => turnsOf(await custos.events('TARGET_CHANGED'));
const came = ['nothing to UP', 'nothing to UP', 'nothing to UP'];

describe('What a Prometheus scrapes', () => {
  it('is listed by job and instance, each with the service that it is', () => {
    const rows = custos.app
      .targets({})
      .map((one) => [one.job, custos.app.targetHealth(one), custos.app.serviceOfTarget(one)?.name]);
    expect(rows).toEqual([
      ['bot', 'UP', 'alertmanager'],
      ['node', 'UP', undefined],
      ['prometheus', 'UP', 'prometheus'],
    ]);
  });

  it('that changes nothing is no event, listing after listing, and is known as it was scraped last', async () => {
    const lastScrape = new Date('2026-11-23T12:00:20.000Z');
    custos.targets.lists('prometheus', [bot, node, { ...self, lastScrape }]);
    await custos.clock.advance(30_000);
    expect(custos.targets.asked.length).toBeGreaterThanOrEqual(5);
    expect(await turns()).toEqual(came);
    expect(target(self.instance)).toMatchObject({ lastScrape });
    expect(custos.app.isTargetStale(target(self.instance))).toBe(false);
  });

  it('that goes down and comes back is one event each time, with the reason', async () => {
    custos.targets.lists('prometheus', [{ ...bot, ...down }, node, self]);
    await custos.clock.advance(12_000);
    custos.targets.lists('prometheus', [bot, node, self]);
    await custos.clock.advance(12_000);
    const events = (await custos.events('TARGET_CHANGED')).slice(3);
    expect(turnsOf(events)).toEqual(['UP to DOWN', 'DOWN to UP']);
    expect(events[0]?.summary).toBe(
      'The target alertmanager:9093 of the job bot went from UP to DOWN: no such host',
    );
    expect(events[0]?.services).toEqual([custos.app.serviceNamed('alertmanager', null)?.id]);
  });

  it('that is not listed any more grows old, then goes, and stays readable', async () => {
    const { id } = target(node.instance);
    custos.targets.lists('prometheus', [bot, self]);
    await custos.clock.advance(9000);
    expect(await turns()).toEqual(came);
    await custos.clock.advance(16_000);
    expect((await turns()).slice(3)).toEqual(['UP to nothing']);
    expect(custos.app.targets({}).map(({ job }) => job)).toEqual(['bot', 'prometheus']);
    expect(custos.app.targetById(id)?.removedAt).not.toBeNull();
  });

  it('over a restart of it is no storm of events: nothing listed at first, then nothing scraped', async () => {
    custos.targets.lists('prometheus', []);
    await custos.clock.advance(6000);
    const unscraped = { health: 'UNKNOWN', lastScrape: null, scrapeDurationMs: null } as const;
    custos.targets.lists(
      'prometheus',
      [bot, node, self].map((one) => ({ ...one, ...unscraped })),
    );
    await custos.clock.advance(12_000);
    custos.targets.lists('prometheus', [bot, node, self]);
    await custos.clock.advance(6000);
    expect(await turns()).toEqual(came);
  });

  it('is compared with what was known before a restart of Custos', async () => {
    await custos.restart();
    await custos.clock.advance(6000);
    expect(await turns()).toEqual(came);
    await custos.custos.stop();
    custos.targets.lists('prometheus', [bot, { ...node, ...down }, self]);
    await custos.start();
    await custos.clock.advance(6000);
    expect(await turns()).toEqual([...came, 'UP to DOWN']);
  });

  it('is not believed once it cannot be asked, which is one event', async () => {
    custos.targets.fails('prometheus', 'It refuses connections: nothing listens there.');
    await custos.clock.advance(30_000);
    expect(custos.app.targetHealth(target(bot.instance))).toBe('UNKNOWN');
    expect(custos.app.targets({ health: ['UNKNOWN'] })).toHaveLength(3);
    const [lost, ...more] = await custos.events('FEED_LOST');
    expect(lost?.summary).toContain('refuses connections');
    expect(more).toEqual([]);
    custos.targets.lists('prometheus', [bot, node, self]);
    await custos.clock.advance(6000);
    expect(custos.app.targetHealth(target(bot.instance))).toBe('UP');
    expect(await custos.events('FEED_RETURNED')).toHaveLength(1);
    expect(await turns()).toEqual(came);
  });

  it('is not asked, nor believed, while it is DOWN', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    await custos.clock.advance(7000);
    expect(custos.status('prometheus')).toBe('DOWN');
    expect(custos.app.isTargetStale(target(bot.instance))).toBe(true);
    const asked = custos.targets.asked.length;
    await custos.clock.advance(30_000);
    expect(custos.targets.asked).toHaveLength(asked);
    expect((await custos.events('FEED_LOST')).map(({ summary }) => summary)).toEqual([
      expect.stringContaining('is DOWN'),
    ]);
    expect(await turns()).toEqual(came);
  });

  it('goes with a Prometheus that is no longer watched', async () => {
    engine.silently('shop-prometheus-1', null);
    engine.lists(custos.clock.now());
    for (let minute = 0; minute < 12; minute++) {
      await custos.clock.advance(60_000);
      engine.lists(custos.clock.now());
      await settled();
    }
    await custos.until('it is gone', () => custos.app.serviceNamed('prometheus', null) === null);
    await custos.until('its targets are gone', () => custos.app.targets({}).length === 0);
    expect((await turns()).slice(3)).toEqual(['UP to nothing', 'UP to nothing', 'UP to nothing']);
  });
});

describe('3,000 targets', () => {
  const many = Array.from({ length: 3000 }, (_, index) =>
    scraped('node', `10.0.${String(index >> 8)}.${String(index % 256)}:9100`),
  );

  it('that come at once are recorded, and are no event while they stay', async () => {
    const before = await custos.app.countEvents({});
    custos.targets.lists('prometheus', [bot, node, self, ...many]);
    await custos.clock.advance(6000);
    await custos.until('they are listed', () => custos.app.targets({}).length === 3003);
    expect(await custos.app.countEvents({ types: ['TARGET_CHANGED'] })).toBe(3003);
    await custos.clock.advance(20_000);
    expect(await custos.app.countEvents({})).toBe(before + 3000);
    expect(custos.app.targets({ matchers: ['instance=~"10\\\\.0\\\\.1\\\\..*"'] })).toHaveLength(256);
  });
});
