import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { hostOf, pluginDirectory, pluginText, serviceOf } from '../support/plugin-host.ts';

// Workers start slowly where many do at once.
vi.setConfig({ testTimeout: 20_000 });

const good = pluginText('good');
const bad = (probe: string, before = ''): string => pluginText('bad', { probe, before });
const hostOfBad = async (probe: string, before = '') =>
  hostOf([await pluginDirectory({ bad: bad(probe, before) })]);
const hostOfBoth = async (probe: string) => hostOf([await pluginDirectory({ bad: bad(probe), good })]);

/** The only check of a report, as far as it tells of a plugin that found nothing out. */
const plugin = (summary: string | RegExp) => ({
  name: 'plugin',
  status: 'UNKNOWN',
  cause: 'PLUGIN_FAILED',
  summary: typeof summary === 'string' ? summary : (expect.stringMatching(summary) as string),
});

describe('A plugin that throws', () => {
  it('in its probe is a check that found nothing out, beside those that ended, and stays READY', async () => {
    const { probe, plugins } = await hostOfBad(
      "async ({ check }) => { await check('up', () => ({ status: 'PASS', summary: 'Up.' })); throw new Error('ouch'); }",
    );
    expect((await probe('bad')).checks).toMatchObject([
      { name: 'up', status: 'PASS' },
      plugin('The plugin threw outside of its checks: ouch'),
    ]);
    expect(plugins.forKind('bad')?.status).toBe('READY');
  });
});

