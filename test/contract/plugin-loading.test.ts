import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../support/manual-clock.ts';
import { hostOf, pluginDirectory, pluginText } from '../support/plugin-host.ts';
import { kind } from '../support/kinds.ts';

// Workers start slowly where many do at once.
vi.setConfig({ testTimeout: 20_000 });

const here = fileURLToPath(new URL('.', import.meta.url));
const ownFolders = join(here, '../../plugins');

describe('A plugin that is all right', () => {
  it('is READY and says what it is', async () => {
    const { plugins, clock } = await hostOf([await pluginDirectory({ good: pluginText('good') })]);
    expect(plugins.list()).toEqual([
      {
        id: 'plg_good',
        name: 'good',
        version: '1.2.3',
        description: 'Is for a test.',
        sdkVersion: '^1.0.0',
        source: 'FOLDER',
        kinds: [kind({ name: 'good', displayName: 'A kind', images: ['some/good'], port: 1234 })],
        status: 'READY',
        failure: null,
        settingsSchema: null,
        permissions: [],
        restarts: 0,
        loadedAt: clock.now(),
      },
    ]);
    expect(plugins.kinds().map((kind) => kind.name)).toEqual(['good']);
    expect(plugins.forKind('good')?.name).toBe('good');
    expect(plugins.forKind('other')).toBeNull();
  });

  it('is told of in the journal', async () => {
    const { journal } = await hostOf([await pluginDirectory({ good: pluginText('good') })]);
    expect(journal).toEqual(['good: PLUGIN_LOADED']);
  });

  it('answers with its checks in order, in the time of the host, and the version', async () => {
    const probe = `async ({ check, service }) => {
      const slow = check('slow', () => new Promise((done) => setTimeout(done, 20, { status: 'WARN', summary: 'Slow.', observed: { a: [1] }, threshold: 2 })), { reference: 'C01', aspect: 'speed' });
      await check('quick', () => ({ status: 'PASS', summary: service.name }));
      await slow;
      return { version: '7' };
    }`;
    const { probe: ask, clock } = await hostOf([
      await pluginDirectory({ good: pluginText('good', { probe }) }),
    ]);
    const { version, checks } = await ask('good');
    expect(version).toBe('7');
    expect(checks).toMatchObject([
      { name: 'slow', reference: 'C01', aspect: 'speed', status: 'WARN', observed: { a: [1] }, threshold: 2 },
      { name: 'quick', reference: null, aspect: null, status: 'PASS', summary: 'good', cause: null },
    ]);
    const [slow, quick] = checks.map(({ observedAt }) => clock.now().getTime() - observedAt.getTime());
    expect(slow).toBeLessThan(quick ?? 0);
    expect(checks[0]?.durationMs).toBeGreaterThan(15);
  });
});

describe('A plugin that cannot be loaded', () => {
  const good = pluginText('good');
  it.each<[string, string, RegExp]>([
    ['throws at its import', "throw new Error('no luck');", /could not be imported: no luck/],
    ['is no JavaScript', 'export default {', /could not be imported: /],
    ['exports nothing', 'export const nothing = 1;', /no default export/],
    ['ends the process at its import', 'process.exit(3);', /ended itself with the exit code 3/],
    [
      'was written for a later SDK',
      pluginText('bad', { sdk: "'^2.0.0'" }),
      /written for \^2\.0\.0 .* this is 1\./,
    ],
  ])('is FAILED and says why when it %s, and the others work', async (_, text, failure) => {
    const { plugins, probe, journal } = await hostOf([await pluginDirectory({ bad: text, good })]);
    expect(plugins.list()).toMatchObject([
      { name: 'bad', status: 'FAILED', failure: expect.stringMatching(failure) as string, loadedAt: null },
      { name: 'good', status: 'READY' },
    ]);
    expect(journal).toContainEqual(expect.stringMatching(/^bad: PLUGIN_FAILED: /));
    expect((await probe('good')).checks).toMatchObject([{ status: 'PASS' }]);
  });

  it('is FAILED when its import takes longer than 10 s, by whatever', async () => {
    const clock = new ManualClock();
    const opening = hostOf([await pluginDirectory({ bad: 'for (;;);' })], clock);
    await expect.poll(() => clock.sleepers()).toBe(1);
    await clock.advance(10_000);
    expect((await opening).plugins.list()).toMatchObject([
      { name: 'bad', status: 'FAILED', failure: 'It was not imported within 10 s.' },
    ]);
  });

  it('is FAILED when its folder has no module', async () => {
    const { plugins } = await hostOf([join(here, '../..', 'test')]);
    expect(plugins.list()).toContainEqual(
      expect.objectContaining({ name: 'contract', failure: 'It has no plugin.ts and no plugin.js.' }),
    );
  });

  it('leaves the rest alone when a whole directory is missing, which the journal says', async () => {
    const { plugins, journal } = await hostOf(['/nowhere/at/all', await pluginDirectory({ good })]);
    expect(plugins.list()).toMatchObject([{ name: 'good', status: 'READY' }]);
    expect(journal).toContainEqual(expect.stringContaining('/nowhere/at/all cannot be read'));
  });
});

