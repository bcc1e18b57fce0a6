import { describe, expect, it } from 'vitest';

import { compareListing } from './compare-listing.ts';
import type { Target, TargetHealth } from './target.ts';

const noon = Date.UTC(2026, 10, 23, 12);
const target = (health: TargetHealth, seconds = 0): Target => ({
  ...{ id: 'tgt_1', stackId: 'stk_1', scrapedById: 'svc_1', job: 'node', instance: 'a:9100' },
  ...{ scrapeUrl: 'http://a:9100/metrics', labels: {}, lastError: null, lastScrape: null },
  ...{ health, scrapeDurationMs: null, scrapeIntervalMs: 30_000, removedAt: null },
  observedAt: new Date(noon + seconds * 1000),
});
const of = (...targets: readonly Target[]) => new Map(targets.map((one) => [one.id, one]));

/** What a listing so many seconds after noon tells, of a target last listed at noon. */
function told(before: TargetHealth | null, now: TargetHealth | null, seconds: number, sinceSeconds = -60) {
  const known = before === null ? of() : of(target(before));
  const listed = now === null ? of() : of(target(now, seconds));
  const [at, since] = [new Date(noon + seconds * 1000), new Date(noon + sinceSeconds * 1000)];
  const { turns, kept } = compareListing(known, listed, { at, since, patienceMs: 15_000 });
  const said = turns.map(({ from, to }) => `${from ?? 'nothing'} to ${to ?? 'nothing'}`);
  return [...said, ...kept.map(({ health }) => `still ${health}`)];
}

describe('A target', () => {
  it.each<[string, [TargetHealth | null, TargetHealth | null, number], string[]]>([
    ['comes', [null, 'UP', 5], ['nothing to UP']],
    ['comes unscraped', [null, 'UNKNOWN', 5], ['nothing to UNKNOWN']],
    ['turns DOWN', ['UP', 'DOWN', 5], ['UP to DOWN']],
    ['turns UP', ['DOWN', 'UP', 5], ['DOWN to UP']],
    ['is scraped for the first time', ['UNKNOWN', 'UP', 5], ['UNKNOWN to UP']],
    ['stays as it is', ['DOWN', 'DOWN', 5], ['still DOWN']],
    ['stays unscraped', ['UNKNOWN', 'UNKNOWN', 5], ['still UNKNOWN']],
    ['is missed for a while without a word', ['UP', null, 14], []],
    ['is gone when it is missed for longer', ['UP', null, 15], ['UP to nothing']],
    ['is waited for while it is not scraped again', ['UP', 'UNKNOWN', 59], []],
    ['is UNKNOWN when it is not for two of its intervals', ['UP', 'UNKNOWN', 60], ['UP to UNKNOWN']],
  ])('%s', (_, story, expected) => {
    expect(told(...story)).toEqual(expected);
  });

  it('is not gone because nobody could ask for an hour: it is waited for since the first listing', () => {
    expect(told('UP', null, 3600, 3590)).toEqual([]);
    expect(told('UP', null, 3600, 3585)).toEqual(['UP to nothing']);
  });

  it('that is gone says since when, and how it was', () => {
    const at = new Date(noon + 20_000);
    const time = { at, since: new Date(noon), patienceMs: 15_000 };
    expect(compareListing(of(target('DOWN')), of(), time).turns[0]?.target).toMatchObject({
      removedAt: at,
      health: 'DOWN',
    });
  });
});
