import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startCustos, type Custos } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { ask, Subscriber } from '../support/graphql-client.ts';
import { KeptJournal } from '../support/running-custos.ts';
import { labEngine } from './engine.ts';
import { down, up, type LabStack } from './stack.ts';
import { until } from './until.ts';

interface Item {
  readonly healthChanged: { readonly cursor: string; readonly from: string; readonly to: string };
}

interface Seen {
  readonly service: {
    readonly kind: string;
    readonly url: string;
    readonly health: { readonly status: string; readonly summary: string };
    readonly container: {
      readonly name: string;
      readonly state: string;
      readonly exitCode: number | null;
    } | null;
  } | null;
}

const serviceQuery = `query ($name: String!, $stack: String!) {
  service(name: $name, stack: $stack) {
    kind url health { status summary } container { name state exitCode }
  }
}`;
const changes = `subscription ($after: String, $stack: String!) {
  healthChanged(after: $after, filter: { names: ["prometheus"], stack: $stack }) { cursor from to }
}`;

/** The promise: a subscriber knows of a death within this time after it was asked for. */
const promisedMs = 1_000;
const recoveryMs = 10_000;
/** The first run builds images. */
const upMs = 400_000;

const engine = await labEngine();
const missing = 'missing' in engine ? engine.missing : null;
const subject = 'A container of a real stack';
const title = missing === null ? subject : `${subject} (not run: ${missing})`;
const project = `custos-lab-${randomBytes(4).toString('hex')}`;

