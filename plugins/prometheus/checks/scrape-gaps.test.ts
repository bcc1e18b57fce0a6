import { describe, expect, it } from 'vitest';
import { runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import {
  answering,
  gapsQuery,
  metricsRoute,
  now,
  ofTarget,
  samplesEach,
  targetsRoute,
  wellWorld,
} from '../targets-worlds.ts';

const gaps = (world: FakeWorld) => runCheck(plugin, 'scrape-gaps', world);
/** A world in which each target has this many of the 240 scrapes of the last hour. */
const recorded = (count: number): FakeWorld => ({
  ...wellWorld,
  queries: { [gapsQuery]: samplesEach(count) },
});

describe('The check scrape-gaps', () => {
  it.each<[number, string, string[]]>([
    [240, 'PASS', []],
    [236, 'PASS', []],
    [225, 'WARN', ['PrometheusScrapeGaps']],
    [200, 'FAIL', ['PrometheusScrapeGaps']],
  ])('C38 with %d of 240 scrapes recorded ends %s', async (count, status, codes) => {
    const checked = await gaps(recorded(count));
    expect(checked.status).toBe(status);
    expect(checked.findings.map(({ code }) => code)).toEqual(codes);
  });

  it('C38 tells the jobs and how much of them was recorded, in one finding', async () => {
    const world = {
      ...wellWorld,
      queries: {
        [gapsQuery]: [...samplesEach(240).slice(0, 2), ofTarget('trading-bot', 'trading-bot:8082', 119)],
      },
    };
    const { findings } = await gaps(world);
    expect(findings).toHaveLength(1);
    expect((await gaps(world)).evidence?.[0]?.excerpt).toMatch(/^trading-bot: 50 %\n/);
    expect(findings[0]?.explanation).toContain('(recorded: trading-bot 50 %)');
  });

  it('C38 looks back no further than to the start', async () => {
    const young = answering(metricsRoute({ process_start_time_seconds: now / 1000 - 1230 }));
    const query = 'count_over_time(up[1200s]) and on (job, instance) up offset 1200s';
    expect(await gaps({ ...young, queries: { [query]: samplesEach(80) } })).toMatchObject({ status: 'PASS' });
    expect(await gaps({ ...young, queries: { [query]: samplesEach(60) } })).toMatchObject({ status: 'FAIL' });
  });

  it('C38 is skipped soon after a start, and says so', async () => {
    const checked = await gaps(answering(metricsRoute({ process_start_time_seconds: now / 1000 - 90 })));
    expect(checked).toMatchObject({ status: 'SKIPPED', findings: [] });
    expect(checked.summary).toMatch(/running for 90 s: too short/);
  });

  it('C38 is open where nothing is as old as the window', async () => {
    expect(await gaps({ ...wellWorld, queries: {} })).toMatchObject({ status: 'UNKNOWN', findings: [] });
  });

  it('C38 is skipped where nothing is scraped', async () => {
    expect(await gaps(answering(targetsRoute([])))).toMatchObject({ status: 'SKIPPED' });
  });

  it('C38 says that scrapes come late', async () => {
    const late = { 'prometheus_target_interval_length_seconds{interval="15s",quantile="0.99"}': 31 };
    const world = { ...answering(metricsRoute(late)), queries: { [gapsQuery]: samplesEach(200) } };
    expect((await gaps(world)).findings[0]?.explanation).toContain(
      'one in a hundred scrapes comes 31 s after the last instead of 15s',
    );
  });
});
