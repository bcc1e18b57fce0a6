import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { container, FakeEngine } from '../support/fake-engine.ts';
import { engineKind } from '../support/fake-plugins.ts';
import { ask } from '../support/graphql-client.ts';
import { kind } from '../support/kinds.ts';
import { RunningCustos } from '../support/running-custos.ts';

let custos: RunningCustos;
let engine: FakeEngine;
beforeEach(async () => {
  const grafana = container('grafana', { image: 'grafana/grafana' });
  engine = new FakeEngine([container('prometheus'), container('alertmanager'), grafana]);
  custos = new RunningCustos(engine);
  custos.plugins.learns(engineKind);
  custos.plugins.learns(
    kind({
      ...{ name: 'grafana', displayName: 'Grafana', images: ['grafana/grafana'], port: 3000 },
      needs: ['prometheus'],
    }),
  );
  await custos.start();
  engine.lists(custos.clock.now());
  await custos.until('all are healthy', () => statuses() === 'HEALTHY HEALTHY HEALTHY HEALTHY');
});
afterEach(() => custos.end());

const statuses = () =>
  custos.app
    .services({})
    .map(({ name }) => custos.status(name))
    .join(' ');

interface Named {
  readonly name: string;
}
interface Answer {
  readonly stack: {
    readonly rootCauses: readonly Named[];
    readonly health: { readonly causedBy: readonly Named[] };
    readonly feeds: readonly {
      readonly kind: string;
      readonly stale: boolean;
      readonly failure: string | null;
    }[];
    readonly services: {
      readonly nodes: readonly (Named & {
        readonly health: { readonly status: string; readonly causedBy: readonly Named[] };
        readonly dependsOn: readonly Named[];
        readonly dependents: readonly Named[];
      })[];
    };
  };
}

async function stack(): Promise<Answer['stack']> {
  const { data, errors } = await ask<Answer>(
    custos.custos.url,
    custos.secret,
    `{ stack { rootCauses { name } health { causedBy { name } } feeds { kind stale failure }
         services { nodes { name health { status causedBy { name } } dependsOn { name } dependents { name } } } } }`,
  );
  expect(errors).toBeUndefined();
  return data!.stack;
}

const names = (all: readonly Named[]) => all.map(({ name }) => name).join(' ');
const story = async () => {
  const { rootCauses, services } = await stack();
  const each = services.nodes.map(
    ({ name, health }) =>
      `${name} ${health.status}${health.causedBy.length > 0 ? ` by ${names(health.causedBy)}` : ''}`,
  );
  return { rootCauses: names(rootCauses), each };
};

describe('Who needs whom', () => {
  it('is told in both directions', async () => {
    const { services } = await stack();
    expect(
      services.nodes.map(({ name, dependsOn, dependents }) => [name, names(dependsOn), names(dependents)]),
    ).toEqual([
      ['alertmanager', 'docker-engine', ''],
      ['docker-engine', '', 'alertmanager grafana prometheus'],
      ['grafana', 'docker-engine prometheus', ''],
      ['prometheus', 'docker-engine', 'grafana'],
    ]);
  });
});

describe('The root cause', () => {
  it('is nothing while all is well', async () => {
    expect(await story()).toMatchObject({ rootCauses: '' });
  });

  it('is the engine when that does not answer: what runs in it is unknown at once, and back as soon', async () => {
    engine.falls('it hangs.', custos.clock.now());
    await custos.until('all are', () => statuses() === 'UNKNOWN DOWN UNKNOWN UNKNOWN');
    expect(await story()).toEqual({
      rootCauses: 'docker-engine',
      each: [
        'alertmanager UNKNOWN by docker-engine',
        'docker-engine DOWN',
        'grafana UNKNOWN by docker-engine',
        'prometheus UNKNOWN by docker-engine',
      ],
    });
    const { feeds, health } = await stack();
    expect(names(health.causedBy)).toBe('docker-engine');
    expect(feeds.filter(({ kind }) => kind.startsWith('DOCKER'))).toEqual([
      { kind: 'DOCKER_EVENTS', stale: true, failure: 'it hangs.' },
      { kind: 'DOCKER_LISTING', stale: true, failure: 'it hangs.' },
    ]);
    expect(await custos.events('FEED_LOST')).toHaveLength(2);
    engine.lists(custos.clock.now());
    await custos.clock.advance(3000);
    await custos.until('all are back', () => statuses() === 'HEALTHY HEALTHY HEALTHY HEALTHY');
    expect((await stack()).feeds.some(({ stale }) => stale)).toBe(false);
    expect(await custos.events('FEED_RETURNED')).toHaveLength(2);
  });

  it('is the Prometheus behind a Grafana that works badly, and recorded with the turn', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    await custos.clock.advance(12_000);
    custos.plugins.sees('grafana', 'WARN');
    await custos.clock.advance(12_000);
    expect(await story()).toMatchObject({ rootCauses: 'prometheus' });
    const id = custos.app.serviceNamed('prometheus', null)?.id;
    const turns = await custos.events('HEALTH_CHANGED');
    expect(turns.at(-1)?.detail).toMatchObject({ to: 'DEGRADED', causedBy: [id] });
  });

  it('is each of two that are down by themselves', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    custos.plugins.sees('grafana', 'FAIL');
    await custos.clock.advance(12_000);
    expect(await story()).toMatchObject({ rootCauses: 'grafana prometheus' });
  });

  it('is nothing that is in maintenance', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    await custos.clock.advance(12_000);
    await custos.app.pauseService(custos.admin, {
      ...{ service: 'prometheus', stack: null, until: null, reason: 'An upgrade.' },
    });
    expect(await story()).toMatchObject({ rootCauses: '' });
  });
});

describe('Health that changes too often', () => {
  it('is flapping', async () => {
    const flapping = async () =>
      (
        await ask<{ service: { health: { flapping: boolean } } }>(
          custos.custos.url,
          custos.secret,
          '{ service(name: "prometheus") { health { flapping } } }',
        )
      ).data?.service.health.flapping;
    for (const turn of ['FAIL', 'PASS', 'FAIL', 'PASS', 'FAIL'] as const) {
      custos.plugins.sees('prometheus', turn);
      await custos.clock.advance(12_000);
    }
    expect(await flapping()).toBe(false);
    custos.plugins.sees('prometheus', 'PASS');
    await custos.clock.advance(12_000);
    expect(await flapping()).toBe(true);
    await custos.restart();
    expect(await flapping()).toBe(true);
    engine.lists(custos.clock.now());
    for (let minute = 0; minute < 11; minute++) await custos.clock.advance(60_000);
    expect(await flapping()).toBe(false);
  });
});