describe.skipIf(missing !== null)(title, { timeout: 40_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'custos-lab-data-'));
  const journal = new KeptJournal();
  const subscribers: Subscriber<Item>[] = [];
  let stack: LabStack;
  let custos: Custos | undefined;
  let secret = '';
  let beginning = '';

  beforeAll(async () => {
    if ('missing' in engine) return;
    stack = await up({ docker: engine.docker, project, ports: 'free' });
    // Nobody configures anything: only the place of the engine is that of the lab.
    const environment = { DOCKER_HOST: process.env['DOCKER_HOST'] };
    custos = await startCustos(readConfig({ port: 0, dataDir: folder }, environment), journal);
    secret = custos.firstSecret ?? '';
    beginning = await firstCursor();
  }, upMs);
  afterAll(async () => {
    await custos?.stop();
    if ('docker' in engine) await down(engine.docker, project);
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    for (const name of ['prometheus', 'alertmanager']) await becomes(name, 'HEALTHY');
  });
  afterEach(async () => {
    await Promise.all(subscribers.splice(0).map((subscriber) => subscriber.close()));
  });

  const url = () => custos?.url ?? '';

  async function firstCursor(): Promise<string> {
    const query = '{ events(first: 1) { nodes { cursor } } }';
    const { data } = await ask<{ events: { nodes: { cursor: string }[] } }>(url(), secret, query);
    return data!.events.nodes[0]!.cursor;
  }

  async function seen(name: string): Promise<Seen['service']> {
    const { data, errors } = await ask<Seen>(url(), secret, serviceQuery, { name, stack: project });
    expect(errors).toBeUndefined();
    return data!.service;
  }

  async function becomes(name: string, status: string): Promise<void> {
    await until(`${name} is ${status}`, { withinMs: recoveryMs }, async () => {
      const health = (await seen(name))?.health;
      if (health?.status !== status)
        throw new Error(`it is ${health?.status ?? 'not there'}: ${health?.summary ?? journal.said.join()}`);
      return true;
    });
  }

  function subscribe(after: string): Subscriber<Item> {
    const subscriber = new Subscriber<Item>(url(), secret, changes, { after, stack: project });
    subscribers.push(subscriber);
    return subscriber;
  }

  /** A subscriber that is known to listen: it has told everything until now. */
  async function listening(): Promise<Subscriber<Item>> {
    const subscriber = subscribe(beginning);
    await until('the subscriber has caught up', { withinMs: 5_000 }, () => {
      expect(subscriber.failures).toEqual([]);
      return subscriber.items.at(-1)?.healthChanged.to === 'HEALTHY';
    });
    return subscriber;
  }

  const turns = (items: readonly Item[]): readonly string[] =>
    items.map(({ healthChanged: { from, to } }) => `${from} to ${to}`);

  it('is found with its kind, its address and its name, without any configuration', async () => {
    expect(await seen('prometheus')).toMatchObject({
      kind: 'prometheus',
      url: stack.url('prometheus'),
      health: { status: 'HEALTHY' },
      container: { name: `${project}-prometheus-1`, state: 'RUNNING', exitCode: null },
    });
    expect(await seen('alertmanager')).toMatchObject({
      kind: 'alertmanager',
      url: stack.url('alertmanager'),
      health: { status: 'HEALTHY' },
      container: { name: `${project}-alertmanager-1`, state: 'RUNNING', exitCode: null },
    });
  });

  it('that is killed is DOWN to a subscriber within a second, and HEALTHY soon after its start', async () => {
    const subscriber = await listening();
    const before = subscriber.items.length;
    const killedAt = performance.now();
    await stack.kill('prometheus');
    await subscriber.received(before + 1);
    const downAfterMs = performance.now() - killedAt;
    expect((await seen('prometheus'))?.container).toMatchObject({ state: 'EXITED', exitCode: 137 });

    const startedAt = performance.now();
    await stack.start('prometheus');
    await subscriber.received(before + 2, recoveryMs);
    const healthyAfterMs = performance.now() - startedAt;
    process.stderr.write(
      `lab: kill to DOWN ${downAfterMs.toFixed(0)} ms, start to HEALTHY ${healthyAfterMs.toFixed(0)} ms\n`,
    );
    expect(turns(subscriber.items.slice(before))).toEqual(['HEALTHY to DOWN', 'DOWN to HEALTHY']);
    expect(downAfterMs).toBeLessThan(promisedMs);
    expect(healthyAfterMs).toBeLessThan(recoveryMs);
  });

  it('that is frozen is DOWN, and HEALTHY once it goes on', async () => {
    const subscriber = await listening();
    const before = subscriber.items.length;
    await stack.pause('prometheus');
    await subscriber.received(before + 1, recoveryMs);
    expect((await seen('prometheus'))?.container).toMatchObject({ state: 'PAUSED' });
    await stack.unpause('prometheus');
    await until('the subscriber is told of HEALTHY', { withinMs: recoveryMs }, () => {
      return subscriber.items.length > before && subscriber.items.at(-1)?.healthChanged.to === 'HEALTHY';
    });
    const [down, ...since] = turns(subscriber.items.slice(before));
    expect(down).toBe('HEALTHY to DOWN');
    // Docker calls what was frozen unhealthy until its next health check: it may be DEGRADED in between.
    expect([['DOWN to HEALTHY'], ['DOWN to DEGRADED', 'DEGRADED to HEALTHY']]).toContainEqual(since);
  });

  it('dies and comes back unseen by a subscriber that was cut off, who is told both afterwards', async () => {
    const subscriber = await listening();
    const cursor = subscriber.items.at(-1)!.healthChanged.cursor;
    const before = subscriber.items.length;
    subscriber.cut();
    await stack.kill('prometheus');
    await becomes('prometheus', 'DOWN');
    await stack.start('prometheus');
    await becomes('prometheus', 'HEALTHY');
    expect(subscriber.items).toHaveLength(before);

    const again = subscribe(cursor);
    await again.received(2);
    // A turn made now is the third item: nothing came twice, nothing came between.
    await stack.kill('prometheus');
    await again.received(3);
    expect(turns(again.items)).toEqual(['HEALTHY to DOWN', 'DOWN to HEALTHY', 'HEALTHY to DOWN']);
    await stack.start('prometheus');
  });
});
