import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { UserError } from '../../src/domain/refusal.ts';
import { container, FakeEngine } from '../support/fake-engine.ts';
import { ask, Subscriber } from '../support/graphql-client.ts';
import { RunningCustos } from '../support/running-custos.ts';

interface Told {
  readonly id: string;
  readonly status: string;
  readonly partial: boolean;
  readonly verdict: string;
  readonly finishedAt: string | null;
  readonly checks: readonly { readonly name: string; readonly status: string }[];
  readonly findings: readonly {
    readonly id: string;
    readonly code: string;
    readonly service: { readonly name: string };
    readonly suppressedBy: { readonly code: string } | null;
    readonly checks: readonly { readonly name: string }[];
  }[];
}

const fields = `id status partial verdict finishedAt checks { name status }
  findings { id code service { name } suppressedBy { code } checks { name } }`;

let custos: RunningCustos;
let engine: FakeEngine;

beforeEach(async () => {
  engine = new FakeEngine([container('prometheus'), container('alertmanager')]);
  custos = new RunningCustos(engine);
  await custos.start();
  await look();
});
afterEach(() => custos.end());

async function look(): Promise<void> {
  engine.lists(custos.clock.now());
  await custos.until('the two are found', () => custos.app.services({}).length === 2);
  await custos.until('they are well', () => custos.status('prometheus') === 'HEALTHY');
}

const query = async <T>(text: string, variables: object = {}): Promise<T> => {
  const { data, errors } = await ask<T>(custos.custos.url, custos.secret, text, { ...variables });
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
};

async function diagnose(
  input: object = {},
): Promise<{ diagnosis: Told | null; userErrors: readonly UserError[] }> {
  const text = `mutation ($input: DiagnoseInput!) { diagnose(input: $input) {
    diagnosis { ${fields} } userErrors { code path suggestions } } }`;
  const answer = await query<{ diagnose: { diagnosis: Told | null; userErrors: readonly UserError[] } }>(
    text,
    {
      input: { service: 'prometheus', ...input },
    },
  );
  return answer.diagnose;
}

/** Nothing ends until the test lets it. */
function held(): () => void {
  let release: () => void = () => undefined;
  custos.plugins.hold = new Promise<void>((resolve) => (release = resolve));
  return release;
}

