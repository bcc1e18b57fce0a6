import { describe, expect, it, vi } from 'vitest';
import { hostOf, pluginDirectory, pluginText } from '../support/plugin-host.ts';

// Workers start slowly where many do at once.
vi.setConfig({ testTimeout: 20_000 });

const hostOfPrinting = async (probe: string) =>
  hostOf([await pluginDirectory({ bad: pluginText('bad', { probe }) })]);

describe('What a plugin prints', () => {
  it('goes to the journal under its name, and not to where Custos prints', async () => {
    const written = vi.spyOn(process.stdout, 'write');
    const { probe, journal } = await hostOfPrinting(
      "async () => { console.log('one\\ntwo'); console.error('three'); process.stdout.write('four'); process.stdout.write('!\\n'); return { version: null }; }",
    );
    await probe('bad');
    await expect
      .poll(() => journal)
      .toEqual(expect.arrayContaining(['bad: one', 'bad: two', 'bad: three', 'bad: four!']));
    expect(written.mock.calls.flat().join('')).not.toContain('three');
    written.mockRestore();
  });

  it('is cut to a hundred lines a second, the rest is counted', async () => {
    const { probe, journal } = await hostOfPrinting(
      "async () => { for (let i = 0; i < 20_000; i++) console.log('flood ' + i); return { version: null }; }",
    );
    await probe('bad');
    const dropped = (): number =>
      journal
        .flatMap((line) => /(\d+) lines were dropped/.exec(line)?.[1] ?? [])
        .reduce((sum, count) => sum + Number(count), 0);
    const kept = (): number => journal.filter((line) => line.startsWith('bad: flood')).length;
    await expect.poll(() => dropped() + kept(), { timeout: 15_000 }).toBe(20_000);
    // One window of a second, or the few that so many lines take on a busy machine.
    expect(kept()).toBeLessThanOrEqual(500);
    expect(kept() % 100).toBe(0);
  });

  it('is cut to 256 KB a second and 4 KB a line', async () => {
    const { probe, journal } = await hostOfPrinting(
      "async () => { for (let i = 0; i < 90; i++) console.log('x'.repeat(1_000_000)); return { version: null }; }",
    );
    await probe('bad');
    const lines = journal.filter((line) => line.startsWith('bad: x'));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((line) => line.length <= 4096 + 'bad: '.length)).toBe(true);
    expect(lines.length).toBeLessThan(90);
  });
});
