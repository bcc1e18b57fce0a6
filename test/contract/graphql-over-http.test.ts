import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HttpWorld } from '../support/http-world.ts';
import { startHttp } from '../support/http-world.ts';

/** Every audit that is not passed, all of them recommendations, and why not. */
const csrf = 'A GET needs a header that makes browsers ask first, or foreign pages could send it.';
const oldStatus =
  'Its status says what is wrong for application/json as well, as the edition of September 2026 asks.';
const exceptions: Readonly<Record<string, string>> = {
  '5A70': csrf,
  D6D5: csrf,
  '6A70': csrf,
  '572B': oldStatus,
  FDE2: oldStatus,
  '7B9B': oldStatus,
};

describe('GraphQL over HTTP', () => {
  let world: HttpWorld;
  beforeAll(async () => {
    world = await startHttp();
  });
  afterAll(() => world.stop());
  const audit = (more: Record<string, string>): ReturnType<typeof auditServer> => {
    const fetchFn = (url: string, init: RequestInit = {}): Promise<Response> => {
      const headers = {
        ...Object.fromEntries(new Headers(init.headers)),
        authorization: 'Bearer viewer',
        ...more,
      };
      return fetch(url, { ...init, headers });
    };
    return auditServer({ url: `${world.server.url}/graphql`, fetchFn });
  };

  it('passes the audits of graphql-http, except for those named here with their reason', async () => {
    const results = await audit({});
    const failed = results.filter(({ status }) => status !== 'ok');
    expect(results.length).toBe(61);
    expect(failed.filter(({ status }) => status === 'error')).toEqual([]);
    expect(
      failed.map(({ id, name }) => `${id} ${name}`).filter((line) => !(line.slice(0, 4) in exceptions)),
    ).toEqual([]);
    expect(failed.map(({ id }) => id).sort()).toEqual(Object.keys(exceptions).sort());
  });

  it('passes the three audits of GET as well, with the header that it asks for', async () => {
    const results = await audit({ 'apollo-require-preflight': '1' });
    const failed = results.filter(({ status }) => status !== 'ok').map(({ id }) => id);
    expect(failed.sort()).toEqual(
      Object.keys(exceptions)
        .filter((id) => exceptions[id] === oldStatus)
        .sort(),
    );
  });
});
