import { describe, expect, it } from 'vitest';
import type { Outcome, PluginDefinition } from '../../plugin-sdk/index.ts';
import { HttpFailure, pass } from '../../plugin-sdk/index.ts';
import { runProbe } from './run-probe.ts';

type Probe = PluginDefinition['probe'];
type Run = () => Outcome | Promise<Outcome>;

const request = {
  service: { name: 'x', kind: 'x', url: null, labels: {}, authorized: false },
  settings: {},
  permissions: [],
  timeoutMs: 1000,
  authorization: null,
};
const run = (probe: Probe) =>
  runProbe(
    { name: 'x', version: '1.0.0', description: 'X.', sdk: '^1.0.0', kinds: [], permissions: [], probe },
    request,
    new AbortController().signal,
  );
/** Plugins can be written without types. */
const untyped = (value: unknown): never => value as never;

describe('A check', () => {
  it.each<[string, Run, string]>([
    [
      'throws an error',
      () => {
        throw new Error('ouch');
      },
      'The check threw: ouch',
    ],
    ['rejects', () => Promise.reject(new Error('ouch')), 'The check threw: ouch'],
    [
      'throws what has no text',
      () => {
        throw untyped(Object.create(null));
      },
      'The check threw: something that has no text',
    ],
    [
      'answers nothing',
      () => untyped(undefined),
      'The check threw: it answered something that is no outcome',
    ],
    [
      'answers another status',
      () => untyped({ status: 'FINE', summary: 'x' }),
      'The check threw: it answered something that is no outcome',
    ],
    [
      'answers what is no JSON',
      () => pass('x', { observed: untyped(1n) }),
      'The check threw: Do not know how to serialize a BigInt',
    ],
  ])('that %s ends UNKNOWN, and the next one runs', async (_, broken, summary) => {
    const { checks } = await run(async ({ check }) => {
      await check('a', broken);
      await check('b', () => pass('B.'));
      return { version: null };
    });
    expect(checks).toMatchObject([
      { name: 'a', status: 'UNKNOWN', cause: 'PLUGIN_FAILED', summary },
      { name: 'b', status: 'PASS', cause: null },
    ]);
  });

  it('that lets an HttpFailure pass ends FAIL with its cause, also that of another copy of the SDK', async () => {
    const foreign = Object.assign(new Error('So.'), { name: 'HttpFailure', reason: 'RESET' });
    const { checks } = await run(async ({ check }) => {
      await check('own', () => Promise.reject(new HttpFailure('REFUSED', 'No.')));
      await check('foreign', () => Promise.reject(foreign));
      return { version: null };
    });
    expect(checks).toMatchObject([
      { status: 'FAIL', cause: 'REFUSED', summary: 'No.' },
      { status: 'FAIL', cause: 'RESET', summary: 'So.' },
    ]);
  });

  it('runs at once, and answers the outcome that was kept', async () => {
    const order: string[] = [];
    await run(async ({ check }) => {
      const outcome = check('a', () => {
        order.push('run');
        return pass('A.');
      });
      order.push('after');
      expect(await outcome).toMatchObject({ status: 'PASS', summary: 'A.' });
      return { version: null };
    });
    expect(order).toEqual(['run', 'after']);
  });

  it('that has not ended with its probe is not reported', async () => {
    const { checks } = await run(async ({ check }) => {
      void check('never', () => new Promise<never>(() => undefined));
      await check('ended', () => pass('E.'));
      return { version: null };
    });
    expect(checks.map(({ name }) => name)).toEqual(['ended']);
  });

  it('with an endless sentence is cut to a thousand characters', async () => {
    const { checks } = await run(async ({ check }) => {
      await check('long', () => pass('x'.repeat(5000)));
      return { version: null };
    });
    expect(checks[0]?.summary).toHaveLength(1000);
  });
});

describe('A probe', () => {
  it.each<[string, Probe, string | null]>([
    ['a version', async () => ({ version: '2.42.0' }), '2.42.0'],
    ['a version that is too long', async () => ({ version: 'x'.repeat(500) }), `${'x'.repeat(99)}…`],
    ['a version that is no text', async () => untyped({ version: 2 }), null],
    ['nothing', async () => untyped(undefined), null],
  ])('may answer %s', async (_, probe, version) => {
    expect(await run(probe)).toEqual({ version, checks: [] });
  });
});
