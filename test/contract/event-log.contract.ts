import { describe, expect, it } from 'vitest';

import type { EventLog } from '../../src/application/ports/event-log.ts';
import type { StateStore } from '../../src/application/ports/state.ts';
import type { Event } from '../../src/domain/event/event.ts';
import { brokenAt, draft, noon, numbered, service, stackSaved, standing, take } from '../support/drafts.ts';

interface Opened {
  readonly log: EventLog;
  readonly state: StateStore;
}

const all = { limit: 10_000, keep: 'oldest' } as const;
const forever = new AbortController().signal;
const summaries = (events: readonly Event[]) => events.map((event) => event.summary);

/** What whoever keeps the log promises, whatever it is kept in. */
export function keepsTheEventLog(kept: string, open: () => Promise<Opened>): void {
  describe(`The event log ${kept}`, () => {
    it('is empty at first, and readable from its beginning', async () => {
      const { log } = await open();
      expect([log.head(), log.oldest(), log.writable()]).toEqual([0, 0, true]);
      expect(await log.read(all)).toEqual([]);
    });

    it('gives sequences from 1 without holes to whatever is appended at the same time', async () => {
      const { log } = await open();
      const appended = await Promise.all([1, 3, 2, 5].map((count) => log.append(numbered(count))));
      expect(appended.flat().map((event) => event.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      expect(await log.read(all)).toEqual(appended.flat());
      expect(log.head()).toBe(11);
    });

    it('chains each entry to the one before it', async () => {
      const { log } = await open();
      await log.append(numbered(3));
      await log.append(numbered(2));
      const events = await log.read(all);
      expect(brokenAt(events, '')).toBeNull();
      const forged = events.map((event) => (event.sequence === 2 ? { ...event, summary: 'nothing' } : event));
      expect(brokenAt(forged, '')).toBe(2);
    });

    it('gives back exactly what was put in', async () => {
      const { log } = await open();
      const before = { nested: [1, 'two', null, { deep: true }], text: 'ünï\u0000 "\n' };
      const [event] = await log.append([
        draft({
          actor: { kind: 'TOKEN', name: 'ops', role: 'ADMIN' },
          services: ['b', 'a', 'b'],
          at: new Date('2026-11-23T12:00:00.123Z'),
          audit: true,
          detail: { type: 'TOKEN_CREATED', name: null, reason: null, before, after: 0.1 },
        }),
      ]);
      expect(await log.read(all)).toEqual([event]);
      expect(event?.detail).toMatchObject({ before });
    });

    it('records events and state both or neither', async () => {
      const { log, state } = await open();
      await log.append([], [stackSaved, { kind: 'service-saved', service: service('service_1') }]);
      const orphan = { kind: 'standing-saved', serviceId: 'nobody', standing: standing('lost') } as const;
      await expect(log.append(numbered(2), [orphan])).rejects.toThrow();
      const own = { kind: 'standing-saved', serviceId: 'service_1', standing: standing('kept') } as const;
      await log.append(numbered(1), [own]);
      expect(summaries(await log.read(all))).toEqual(['1']);
      expect([...(await state.load()).standings]).toEqual([['service_1', own.standing]]);
    });

    it('tells of a commit before the head moves', async () => {
      const { log } = await open();
      const told: [number, number, number][] = [];
      const stop = log.onCommit((events, changes) => told.push([log.head(), events.length, changes.length]));
      await log.append(numbered(2), [stackSaved]);
      await log.append(numbered(1));
      stop();
      await log.append(numbered(1));
      expect(told).toEqual([
        [0, 2, 1],
        [2, 1, 0],
      ]);
    });

    it('reads a window from either end, in the order of the log', async () => {
      const { log } = await open();
      await log.append(numbered(9));
      const window = { after: 2, before: 8, limit: 3 };
      expect(summaries(await log.read({ ...window, keep: 'oldest' }))).toEqual(['3', '4', '5']);
      expect(summaries(await log.read({ ...window, keep: 'newest' }))).toEqual(['5', '6', '7']);
    });

    it.each([0, 1, 7, 12])('is followed from after %i, from the past into the present', async (after) => {
      const { log } = await open();
      await log.append(numbered(7));
      const followed = take(14 - after, log.follow(after, {}, forever));
      await log.append(numbered(7, 8));
      const expected = numbered(14).map((one) => one.summary);
      expect(summaries(await followed)).toEqual(expected.slice(after));
    });

    it('shows a follower only what it asked for', async () => {
      const { log } = await open();
      const followed = take(2, log.follow(0, { serviceIds: ['b'] }, forever));
      await log.append([draft({ services: ['a'] }), draft({ services: ['b'], summary: 'one' })]);
      await log.append([draft({ services: ['a', 'b'], summary: 'two' })]);
      expect(summaries(await followed)).toEqual(['one', 'two']);
    });

    it('lets go of a waiting follower when its signal aborts', async () => {
      const { log } = await open();
      const stop = new AbortController();
      const followed = take(1, log.follow(0, {}, stop.signal));
      stop.abort();
      expect(await followed).toEqual([]);
    });

    it('lets go of a waiting follower when its iterator is returned', async () => {
      const { log } = await open();
      const iterator = log.follow(0, {}, forever)[Symbol.asyncIterator]();
      const next = iterator.next();
      await iterator.return?.();
      expect(await next).toMatchObject({ done: true });
    });

    it('forgets what is old and stays provable from its anchor on', async () => {
      const { log } = await open();
      const old = new Date(noon.getTime() - 1);
      await log.append([...numbered(3).map((one) => ({ ...one, at: old })), draft(), draft({ at: old })]);
      const [, , third] = await log.read(all);
      expect(await log.trim(noon)).toBe(3);
      const left = await log.read(all);
      expect([log.oldest(), log.head(), left.length]).toEqual([3, 5, 2]);
      expect(brokenAt(left, third?.hash ?? '')).toBeNull();
      expect(await log.trim(noon)).toBe(0);
    });

    it('goes on where it was when all of it was forgotten', async () => {
      const { log } = await open();
      const events = await log.append(numbered(3));
      await log.trim(new Date(noon.getTime() + 1));
      const next = await log.append(numbered(1));
      expect([log.oldest(), log.head(), next[0]?.sequence]).toEqual([3, 4, 4]);
      expect(brokenAt(next, events[2]?.hash ?? '')).toBeNull();
    });

    it('refuses a follower whose place was forgotten', async () => {
      const { log } = await open();
      await log.append(numbered(3));
      const behind = log.follow(1, {}, forever)[Symbol.asyncIterator]();
      await log.trim(new Date(noon.getTime() + 1));
      await expect(behind.next()).rejects.toMatchObject({ name: 'CursorExpired' });
    });
  });
}
