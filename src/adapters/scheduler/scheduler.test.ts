import { describe, expect, it } from 'vitest';

import type { Journal } from '../../application/ports/journal.ts';
import { ManualClock, settled } from '../../../test/support/manual-clock.ts';
import { createScheduler } from './scheduler.ts';

const start = Date.UTC(2026, 10, 23);

function world() {
  const clock = new ManualClock(start);
  const failures: unknown[] = [];
  const journal: Journal = {
    info: () => undefined,
    warn: () => undefined,
    error: (said) => failures.push(said),
  };
  // One half: no jitter.
  const scheduler = createScheduler({ clock, journal, random: () => 0.5 });
  const seconds = () => (clock.monotonicMs() - start) / 1000;
  return { clock, failures, scheduler, seconds };
}

describe('A recurring task', () => {
  it('is done at its interval until it is stopped', async () => {
    const { clock, scheduler, seconds } = world();
    const turns: number[] = [];
    const task = scheduler.every({
      name: 'count',
      intervalMs: 1000,
      firstAfterMs: 0,
      run: () => Promise.resolve(void turns.push(seconds())),
    });
    await clock.advance(3500);
    await task.stop();
    await clock.advance(5000);
    expect(turns).toEqual([0, 1, 2, 3]);
  });

  it('never overlaps with itself: its interval begins when a turn has ended', async () => {
    const { clock, scheduler, seconds } = world();
    const begun: number[] = [];
    const task = scheduler.every({
      name: 'slow',
      intervalMs: 1000,
      firstAfterMs: 0,
      run: (signal) => {
        begun.push(seconds());
        return clock.sleep(2500, signal);
      },
    });
    await clock.advance(8000);
    await task.stop();
    expect(begun).toEqual([0, 3.5, 7]);
  });

  it('comes again after it has thrown, and says so', async () => {
    const { clock, failures, scheduler } = world();
    let turns = 0;
    const task = scheduler.every({
      name: 'frail',
      intervalMs: 1000,
      firstAfterMs: 0,
      run: () => {
        turns += 1;
        return Promise.reject(new Error('no'));
      },
    });
    await clock.advance(1500);
    await task.stop();
    expect(turns).toBe(2);
    expect(failures).toEqual([expect.stringContaining('frail'), expect.stringContaining('frail')]);
  });

  it('comes sooner when hastened, also from within a turn', async () => {
    const { clock, scheduler, seconds } = world();
    const turns: number[] = [];
    const task = scheduler.every({
      name: 'hurried',
      intervalMs: 10_000,
      firstAfterMs: 5000,
      run: () => {
        turns.push(seconds());
        if (turns.length === 1) task.hasten(300);
        return Promise.resolve();
      },
    });
    await settled();
    task.hasten(1000);
    task.hasten(4000);
    await clock.advance(12_000);
    await task.stop();
    expect(turns).toEqual([1, 1.3, 11.3]);
  });

  it('has one late turn after a suspend, not a burst', async () => {
    const { clock, scheduler } = world();
    let turns = 0;
    const task = scheduler.every({
      name: 'woken',
      intervalMs: 1000,
      firstAfterMs: 1000,
      run: async (signal) => {
        turns += 1;
        if (turns === 1) await clock.sleep(3_600_000, signal);
      },
    });
    await clock.advance(3_601_000);
    expect(turns).toBe(1);
    await clock.advance(1000);
    expect(turns).toBe(2);
    await task.stop();
  });

  it('is told to stop in the middle of a turn, and its end is waited for', async () => {
    const { clock, scheduler } = world();
    let ended = false;
    const task = scheduler.every({
      name: 'long',
      intervalMs: 1000,
      firstAfterMs: 0,
      run: async (signal) => {
        await clock.sleep(60_000, signal);
        ended = true;
      },
    });
    await clock.advance(10);
    await task.stop();
    expect(ended).toBe(true);
  });
});