describe('A plugin that crashes', () => {
  it.each<[string, string, RegExp]>([
    ['ends the process', '() => process.exit(5)', /ended itself with the exit code 5/],
    [
      'forgets a rejection',
      "async () => { void Promise.reject(new Error('lost')); await new Promise(() => {}); }",
      /threw where nothing caught it: lost/,
    ],
    [
      'leaks its heap',
      'async () => { const all = []; for (;;) all.push(new Array(1000).fill(all.length)); }',
      /It did not let anything else run, and meanwhile memory grew by \d+ MB; 512 are allowed/,
    ],
    [
      'reports a hundred megabytes',
      "async ({ check }) => { await check('a', () => ({ status: 'PASS', summary: 'A.', observed: 'x'.repeat(1e8) })); return { version: null }; }",
      /report of more than the 262144 characters/,
    ],
    [
      'holds buffers, and rests in between',
      'async () => { const all = []; for (;;) { all.push(Buffer.alloc(8e6, 1)); await new Promise((done) => setTimeout(done, 5)); } }',
      /It held \d+ MB of memory; 256 are allowed/,
    ],
    [
      'reports too much',
      "async ({ check }) => { await check('a', () => ({ status: 'PASS', summary: 'A.', observed: 'x'.repeat(300_000) })); return { version: null }; }",
      /report of more than the 262144 characters/,
    ],
    [
      'runs too many checks',
      "async ({ check }) => { for (let i = 0; i < 101; i++) await check('a', () => ({ status: 'PASS', summary: 'A.' })); return { version: null }; }",
      /report cannot be read: checks: /,
    ],
    [
      'has an unknown status',
      "async () => { const { parentPort } = await import('node:worker_threads'); parentPort.postMessage({ kind: 'reported', id: 1, report: '{}' }); await new Promise(() => {}); }",
      /report cannot be read: version: /,
    ],
    [
      'sends something else',
      "async () => { const { parentPort } = await import('node:worker_threads'); parentPort.postMessage('hello'); await new Promise(() => {}); }",
      /sent something that is no message/,
    ],
  ])('because it %s is told by name, and slows nobody', async (_, run, failure) => {
    const { probe, plugins } = await hostOfBoth(run);
    const [seen, other] = await Promise.all([probe('bad'), probe('good')]);
    expect(seen.checks).toMatchObject([plugin(failure)]);
    expect(seen.checks[0]?.summary).toMatch(/^The plugin bad: /);
    expect(other.checks).toMatchObject([{ status: 'PASS' }]);
    expect(plugins.forKind('bad')).toMatchObject({
      status: 'FAILED',
      failure: expect.stringMatching(failure) as string,
      loadedAt: null,
    });
  });

  it('is started again after half a second, and works as before', async () => {
    const { probe, plugins, changes, passAfterCrash, clock } = await hostOfBad(
      "async ({ service, check }) => { await check('a', () => ({ status: 'PASS', summary: 'A.' })); if (service.labels.fatal) process.exit(5); return { version: null }; }",
    );
    const fatal = { ...serviceOf('bad'), labels: { fatal: 'yes' } };
    await plugins.probe(fatal, { timeoutMs: 60_000, authorization: null }, new AbortController().signal);
    await passAfterCrash(499);
    expect(plugins.forKind('bad')).toMatchObject({ status: 'FAILED', restarts: 0 });
    await clock.advance(1);
    await expect
      .poll(() => plugins.forKind('bad'), { timeout: 15_000 })
      .toMatchObject({ status: 'READY', restarts: 1, failure: null });
    expect((await probe('bad')).checks).toMatchObject([{ status: 'PASS' }]);
    expect(changes).toEqual(['bad: PLUGIN_CRASHED READY -> FAILED', 'bad: PLUGIN_LOADED FAILED -> READY']);
  });

  it('is not asked while it waits to be started again, and its kind is not looked for', async () => {
    const { probe, plugins } = await hostOfBoth('() => process.exit(5)');
    await probe('bad');
    expect(plugins.kinds().map(({ name }) => name)).toEqual(['good']);
    expect((await probe('bad')).checks).toMatchObject([plugin(/ended itself/)]);
  });

  it('is quarantined at the third crash in five minutes, and not started again by itself', async () => {
    const { probe, plugins, changes, passAfterCrash, clock } = await hostOfBoth('() => process.exit(5)');
    for (const waitMs of [500, 1000]) {
      await probe('bad');
      await passAfterCrash(waitMs);
      await expect.poll(() => plugins.forKind('bad')?.status, { timeout: 15_000 }).toBe('READY');
    }
    await probe('bad');
    await clock.advance(3_600_000);
    expect(plugins.forKind('bad')).toMatchObject({
      status: 'QUARANTINED',
      failure: 'It crashed too often; the last time: It ended itself with the exit code 5.',
      restarts: 2,
    });
    expect((await probe('bad')).checks).toMatchObject([plugin(/It crashed too often/)]);
    expect((await probe('good')).checks).toMatchObject([{ status: 'PASS' }]);
    expect(changes.slice(-2)).toEqual([
      'bad: PLUGIN_CRASHED READY -> FAILED',
      'bad: PLUGIN_QUARANTINED FAILED -> QUARANTINED',
    ]);
  });

  it('while it is started again counts as crashed once more', async () => {
    const before =
      "import { existsSync, writeFileSync } from 'node:fs';\nconst mark = new URL('./started', import.meta.url);\nif (existsSync(mark)) throw new Error('not twice');\nwriteFileSync(mark, '');";
    const { probe, plugins, passAfterCrash } = await hostOfBad('() => process.exit(5)', before);
    await probe('bad');
    for (const waitMs of [500, 1000]) await passAfterCrash(waitMs);
    await expect
      .poll(() => plugins.forKind('bad'), { timeout: 15_000 })
      .toMatchObject({
        status: 'QUARANTINED',
        failure: 'It crashed too often; the last time: It could not be imported: not twice',
      });
  });
});

