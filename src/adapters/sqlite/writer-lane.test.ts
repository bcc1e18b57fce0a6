import { dirname } from 'node:path';

import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';

import { brokenAt, draft, numbered, stackSaved, standing, take } from '../../../test/support/drafts.ts';
import { diskFailure, openOnDisk } from '../../../test/support/faulty-disk.ts';
import { openLog } from '../../../test/support/temporary-store.ts';
import type { EventLog } from '../../application/ports/event-log.ts';

const all = { limit: 10_000, keep: 'oldest' } as const;

/** Holds the write lock as another process would; answers how to let go. */
function holdLock(file: string): () => void {
  const rival = new Database(file);
  onTestFinished(() => void rival.close());
  rival.exec('BEGIN IMMEDIATE');
  return () => void rival.exec('COMMIT');
}

async function intact(log: EventLog): Promise<readonly string[]> {
  const events = await log.read(all);
  expect(brokenAt(events, '')).toBeNull();
  expect(events.map((event) => event.sequence)).toEqual(events.map((_, index) => index + 1));
  expect(log.head()).toBe(events.length);
  return events.map((event) => event.summary);
}

describe('Writing while another process holds the lock', () => {
  it('waits for it by the clock, with longer and longer pauses', async () => {
    const { log, file, clock } = await openLog();
    const letGo = holdLock(file);
    clock.onSleep = () => clock.slept.length === 6 && letGo();
    await log.append(numbered(1));
    expect(clock.slept).toEqual([0, 50, 0, 100, 0, 200]);
    expect(await intact(log)).toEqual(['1']);
  });

  it('is refused within a second, and works again when the lock is free', async () => {
    const { log, file, clock } = await openLog();
    const began = clock.ms;
    const letGo = holdLock(file);
    const waiting = [log.append(numbered(2)), log.append(numbered(1))];
    const refused = {
      name: 'Refusal',
      userError: { code: 'LOG_UNWRITABLE', retryAt: expect.any(Date) as Date },
    };
    await expect(waiting[0]).rejects.toMatchObject(refused);
    await expect(waiting[1]).rejects.toMatchObject(refused);
    expect(clock.ms - began).toBeLessThan(1000);
    expect([log.writable(), log.head()]).toEqual([false, 0]);
    letGo();
    await log.append(numbered(1, 7));
    expect(log.writable()).toBe(true);
    expect(await intact(log)).toEqual(['7']);
  });
});

describe('Writing to a full disk', () => {
  const huge = draft({ summary: 'x'.repeat(400_000) });

  it('records nothing, says so, and works again when there is room', async () => {
    const { log, clients, disk } = await openOnDisk();
    await log.append(numbered(1));
    disk.pages = 60;
    await clients.writer.$disconnect();
    const failed = await Promise.allSettled([log.append([huge], [stackSaved]), log.append(numbered(1))]);
    expect(failed.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(failed[0]).toMatchObject({ reason: { userError: { code: 'STORAGE_FULL', retryAt: null } } });
    expect([log.writable(), log.head(), await clients.reader.stack.count()]).toEqual([false, 1, 0]);
    disk.pages = 0;
    await clients.writer.$disconnect();
    await log.append([huge], [stackSaved]);
    expect([log.writable(), log.head(), await clients.reader.stack.count()]).toEqual([true, 2, 1]);
    await intact(log);
  });
});

describe('A COMMIT that fails', () => {
  const refused = { userError: { code: 'LOG_UNWRITABLE' } };

  it('records nothing, and does not poison what is written next', async () => {
    const { log, disk, file } = await openOnDisk();
    disk.onCommit = () => Promise.reject(diskFailure('SQLITE_IOERR_FSYNC'));
    await expect(log.append(numbered(2))).rejects.toMatchObject(refused);
    await log.append(numbered(1, 5));
    await log.close();
    expect((await openLog({ folder: dirname(file) })).log.head()).toBe(1);
  });

  it('has recorded all the same when the entries are there', async () => {
    const { log, disk } = await openOnDisk();
    disk.onCommit = async (commit) => {
      await commit();
      throw diskFailure('SQLITE_IOERR_FSYNC');
    };
    expect((await log.append(numbered(2))).length).toBe(2);
    await log.append(numbered(1, 3));
    expect(await intact(log)).toEqual(['1', '2', '3']);
  });

  it('is looked into before anything else is written', async () => {
    const { log, disk } = await openOnDisk();
    disk.onCommit = () => {
      disk.present = false;
      return Promise.reject(diskFailure('SQLITE_IOERR_FSYNC'));
    };
    await expect(log.append(numbered(2))).rejects.toMatchObject(refused);
    await expect(log.append(numbered(2))).rejects.toMatchObject(refused);
    disk.present = true;
    await log.append(numbered(1, 5));
    expect(await intact(log)).toEqual(['5']);
  });

  it('of what was refused but is there after all asks for a restart', async () => {
    const { log, disk } = await openOnDisk();
    disk.onCommit = async (commit) => {
      await commit();
      disk.present = false;
      throw diskFailure('SQLITE_IOERR_FSYNC');
    };
    await expect(log.append(numbered(2))).rejects.toMatchObject(refused);
    disk.present = true;
    await expect(log.append(numbered(2))).rejects.toThrow('Restart');
    await expect(log.append(numbered(2))).rejects.toThrow('Restart');
    expect(log.writable()).toBe(false);
  });
});

describe('Appends that are committed together', () => {
  it('do not fail because one of them cannot be recorded', async () => {
    const { log } = await openLog();
    const followed = take(4, log.follow(0, {}, new AbortController().signal));
    const orphan = { kind: 'standing-saved', serviceId: 'nobody', standing: standing('lost') } as const;
    const outcomes = await Promise.allSettled([
      log.append(numbered(2, 1)),
      log.append(numbered(2, 3), [orphan]),
      log.append(numbered(2, 5)),
    ]);
    expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await intact(log)).toEqual(['1', '2', '5', '6']);
    expect(log.writable()).toBe(true);
    expect((await followed).map((event) => event.summary)).toEqual(['1', '2', '5', '6']);
  });

  it('leave out what is no event at all', async () => {
    const { log } = await openLog();
    await expect(log.append([draft({ at: new Date(Number.NaN) })])).rejects.toThrow(RangeError);
    await log.append(numbered(1));
    expect(await intact(log)).toEqual(['1']);
  });

  it('ask the disk once', async () => {
    const { log, disk } = await openOnDisk();
    await Promise.all(numbered(100).map((one) => log.append([one])));
    expect([log.head(), disk.transactions]).toEqual([100, 1]);
  });

  it('are not so many that the event loop stands still', async () => {
    const { log, disk } = await openOnDisk();
    await Promise.all(numbered(1000).map((one) => log.append([one])));
    expect([log.head(), disk.transactions]).toEqual([1000, 5]);
    expect(await intact(log)).toEqual(numbered(1000).map((one) => one.summary));
  });
});

describe('A log that is closed', () => {
  it('finishes what it began, refuses the rest, and ends its followers', async () => {
    const { log } = await openLog();
    const followed = take(9, log.follow(0, {}, new AbortController().signal));
    const begun = log.append(numbered(1));
    await Promise.resolve();
    const closing = log.close();
    await expect(log.append(numbered(1))).rejects.toMatchObject({ userError: { code: 'LOG_UNWRITABLE' } });
    await closing;
    expect((await begun).length).toBe(1);
    expect((await followed).length).toBeLessThanOrEqual(1);
    await expect(log.read(all)).rejects.toThrow('closed');
  });
});
