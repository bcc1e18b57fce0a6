import { beforeEach, describe, expect, it } from 'vitest';

import { systemIds } from '../../src/adapters/system/ids.ts';
import { Inventory } from '../../src/application/inventory.ts';
import { Lanes } from '../../src/application/lanes.ts';
import type { RecordTargets } from '../../src/application/record-targets.ts';
import { recordTargets } from '../../src/application/record-targets.ts';
import { Targets } from '../../src/application/targets.ts';
import type { ScrapedTarget } from '../../src/domain/target/target.ts';
import { service, stackSaved } from '../support/drafts.ts';
import { scraped } from '../support/fake-targets.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { MemoryLog } from '../support/memory-log.ts';

const prometheus = service('prometheus');
const many = Array.from({ length: 1050 }, (_, index) => scraped('node', `node-${String(index)}:9100`));

let clock: ManualClock;
let log: MemoryLog;
let inventory: Inventory;
let record: RecordTargets;
let commits: number[];
beforeEach(async () => {
  clock = new ManualClock();
  log = new MemoryLog();
  const nothing = { stacks: [], services: [], targets: [], tokens: [], switches: [] };
  inventory = new Inventory({ ...nothing, standings: new Map(), credentials: new Map() });
  commits = [];
  log.onCommit((events, changes) => {
    inventory.apply(changes);
    if (events.length > 0) commits.push(events.length);
  });
  await log.append([], [stackSaved, { kind: 'service-saved', service: prometheus }]);
  const targets = new Targets({ inventory, clock, sightings: () => null });
  record = recordTargets({ inventory, lanes: new Lanes(), log, clock, ids: systemIds, targets });
});

const going = new AbortController().signal;
const lists = (targets: readonly ScrapedTarget[], signal = going) =>
  record.listed(prometheus, targets, { at: clock.now(), since: clock.now(), signal });

describe('What a listing changes', () => {
  it('is recorded in small commits, between which everything else has its turn', async () => {
    const recorded = lists(many);
    for (let turn = 0; turn < 30; turn++) await clock.advance(0);
    await recorded;
    expect(commits).toHaveLength(21);
    expect(Math.max(...commits)).toBe(50);
    expect(inventory.targets()).toHaveLength(1050);
  });

  it('is found by the next listing when it could not be written', async () => {
    await lists(many.slice(0, 2));
    const [first, second] = many;
    if (!first || !second) throw new Error('There are none.');
    log.full = true;
    await expect(lists([{ ...first, health: 'DOWN' }, second])).rejects.toThrow('full');
    expect(inventory.targets().map(({ health }) => health)).toEqual(['UP', 'UP']);
    log.full = false;
    await lists([{ ...first, health: 'DOWN' }, second]);
    expect(commits).toEqual([2, 1]);
  });

  it('is left to the next start when the end comes between', async () => {
    const ending = new AbortController();
    const recorded = lists(many, ending.signal);
    ending.abort();
    await recorded;
    expect(inventory.targets()).toHaveLength(0);
  });

  it('is DOWN where the same target is listed twice, once UP and once DOWN', async () => {
    const [one] = many;
    if (!one) throw new Error('There is none.');
    await lists([one, { ...one, health: 'DOWN' }]);
    await lists([{ ...one, health: 'DOWN' }, one]);
    expect(inventory.targets().map(({ health }) => health)).toEqual(['DOWN']);
    expect(commits).toEqual([1]);
  });
});
