import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../support/manual-clock.ts';
import { hostOf, pluginDirectory, pluginText } from '../support/plugin-host.ts';

// Workers start slowly where many do at once.
vi.setConfig({ testTimeout: 20_000 });

const kindsOf = (name: string): string => `[{ name: '${name}', displayName: 'A kind', images: [], port: 1 }]`;
const says = (version: string): string => `async () => ({ version: '${version}' })`;
const moduleOf = (directory: string, name: string): string => join(directory, name, 'plugin.js');

describe('A plugin that is loaded anew', () => {
  it('works by its new files, with its new kinds, and the others do not notice', async () => {
    const directory = await pluginDirectory({ one: pluginText('one'), two: pluginText('two') });
    const { plugins, probe, changes } = await hostOf([directory]);
    const text = pluginText('one', { version: "'2.0.0'", kinds: kindsOf('new'), probe: says('8') });
    await writeFile(moduleOf(directory, 'one'), text);
    const [turned, other] = await Promise.all([plugins.reload('one'), probe('two')]);
    expect(turned).toMatchObject({
      plugin: { name: 'one', version: '2.0.0', status: 'READY', restarts: 0 },
      change: { type: 'PLUGIN_LOADED', from: 'READY', to: 'READY', failure: null },
    });
    expect([(await probe('new')).version, other.version]).toEqual(['8', '7']);
    expect((await probe('one')).checks[0]?.summary).toBe('No plugin knows the kind one.');
    expect(changes).toEqual([]);
  });

  it('and cannot be is FAILED with the reason, and works again when its files are right', async () => {
    const directory = await pluginDirectory({ one: pluginText('one') });
    const { plugins, probe } = await hostOf([directory]);
    await writeFile(moduleOf(directory, 'one'), 'export default {');
    expect(await plugins.reload('one')).toMatchObject({
      plugin: { status: 'FAILED', failure: expect.stringMatching(/could not be imported/) as string },
      change: { type: 'PLUGIN_FAILED', from: 'READY', to: 'FAILED' },
    });
    expect((await probe('one')).checks[0]?.summary).toMatch(/^The plugin one: It could not be imported/);
    await writeFile(moduleOf(directory, 'one'), pluginText('one', { probe: says('9') }));
    expect(await plugins.reload('one')).toMatchObject({ plugin: { status: 'READY', failure: null } });
    expect((await probe('one')).version).toBe('9');
  });

  it('and wants what is another’s is FAILED, and the other keeps it', async () => {
    const directory = await pluginDirectory({ one: pluginText('one'), two: pluginText('two') });
    const { plugins, probe } = await hostOf([directory]);
    await writeFile(moduleOf(directory, 'one'), pluginText('one', { kinds: kindsOf('two') }));
    expect((await plugins.reload('one'))?.plugin.failure).toBe('The plugin two knows its kind two already.');
    await writeFile(moduleOf(directory, 'one'), pluginText('two'));
    expect((await plugins.reload('one'))?.plugin.failure).toMatch(/has its name two already/);
    expect((await probe('two')).version).toBe('7');
  });

  it('answers who waits for it', async () => {
    const spinning = pluginText('one', { probe: '() => { for (;;); }' });
    const { plugins, probe } = await hostOf([await pluginDirectory({ one: spinning })]);
    const waiting = probe('one');
    await plugins.reload('one');
    expect((await waiting).checks).toMatchObject([
      { status: 'UNKNOWN', summary: 'The plugin one: It is being loaded anew.' },
    ]);
  });

  it('leaves quarantine', async () => {
    const directory = await pluginDirectory({ bad: pluginText('bad', { probe: '() => process.exit(5)' }) });
    const { plugins, probe, passAfterCrash } = await hostOf([directory]);
    for (const waitMs of [500, 1000]) {
      await probe('bad');
      await passAfterCrash(waitMs);
      await expect.poll(() => plugins.forKind('bad')?.status, { timeout: 15_000 }).toBe('READY');
    }
    await probe('bad');
    await expect.poll(() => plugins.forKind('bad')?.status).toBe('QUARANTINED');
    await writeFile(moduleOf(directory, 'bad'), pluginText('bad'));
    expect((await plugins.reload('bad'))?.change).toMatchObject({ from: 'QUARANTINED', to: 'READY' });
    expect((await probe('bad')).version).toBe('7');
  });

  it('while it waits to be started again is started once', async () => {
    const directory = await pluginDirectory({ bad: pluginText('bad', { probe: '() => process.exit(5)' }) });
    const { plugins, probe, clock } = await hostOf([directory]);
    await probe('bad');
    await expect.poll(() => clock.sleepers()).toBe(1);
    expect((await plugins.reload('bad'))?.plugin).toMatchObject({ status: 'READY', restarts: 0 });
    expect(clock.sleepers()).toBe(0);
  });

  it('must be there', async () => {
    const { plugins } = await hostOf([]);
    expect([await plugins.reload('nobody'), await plugins.disable('nobody')]).toEqual([null, null]);
  });
});

describe('A disabled plugin', () => {
  it('is asked nothing, and says so, until it is loaded anew', async () => {
    const { plugins, probe } = await hostOf([await pluginDirectory({ one: pluginText('one') })]);
    expect((await plugins.disable('one'))?.change).toMatchObject({
      type: 'PLUGIN_DISABLED',
      ...{ from: 'READY', to: 'DISABLED', failure: null },
    });
    expect(plugins.list()).toMatchObject([
      { name: 'one', status: 'DISABLED', failure: null, loadedAt: null },
    ]);
    expect((await probe('one')).checks).toMatchObject([
      {
        ...{ name: 'plugin', status: 'UNKNOWN', cause: 'PLUGIN_FAILED' },
        summary: 'The plugin one: It is disabled: nothing is asked until it is enabled.',
      },
    ]);
    expect((await plugins.reload('one'))?.change).toMatchObject({ from: 'DISABLED', to: 'READY' });
    expect((await probe('one')).version).toBe('7');
  });

  it('is so from the beginning, by its name, whatever is wrong with it', async () => {
    const directory = await pluginDirectory({
      one: pluginText('one'),
      bad: 'export default {',
      two: pluginText('two'),
    });
    const { plugins, journal } = await hostOf([directory], new ManualClock(), {}, ['one', 'bad']);
    expect(plugins.list().map(({ name, status }) => [name, status])).toEqual([
      ['bad', 'DISABLED'],
      ['one', 'DISABLED'],
      ['two', 'READY'],
    ]);
    expect(plugins.forKind('one')?.name).toBe('one');
    expect(journal).not.toContain('one: PLUGIN_LOADED');
  });
});
