import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { draft, noon } from '../../../test/support/drafts.ts';
import { openLog } from '../../../test/support/temporary-store.ts';
import type { EventDraft, EventType } from '../../domain/event/event.ts';
import type { EventFilter } from '../../domain/event/filter.ts';
import { matches } from '../../domain/event/filter.ts';

/** Few enough values that filters often hit, and some that SQL could mistake for others. */
const names = fc.constantFrom('a', 'A', 'b', '', 'a b', "a'", 'a"', 'ä', '%', 'a\u0000', '\uD800', '1', '01');
const types = fc.constantFrom<EventType>('HEALTH_CHANGED', 'SERVICE_PAUSED', 'SERVICE_REMOVED');
const times = fc.integer({ min: -3, max: 3 }).map((ms) => new Date(noon.getTime() + ms));

const drafts: fc.Arbitrary<EventDraft> = fc.record({
  at: times,
  summary: fc.constant('Something happened.'),
  actor: fc.option(fc.record({ kind: fc.constant('TOKEN' as const), name: names, role: fc.constant(null) })),
  subject: fc.option(names),
  stackId: fc.option(names),
  services: fc.array(names, { maxLength: 3 }),
  audit: fc.boolean(),
  detail: types.map(
    (type) => ({ type, serviceId: 'a', reason: null, before: null, after: null }) as EventDraft['detail'],
  ),
});

const filters: fc.Arbitrary<EventFilter> = fc.record(
  {
    stackIds: fc.array(names, { maxLength: 3 }),
    types: fc.array(types, { maxLength: 3 }),
    subjects: fc.array(names, { maxLength: 3 }),
    serviceIds: fc.array(names, { maxLength: 3 }),
    actors: fc.array(names, { maxLength: 3 }),
    audit: fc.boolean(),
    since: times,
    until: times,
  },
  { requiredKeys: [] },
);

describe('A filter in SQL', () => {
  it('selects and counts exactly what the domain says that it matches', async () => {
    const { log } = await openLog();
    const some = fc.sample(drafts, { numRuns: 300, seed: 20261123 });
    const events = await log.append([...some, draft()]);
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const expected = events.filter((event) => matches(event, filter));
        expect(await log.read({ filter, limit: 1000, keep: 'oldest' })).toEqual(expected);
        expect(await log.read({ filter, limit: 7, keep: 'newest' })).toEqual(expected.slice(-7));
        expect(await log.count(filter)).toBe(expected.length);
      }),
      { numRuns: 200 },
    );
  });

  it('takes longer lists than SQLite takes parameters', async () => {
    const { log } = await openLog();
    await log.append([draft()]);
    const serviceIds = Array.from({ length: 40_000 }, (_, index) => `service_${String(index)}`);
    expect(await log.count({ serviceIds })).toBe(1);
  });
});
