import { beforeEach, describe, expect, it } from 'vitest';

import { FakeApp } from '../../test/support/fake-app.ts';
import type { Context } from './context.ts';
import { answer } from './errors.ts';
import { Refusal } from '../domain/refusal.ts';

let fake: FakeApp;
beforeEach(async () => {
  fake = await new FakeApp().watches('prometheus', 'grafana');
});

const pause = (input: string) => `mutation { pauseService(input: ${input}) {
  service { name paused { since until reason by { name role } } }
  userErrors { code message path suggestions retryAt }
} }`;
const refusals = () => fake.app.events({ filter: { types: ['REQUEST_REFUSED'] }, limit: 9, keep: 'oldest' });
const operator = { role: 'OPERATOR' } as const;

describe('A mutation', () => {
  it('that is done answers its object, and no errors', async () => {
    const until = '2026-11-23T13:00:00.000Z';
    expect(
      await fake.data(pause(`{ service: "prometheus", until: "${until}", reason: "move" }`), operator),
    ).toEqual({
      pauseService: {
        service: {
          name: 'prometheus',
          paused: {
            since: '2026-11-23T12:00:00.000Z',
            until,
            reason: 'move',
            by: { name: 'operator', role: 'OPERATOR' },
          },
        },
        userErrors: [],
      },
    });
    const resume =
      'mutation { resumeService(input: { service: "prometheus" }) { service { paused { since } } userErrors { code } } }';
    expect(await fake.data(resume, operator)).toEqual({
      resumeService: { service: { paused: null }, userErrors: [] },
    });
    expect(await refusals()).toEqual([]);
  });

  it('that is refused answers why as data, without its object', async () => {
    const { data, errors } = await fake.ask(pause('{ service: "promethius" }'), operator);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      pauseService: {
        service: null,
        userErrors: [
          {
            code: 'SERVICE_UNKNOWN',
            message: 'There is no service named promethius in the stack shop.',
            path: ['input', 'service'],
            suggestions: ['prometheus'],
            retryAt: null,
          },
        ],
      },
    });
  });

  it('that is refused is recorded, with who asked and what they were told', async () => {
    await fake.data(pause('{ service: "nobody" }'), operator);
    const [event, ...more] = await refusals();
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      ...{ actor: { name: 'operator' }, audit: true },
      detail: { mutation: 'pauseService', userErrors: [{ code: 'SERVICE_UNKNOWN' }] },
    });
  });

  it.each([
    ['createToken', 'createToken(input: { name: "" }) { token { id } secret userErrors { code } }'],
    ['revokeToken', 'revokeToken(input: { token: "x" }) { token { id } userErrors { code } }'],
    ['pauseService', 'pauseService(input: { service: "x" }) { service { id } userErrors { code } }'],
    ['resumeService', 'resumeService(input: { service: "x" }) { service { id } userErrors { code } }'],
  ])('has nothing in its payload but why exactly when it is refused: %s', async (name, call) => {
    const data = await fake.data<Record<string, { userErrors: unknown[] }>>(`mutation { ${call} }`, {
      role: 'ADMIN',
    });
    const { userErrors, ...rest } = data[name] ?? { userErrors: [] };
    expect(userErrors).toHaveLength(1);
    expect(Object.values(rest).every((value) => value === null)).toBe(true);
    expect(await refusals()).toMatchObject([{ detail: { mutation: name } }]);
  });

  it('of several in one request is refused alone', async () => {
    const call = (service: string) =>
      `pauseService(input: { service: "${service}" }) { userErrors { code } }`;
    const source = `mutation { a: ${call('prometheus')} b: ${call('nobody')} c: ${call('grafana')} }`;
    expect(await fake.data(source, operator)).toEqual({
      ...{ a: { userErrors: [] }, b: { userErrors: [{ code: 'SERVICE_UNKNOWN' }] }, c: { userErrors: [] } },
    });
  });

  it('is refused as data also when not even that can be recorded', async () => {
    fake.log.full = true;
    const { data, errors } = await fake.ask(pause('{ service: "prometheus" }'), operator);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({ pauseService: { service: null, userErrors: [{ code: 'STORAGE_FULL' }] } });
    const unknown = await fake.data(pause('{ service: "nobody" }'), operator);
    expect(unknown).toMatchObject({ pauseService: { userErrors: [{ code: 'SERVICE_UNKNOWN' }] } });
  });

  it('that fails by a fault of ours is no refusal', async () => {
    const run = () => Promise.reject(new Error('a fault'));
    await expect(answer(fake.context(), { name: 'x', nothing: {} }, run)).rejects.toThrow('a fault');
    const recordRefusal = () => Promise.reject(new Error('another fault'));
    const context: Context = { ...fake.context(), app: { ...fake.app, recordRefusal } };
    const refused = () => Promise.reject(new Refusal('NAME_TAKEN', 'Taken.'));
    await expect(answer(context, { name: 'x', nothing: {} }, refused)).rejects.toThrow('another fault');
  });

  it('takes null for what was left out', async () => {
    const source =
      'mutation { createToken(input: { name: "ann", role: null, expiresAt: null }) { token { role expiresAt } } }';
    expect(await fake.data(source, { role: 'ADMIN' })).toEqual({
      createToken: { token: { role: 'VIEWER', expiresAt: null } },
    });
  });
});

describe('A query', () => {
  it('whose argument the domain refuses fails with that refusal, for the transport to name', async () => {
    const { errors } = await fake.ask('{ services(filter: { matchers: ["="] }) { totalCount } }');
    expect(errors?.map(({ originalError }) => originalError)).toMatchObject([
      { name: 'Refusal', userError: { code: 'INVALID_MATCHER' } },
    ]);
    expect(await refusals()).toEqual([]);
  });
});
