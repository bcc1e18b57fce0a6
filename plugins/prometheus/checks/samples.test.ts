import { describe, expect, it } from 'vitest';
import { runCheck } from 'custos/plugin-sdk/testing';
import type { Sample } from 'custos/plugin-sdk';
import plugin from '../plugin.ts';
import { ofTarget, wellWorld } from '../targets-worlds.ts';

const largest = 'topk(10, scrape_samples_post_metric_relabeling)';
const sum = 'sum(scrape_samples_post_metric_relabeling)';
const empty = 'scrape_samples_scraped == 0 and on (job, instance) up == 1';
const dropped =
  'scrape_samples_post_metric_relabeling == 0 and on (job, instance) (scrape_samples_scraped > 0 and on (job, instance) up == 1)';
const bot = (value: number): readonly Sample[] => [ofTarget('trading-bot', 'trading-bot:8082', value)];

const samples = (queries: Readonly<Record<string, readonly Sample[]>>) =>
  runCheck(plugin, 'samples', { ...wellWorld, queries: { ...wellWorld.queries, ...queries } });

describe('The check samples', () => {
  it('X04 tells the targets that deliver most', async () => {
    const checked = await runCheck(plugin, 'samples', wellWorld);
    expect(checked).toMatchObject({ status: 'PASS', findings: [], observed: { samples: 1500 } });
    expect(checked.evidence?.[0]?.excerpt).toContain('trading-bot trading-bot:8082: 500');
  });

  it('X04 finds a target that delivers most of very much', async () => {
    const { findings } = await samples({ [largest]: bot(200_000), [sum]: [{ labels: {}, value: 250_000 }] });
    expect(findings).toMatchObject([{ code: 'X04', aspect: 'job=trading-bot' }]);
    expect(findings[0]?.explanation).toContain('200000 samples a scrape, 80 % of all');
  });

  it.each([
    ['much of little', 900, 1000],
    ['little of much', 60_000, 1_000_000],
  ])('X04 finds nothing in %s', async (_, most, all) => {
    expect((await samples({ [largest]: bot(most), [sum]: [{ labels: {}, value: all }] })).findings).toEqual(
      [],
    );
  });

  it('F20 a target that is up and says nothing is found', async () => {
    const checked = await samples({ [empty]: bot(0) });
    expect(checked).toMatchObject({
      status: 'WARN',
      findings: [{ code: 'F20', certainty: 'LIKELY', aspect: 'job=trading-bot' }],
    });
  });

  it('P15 a job of which relabelling leaves nothing is found', async () => {
    expect((await samples({ [dropped]: bot(0) })).findings).toMatchObject([
      { code: 'PrometheusSamplesDropped', aspect: 'job=trading-bot' },
    ]);
  });

  it('is open where nothing is recorded yet', async () => {
    expect(await runCheck(plugin, 'samples', { ...wellWorld, queries: {} })).toMatchObject({
      status: 'UNKNOWN',
    });
  });
});