describe('Of two plugins', () => {
  it('with one name, the later is FAILED, names the other, and goes by a name of its own', async () => {
    const first = await pluginDirectory({ same: pluginText('same') });
    const second = await pluginDirectory({ same: pluginText('same', { version: "'2.0.0'" }) });
    const { plugins } = await hostOf([first, second]);
    expect(plugins.list()).toMatchObject([
      { name: 'same', version: '1.2.3', status: 'READY' },
      { name: 'same-2', status: 'FAILED', failure: `The plugin in ${first}/same has its name same already.` },
    ]);
  });

  it('that know one kind, the later is FAILED and names the other', async () => {
    const rival = pluginText('later', {
      kinds: "[{ name: 'early', displayName: 'B', images: [], port: 1 }]",
    });
    const { plugins } = await hostOf([await pluginDirectory({ early: pluginText('early'), later: rival })]);
    expect(plugins.forKind('early')?.name).toBe('early');
    expect(plugins.list()[1]).toMatchObject({
      status: 'FAILED',
      failure: 'The plugin early knows its kind early already.',
    });
  });

  it('that are one folder, only one is seen', async () => {
    const directory = await pluginDirectory({ good: pluginText('good') });
    expect((await hostOf([directory, `${directory}/.`])).plugins.list()).toHaveLength(1);
  });
});

describe('The plugins of Custos', () => {
  it('are all READY, each under the name of its folder', async () => {
    const { plugins } = await hostOf([ownFolders]);
    expect(plugins.list().map(({ name, status, failure }) => [name, status, failure])).toEqual(
      plugins.list().map(({ name }) => [name, 'READY', null]),
    );
    expect(plugins.kinds().map(({ name }) => name)).toEqual(
      expect.arrayContaining(['alertmanager', 'prometheus']),
    );
  });

  it('have a README with every check that they run, and its row of the runbook', async () => {
    const { plugins, probe } = await hostOf([ownFolders]);
    for (const { name, kinds } of plugins.list()) {
      const readme = await readFile(join(ownFolders, name, 'README.md'), 'utf8');
      const { checks } = await probe(kinds[0]?.name ?? '');
      expect(checks.length).toBeGreaterThan(0);
      for (const check of checks)
        expect(readme).toMatch(new RegExp(`\\| \`${check.name}\` +\\| ${check.reference ?? ''} *\\|`));
    }
  });
});

describe('A plugin', () => {
  it('sees nothing of the environment of Custos, and has more heap than it may hold', async () => {
    const before = "import { resourceLimits } from 'node:worker_threads';";
    const probe = `async ({ check }) => {
      const observed = { env: process.env, heap: resourceLimits.maxOldGenerationSizeMb };
      await check('bounds', () => ({ status: 'PASS', summary: 'So.', observed }));
      return { version: null };
    }`;
    const { probe: ask } = await hostOf([
      await pluginDirectory({ good: pluginText('good', { before, probe }) }),
    ]);
    expect((await ask('good')).checks[0]?.observed).toEqual({ env: {}, heap: 2000 });
  });
});

describe('A plugin in TypeScript', () => {
  it('gets the SDK from its source when Custos runs from its source, not from what was built last', async () => {
    const { probe } = await hostOf([join(here, '../support/plugin-folders')]);
    const { checks } = await probe('resolving');
    expect(checks[0]?.summary).toMatch(/\/src\/plugin-sdk\/index\.ts$/);
  });
});