describe('A plugin that hangs', () => {
  it.each<[string, string]>([
    ['waits for ever', '() => new Promise(() => {})'],
    ['spins', '() => { for (;;); }'],
  ])(
    'because it %s is ended a second after its time was up, and the others are answered meanwhile',
    async (_, run) => {
      const { probe, clock, plugins } = await hostOfBoth(run);
      let ended = false;
      const hanging = probe('bad', 60_000).finally(() => (ended = true));
      for (let round = 0; round < 5; round++)
        expect((await probe('good')).checks).toMatchObject([{ status: 'PASS' }]);
      await clock.advance(60_749);
      expect(ended).toBe(false);
      await clock.advance(1);
      expect((await hanging).checks).toMatchObject([
        plugin('The plugin bad: It gave no report within 60000 ms and did not stop when its time was up.'),
      ]);
      expect((await hanging).checks[0]?.durationMs).toBe(60_750);
      expect(plugins.forKind('bad')?.status).toBe('FAILED');
    },
  );

  it('takes its other probes with it, which are answered too', async () => {
    const { probe, clock } = await hostOfBad('() => { for (;;); }');
    const both = Promise.all([probe('bad', 1000), probe('bad', 60_000)]);
    await clock.advance(2000);
    expect((await both).map(({ checks }) => checks[0]?.cause)).toEqual(['PLUGIN_FAILED', 'PLUGIN_FAILED']);
  });

  it('but ends when its signal aborts is not ended, and reports what it has', async () => {
    const { probe, plugins } = await hostOfBad(
      "async ({ signal, check }) => { await check('wait', () => new Promise((done) => signal.addEventListener('abort', () => done({ status: 'FAIL', summary: 'Late.' })))); return { version: null }; }",
    );
    expect((await probe('bad', 50)).checks).toMatchObject([
      { name: 'wait', status: 'FAIL', summary: 'Late.' },
    ]);
    expect(plugins.forKind('bad')?.status).toBe('READY');
  });
});

describe('The probes of one plugin', () => {
  it('run side by side', async () => {
    const meeting = 'let here = 0;\nlet meet;\nconst met = new Promise((done) => (meet = done));';
    const { probe } = await hostOfBad(
      "async ({ check }) => { if (++here === 2) meet(); await met; await check('met', () => ({ status: 'PASS', summary: 'Met.' })); return { version: null }; }",
      meeting,
    );
    const both = await Promise.all([probe('bad'), probe('bad')]);
    expect(both.map(({ checks }) => checks[0]?.summary)).toEqual(['Met.', 'Met.']);
  });

  it('end at once when they are called off, which blames nobody', async () => {
    const { probe, plugins, journal } = await hostOfBad(
      "({ signal }) => new Promise(() => signal.addEventListener('abort', () => console.log('called off')))",
    );
    const aborter = new AbortController();
    const asked = probe('bad', 60_000, aborter.signal);
    aborter.abort();
    expect((await asked).checks).toMatchObject([{ name: 'plugin', status: 'UNKNOWN', cause: null }]);
    await expect.poll(() => journal).toContain('bad: called off');
    expect(plugins.forKind('bad')?.status).toBe('READY');
    expect((await probe('bad', 60_000, AbortSignal.abort())).checks).toMatchObject([{ cause: null }]);
  });

  it('find nothing out for a kind that no plugin knows', async () => {
    const { probe } = await hostOf([]);
    expect((await probe('strange')).checks).toMatchObject([plugin(/No plugin knows the kind strange/)]);
  });
});

describe('A plugin host that closes', () => {
  it('answers who waits, ends every worker, even one that spins, and tells nothing any more', async () => {
    const { plugins, probe, changes } = await hostOfBoth('() => { for (;;); }');
    const waiting = probe('bad');
    await pause(50);
    await plugins.close();
    expect((await waiting).checks).toMatchObject([plugin('The plugin bad: It was stopped.')]);
    expect(changes).toEqual([]);
    expect((await probe('good')).checks).toMatchObject([plugin(/Its worker has ended/)]);
  });

  it('does not wait for the next start of one that crashed', async () => {
    const { plugins, probe, clock } = await hostOfBad('() => process.exit(5)');
    await probe('bad');
    await plugins.close();
    expect(clock.sleepers()).toBe(0);
    expect(plugins.forKind('bad')?.restarts).toBe(0);
  });
});
