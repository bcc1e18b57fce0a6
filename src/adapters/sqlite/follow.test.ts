import { describe, expect, it } from 'vitest';

import { draft, noon, numbered, take } from '../../../test/support/drafts.ts';
import { openLog, temporaryFolder } from '../../../test/support/temporary-store.ts';
import type { Event } from '../../domain/event/event.ts';
import type { SqliteEventLog } from './event-log.ts';
import { CursorExpired } from './follow.ts';

const forever = () => new AbortController().signal;
const sequences = (events: readonly Event[]) => events.map((event) => event.sequence);
const upTo = (count: number, first = 1) => Array.from({ length: count }, (_, index) => first + index);

async function fill(log: SqliteEventLog, count: number): Promise<void> {
  for (let first = log.head() + 1; count > 0; count -= 500, first += 500) {
    await log.append(numbered(Math.min(count, 500), first));
  }
}

describe('A follower', () => {
  it.each([0, 1, 989, 990, 999])(
    'behind memory reads the database, then memory, without a hole: from after %i',
    async (after) => {
      const { log } = await openLog({ ring: { count: 10, bytes: 1_000_000 } });
      await fill(log, 1000);
      const followed = take(1005 - after, log.follow(after, {}, forever()));
      await log.append(numbered(5));
      expect(sequences(await followed)).toEqual(upTo(1005 - after, after + 1));
    },
  );

  it('that stopped in the middle goes on from there in a log that was opened anew', async () => {
    const folder = temporaryFolder();
    const { log } = await openLog({ folder });
    await fill(log, 600);
    const seen = await take(300, log.follow(0, {}, forever()));
    await log.close();
    const { log: reopened } = await openLog({ folder });
    expect(reopened.identity).toBe(log.identity);
    const position = seen.at(-1)?.sequence ?? 0;
    expect(sequences(await take(300, reopened.follow(position, {}, forever())))).toEqual(upTo(300, 301));
  });

  it('skips what it did not ask for however far behind it is', async () => {
    const { log } = await openLog({ ring: { count: 10, bytes: 1_000_000 } });
    await fill(log, 700);
    await log.append([draft({ services: ['rare'] })]);
    await fill(log, 700);
    await log.append([draft({ services: ['rare'] })]);
    const followed = await take(2, log.follow(0, { serviceIds: ['rare'] }, forever()));
    expect(sequences(followed)).toEqual([701, 1402]);
  });

  it('that is overtaken by trimming is refused instead of skipping what is gone', async () => {
    const { log } = await openLog({ ring: { count: 10, bytes: 1_000_000 } });
    await fill(log, 1200);
    const slow = log.follow(0, {}, forever())[Symbol.asyncIterator]();
    const first = await slow.next();
    expect(first.value).toMatchObject({ sequence: 1 });
    expect(await log.trim(new Date(noon.getTime() + 1))).toBe(1200);
    const seen: unknown[] = [];
    await expect(
      (async () => {
        for (let next = await slow.next(); !next.done; next = await slow.next()) seen.push(next.value);
      })(),
    ).rejects.toBeInstanceOf(CursorExpired);
    // What it had in hand it may still have: without a hole.
    expect(sequences(seen as Event[])).toEqual(upTo(seen.length, 2));
  });

  it('that never reads costs no memory', async () => {
    const ring = { count: 100, bytes: 50_000 };
    const { log } = await openLog({ ring });
    await log.append(numbered(1));
    const stalled = Array.from({ length: 200 }, () => log.follow(0, {}, forever())[Symbol.asyncIterator]());
    await Promise.all(stalled.map((one) => one.next()));
    await fill(log, 3000);
    expect(log.extent().entries).toBeLessThanOrEqual(ring.count);
    expect(log.extent().bytes).toBeLessThanOrEqual(ring.bytes);
    expect(log.extent().waiting).toBe(0);
    const next = await stalled[0]?.next();
    expect(next?.value).toMatchObject({ sequence: 2 });
  });

  it('is one of a thousand that all see everything, and none of whom leaves anything behind', async () => {
    const { log } = await openLog();
    const thousand = Array.from({ length: 1000 }, () => take(50, log.follow(0, {}, forever())));
    for (let round = 0; round < 5; round++) await log.append(numbered(10));
    const seen = await Promise.all(thousand);
    expect(seen.every((events) => events.length === 50)).toBe(true);
    const stops = Array.from({ length: 1000 }, () => new AbortController());
    const waiting = stops.map(({ signal }) => take(1, log.follow(log.head(), {}, signal)));
    expect(log.extent().waiting).toBe(1000);
    stops.forEach((stop) => stop.abort());
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => []));
    expect(log.extent().waiting).toBe(0);
  });

  it('holds at most a mebibyte of what it has not passed on', async () => {
    const { log } = await openLog({ ring: { count: 1, bytes: 1 } });
    const large = draft({ summary: 'x'.repeat(200_000) });
    await log.append(Array.from({ length: 12 }, () => large));
    expect(log.extent()).toMatchObject({ entries: 0, bytes: 0 });
    expect(sequences(await take(12, log.follow(0, {}, forever())))).toEqual(upTo(12));
  });
});
