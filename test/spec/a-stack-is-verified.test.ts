import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { container, FakeEngine } from '../support/fake-engine.ts';
import { ask } from '../support/graphql-client.ts';
import { RunningCustos } from '../support/running-custos.ts';

interface Verified {
  readonly verification: {
    readonly id: string;
    readonly status: string;
    readonly exitCode: number;
    readonly strict: number;
    readonly partial: boolean;
    readonly counts: { readonly pass: number; readonly fail: number };
    readonly services: readonly {
      readonly service: { readonly name: string };
      readonly containerId: string | null;
      readonly checks: readonly { readonly name: string }[];
    }[];
    readonly findings: readonly { readonly code: string; readonly diagnosis: object | null }[];
    readonly rootCauses: readonly { readonly name: string }[];
  } | null;
  readonly userErrors: readonly object[];
}

let custos: RunningCustos;
let engine: FakeEngine;

beforeEach(async () => {
  engine = new FakeEngine([container('prometheus'), container('alertmanager')]);
  custos = new RunningCustos(engine);
  await custos.start();
  engine.lists(custos.clock.now());
  await custos.until('both are well', () =>
    ['prometheus', 'alertmanager'].every((name) => custos.status(name) === 'HEALTHY'),
  );
});
afterEach(() => custos.end());

const fields = `id status exitCode strict: exitCode(strict: true) partial counts { pass fail }
  services { service { name } containerId checks { name } }
  findings { code diagnosis { id } } rootCauses { name }`;

async function verify(input: object = {}): Promise<Verified> {
  const { data, errors } = await ask<{ verifyStack: Verified }>(
    custos.custos.url,
    custos.secret,
    `mutation ($input: VerifyStackInput!) { verifyStack(input: $input) {
      verification { ${fields} } userErrors { code path suggestions } } }`,
    { input },
  );
  if (!data) throw new Error(JSON.stringify(errors));
  return data.verifyStack;
}

const names = ({ verification }: Verified): readonly (readonly string[])[] =>
  verification?.services.map(({ checks }) => checks.map(({ name }) => name)) ?? [];

describe('A verification', () => {
  it('of a stack that is well passes, service by service, and is kept with the stack', async () => {
    const verified = await verify();
    expect(verified.verification).toMatchObject({
      ...{ status: 'PASS', exitCode: 0, strict: 0, partial: false, findings: [], rootCauses: [] },
      services: [{ service: { name: 'alertmanager' } }, { service: { name: 'prometheus' } }],
    });
    expect(names(verified)).toEqual([
      ['container', 'ready'],
      ['container', 'ready'],
    ]);
    const { data } = await ask<{ stack: { verifications: { nodes: { id: string }[]; totalCount: number } } }>(
      custos.custos.url,
      custos.secret,
      '{ stack { verifications { nodes { id } totalCount } } }',
    );
    expect(data?.stack.verifications).toEqual({ nodes: [{ id: verified.verification?.id }], totalCount: 1 });
  });

  it('probes anew: what has failed since the last probe is told, with what is to blame', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    expect((await verify()).verification).toMatchObject({
      ...{ status: 'FAIL', exitCode: 2, counts: { pass: 3, fail: 1 }, rootCauses: [{ name: 'prometheus' }] },
    });
  });

  it('allows warnings unless it is strict', async () => {
    custos.plugins.sees('prometheus', 'WARN');
    expect((await verify()).verification).toMatchObject({ status: 'WARN', exitCode: 0, strict: 1 });
  });

  it('that could not look at something never passes', async () => {
    custos.plugins.sees('prometheus', 'UNKNOWN');
    expect((await verify()).verification).toMatchObject({ status: 'UNKNOWN', exitCode: 3, partial: true });
  });

  it('with ports asks whose each port is, and nothing else of a diagnosis', async () => {
    expect(names(await verify({ ports: true }))).toEqual([
      ['container', 'port-owner', 'ready'],
      ['container', 'port-owner', 'ready'],
    ]);
  });

  it('in detail asks what a diagnosis asks, and has its findings', async () => {
    custos.plugins.finds('prometheus', { targets: { status: 'FAIL', findings: [{ code: 'F16' }] } });
    const verified = await verify({ detailed: true });
    expect(names(verified)[1]).toEqual(['container', 'port-owner', 'ready', 'ready', 'targets']);
    expect(verified.verification).toMatchObject({
      ...{ status: 'FAIL', exitCode: 2, findings: [{ code: 'F16', diagnosis: null }] },
    });
  });

  it('can be kept to some services and checks', async () => {
    const verified = await verify({ services: ['prometheus'], checks: ['C01'] });
    expect(names(verified)).toEqual([['container']]);
  });

  it('says so when Docker does not answer and nothing else does', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    custos.plugins.sees('alertmanager', 'FAIL');
    engine.falls('It is gone.', custos.clock.now());
    await custos.until('it is known', () => custos.status('prometheus') !== 'HEALTHY');
    expect((await verify()).verification).toMatchObject({ exitCode: 5 });
  });

  it('is refused for a service that is not there, with the place', async () => {
    expect(await verify({ services: ['prometheus', 'grafna'] })).toMatchObject({
      verification: null,
      userErrors: [{ code: 'SERVICE_UNKNOWN', path: ['input', 'services', '1'] }],
    });
  });

  it('is in the log from its beginning to its end, with every check', async () => {
    await verify();
    const events = await custos.events(
      'VERIFICATION_STARTED',
      'VERIFICATION_CHECK_FINISHED',
      'VERIFICATION_FINISHED',
    );
    expect(events.map(({ detail }) => detail.type)).toEqual([
      'VERIFICATION_STARTED',
      ...Array.from({ length: 4 }, () => 'VERIFICATION_CHECK_FINISHED'),
      'VERIFICATION_FINISHED',
    ]);
    expect(events[0]).toMatchObject({ audit: true, actor: custos.admin.actor });
  });
});