describe('A diagnosis', () => {
  it('of a service that is well finds nothing, says how much was looked at, and is kept', async () => {
    const { diagnosis, userErrors } = await diagnose();
    expect(userErrors).toEqual([]);
    expect(diagnosis).toMatchObject({ status: 'FINISHED', partial: false, findings: [] });
    expect(diagnosis?.verdict).toBe('Nothing was found to be wrong with Prometheus: 3 checks looked.');
    expect(diagnosis?.checks.map(({ name }) => name)).toEqual(['port-owner', 'ready', 'targets']);
    await custos.restart();
    const kept = await query<{ node: Told; service: { latestDiagnosis: Told } }>(
      `query ($id: ID!) { node(id: $id) { ... on Diagnosis { ${fields} } }
        service(name: "prometheus") { latestDiagnosis { ${fields} } } }`,
      { id: diagnosis?.id },
    );
    expect(kept.node).toEqual(diagnosis);
    expect(kept.service.latestDiagnosis).toEqual(diagnosis);
  });

  it('tells one finding for all that two checks say of the same, and whoever asks for it gets the checks', async () => {
    const found = { status: 'FAIL', findings: [{ code: 'F16', aspect: 'job=node' }] } as const;
    custos.plugins.finds('prometheus', { ready: found, targets: found });
    const { diagnosis } = await diagnose();
    expect(diagnosis?.findings).toMatchObject([
      { code: 'F16', checks: [{ name: 'ready' }, { name: 'targets' }] },
    ]);
    const { node } = await query<{ node: { code: string; diagnosis: { id: string } } }>(
      'query ($id: ID!) { node(id: $id) { ... on Finding { code diagnosis { id } } } }',
      { id: diagnosis?.findings[0]?.id },
    );
    expect(node).toEqual({ code: 'F16', diagnosis: { id: diagnosis?.id } });
  });

  it('looks at what is not well below the service too, and puts the cause above its symptom', async () => {
    await query(`mutation { registerService(input: { name: "extra", kind: "prometheus",
      url: "http://127.0.0.1:9", dependsOn: ["alertmanager"] }) { userErrors { code } } }`);
    custos.plugins.sees('alertmanager', 'FAIL');
    await custos.clock.advance(30_000);
    await custos.until('the other is down', () => custos.status('alertmanager') === 'DOWN');
    custos.plugins.finds('extra', {
      ready: { status: 'FAIL', findings: [{ code: 'X14', severity: 'CRITICAL', symptomOf: ['F04'] }] },
    });
    custos.plugins.finds('alertmanager', {
      'port-owner': { status: 'FAIL', findings: [{ code: 'F04', severity: 'CRITICAL' }] },
    });
    const { diagnosis } = await diagnose({ service: 'extra' });
    expect(diagnosis?.findings).toMatchObject([
      { code: 'F04', service: { name: 'alertmanager' }, suppressedBy: null },
      { code: 'X14', service: { name: 'extra' }, suppressedBy: { code: 'F04' } },
    ]);
  });

  it('for one problem runs the checks of that problem alone', async () => {
    const { diagnosis } = await diagnose({ problem: 'prometheus-not-collecting' });
    expect(diagnosis?.checks.map(({ name }) => name)).toEqual(['targets']);
  });

  it('understands the row of the runbook for a problem', async () => {
    const { diagnosis } = await diagnose({ problem: 'P02' });
    expect(diagnosis?.checks.map(({ name }) => name)).toEqual(['targets']);
  });

  it.each<[string, object, object]>([
    [
      'a problem that is not there, with what was perhaps meant',
      { problem: 'prometheus-not-colecting' },
      { code: 'PROBLEM_UNKNOWN', path: ['input', 'problem'], suggestions: ['prometheus-not-collecting'] },
    ],
    [
      'a problem that the service cannot have',
      { service: 'alertmanager', problem: 'prometheus-not-collecting' },
      { code: 'PROBLEM_INAPPLICABLE', path: ['input', 'problem'] },
    ],
    [
      'a service that is not there, with what was perhaps meant',
      { service: 'promtheus' },
      { code: 'SERVICE_UNKNOWN', path: ['input', 'service'], suggestions: ['prometheus'] },
    ],
    [
      'a time that is too short',
      { timeoutMs: 10 },
      { code: 'INVALID_ARGUMENT', path: ['input', 'timeoutMs'] },
    ],
  ])('is refused for %s', async (_, input, error) => {
    expect(await diagnose(input)).toMatchObject({ diagnosis: null, userErrors: [error] });
    expect(await custos.events('DIAGNOSIS_STARTED')).toEqual([]);
  });

  it('that could find nothing out has FAILED, and says why', async () => {
    const open = { status: 'UNKNOWN' } as const;
    custos.plugins.finds('prometheus', { ready: open, targets: open, 'port-owner': open });
    const { diagnosis } = await diagnose();
    expect(diagnosis).toMatchObject({ status: 'FAILED', partial: true });
    expect(diagnosis?.verdict).toMatch(
      /^Nothing could be found out about Prometheus\. Could not be found out: /,
    );
  });

  it('that runs already is joined by whoever asks for the same', async () => {
    const release = held();
    const [first, second] = await Promise.all([
      diagnose({ wait: false }),
      diagnose({ wait: false }).then(() => diagnose({ wait: false })),
    ]);
    expect(second.diagnosis?.id).toBe(first.diagnosis?.id);
    expect(second.diagnosis).toMatchObject({ status: 'RUNNING', finishedAt: null });
    release();
    await custos.until('it has ended', async () => (await custos.events('DIAGNOSIS_FINISHED')).length === 1);
  });

  it('is followed from its beginning, with every check and finding, and completes', async () => {
    custos.plugins.finds('prometheus', { targets: { status: 'FAIL', findings: [{ code: 'F16' }] } });
    const { diagnosis } = await diagnose();
    const following = new Subscriber<{ diagnosisProgressed: Record<string, unknown> }>(
      custos.custos.url,
      custos.secret,
      `subscription { diagnosisProgressed(diagnosisId: "${diagnosis?.id ?? ''}") {
        type checksFinished checksTotal check { name } finding { code } diagnosis { status } } }`,
    );
    const progress = await following.received(6);
    await expect.poll(() => following.completed).toBe(true);
    expect(progress.map(({ diagnosisProgressed }) => diagnosisProgressed)).toEqual([
      told('DIAGNOSIS_STARTED', 0),
      told('DIAGNOSIS_CHECK_FINISHED', 1, { check: { name: 'ready' } }),
      told('DIAGNOSIS_CHECK_FINISHED', 2, { check: { name: 'targets' } }),
      told('DIAGNOSIS_FINDING_MADE', 2, { finding: { code: 'F16' } }),
      told('DIAGNOSIS_CHECK_FINISHED', 3, { check: { name: 'port-owner' } }),
      told('DIAGNOSIS_FINISHED', 3),
    ]);
  });

  it('that Custos did not end is ended by the next one', async () => {
    held();
    const { diagnosis } = await diagnose({ wait: false });
    await custos.custos.stop();
    expect(diagnosis?.status).toBe('RUNNING');
    await custos.start();
    await custos.until('it is not running', async () => {
      const found = await custos.app.diagnosis(diagnosis?.id ?? '');
      return found?.status === 'FAILED';
    });
  });

  it('is listed newest first, page by page', async () => {
    const ids: (string | undefined)[] = [];
    for (let turn = 0; turn < 5; turn++) {
      await custos.clock.advance(1000);
      ids.unshift((await diagnose()).diagnosis?.id);
    }
    const page = async (args: string) =>
      (
        await query<{
          diagnoses: {
            nodes: readonly { readonly id: string }[];
            totalCount: number;
            pageInfo: {
              endCursor: string;
              startCursor: string;
              hasNextPage: boolean;
              hasPreviousPage: boolean;
            };
          };
        }>(`{ diagnoses(${args}) { nodes { id } totalCount
          pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }`)
      ).diagnoses;
    const first = await page('first: 2');
    expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    const second = await page(`first: 2, after: "${first.pageInfo.endCursor}"`);
    const third = await page(`first: 2, after: "${second.pageInfo.endCursor}"`);
    expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    expect([...first.nodes, ...second.nodes, ...third.nodes].map(({ id }) => id)).toEqual(ids);
    const back = await page(`last: 2, before: "${third.pageInfo.startCursor}"`);
    expect(back.nodes).toEqual(second.nodes);
    const none = await page('filter: { problems: ["prometheus-not-collecting"] }');
    expect(none).toMatchObject({ nodes: [], totalCount: 0 });
  });
});

function told(type: string, checksFinished: number, more: object = {}) {
  return {
    ...{ type, checksFinished, checksTotal: 3, check: null, finding: null },
    diagnosis: { status: 'FINISHED' },
    ...more,
  };
}
