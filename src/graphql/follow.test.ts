import { beforeEach, describe, expect, it } from 'vitest';

import { noon, numbered } from '../../test/support/drafts.ts';
import { FakeApp } from '../../test/support/fake-app.ts';
import { settled } from '../../test/support/manual-clock.ts';
import type { App } from '../application/app.ts';
import { follow } from './reading.ts';

const everything = 'subscription ($after: String) { events(after: $after) { summary } }';

let fake: FakeApp;
beforeEach(() => {
  fake = new FakeApp();
});

describe('Whoever follows the log', () => {
  it('can leave while they wait, and are forgotten', async () => {
    const items = await fake.follow(everything);
    const waiting = items.next();
    await settled();
    expect(fake.log.followers).toBe(1);
    await items.return();
    expect((await waiting).done).toBe(true);
    expect(fake.log.followers).toBe(0);
  });

  it('can leave between two items, and are forgotten', async () => {
    await fake.log.append(numbered(3));
    const items = await fake.follow(everything, { after: 'memory.0' });
    await items.next();
    expect(fake.log.followers).toBe(1);
    await items.return();
    await settled();
    expect(fake.log.followers).toBe(0);
    expect((await items.next()).done).toBe(true);
  });

  it('ends without an error when the log takes their leaving for one', async () => {
    const followEvents = async function* (_after: unknown, _filter: unknown, signal: AbortSignal) {
      yield* [];
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    } as App['followEvents'];
    const reading = { after: null, filter: {}, passes: () => true };
    const items = follow(reading, { ...fake.context(), app: { ...fake.app, followEvents } });
    const waiting = items.next();
    await settled();
    await items.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });

  it('is told why when the log cannot be followed any further', async () => {
    await fake.log.append(numbered(2).map((one) => ({ ...one, at: new Date(0) })));
    const items = await fake.follow(everything, { after: 'memory.0' });
    await fake.log.trim(noon);
    await expect(items.next()).rejects.toMatchObject({ name: 'CursorExpired' });
  });
});
