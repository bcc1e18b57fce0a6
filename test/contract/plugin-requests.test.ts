import { describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../support/manual-clock.ts';
import { hostOf, pluginDirectory, pluginText, serviceOf } from '../support/plugin-host.ts';
import { serveHttp } from '../support/plugin-server.ts';

// Workers start slowly where many do at once.
vi.setConfig({ testTimeout: 20_000 });

const never = new AbortController().signal;

/** A plugin that asks its service and tells all that it was given. */
const telling = pluginText('telling', {
  permissions: "['http']",
  probe: `async (context) => {
    await context.http.get('/');
    await context.check('given', () => ({ status: 'PASS', summary: JSON.stringify(context) }));
    return { version: null };
  }`,
});

describe('What a plugin is told of a service', () => {
  it('is not its credential, which goes with its requests all the same', async () => {
    const given: (string | undefined)[] = [];
    const url = await serveHttp((request, response) => {
      given.push(request.headers.authorization);
      response.end();
    });
    const { plugins } = await hostOf([await pluginDirectory({ telling })]);
    const how = { timeoutMs: 10_000, authorization: 'Bearer canary-4411' };
    const { checks } = await plugins.probe(serviceOf('telling', url), how, never);
    expect(given).toEqual(['Bearer canary-4411']);
    expect(checks).toMatchObject([{ name: 'given', status: 'PASS' }]);
    expect(JSON.stringify(checks)).not.toContain('canary-4411');
  });

  it('are the settings of all its services, unless its own say otherwise', async () => {
    const url = await serveHttp((_, response) => response.end());
    const settings = { telling: { depth: 1, ratio: 0.8 }, other: { unseen: true } };
    const host = await hostOf([await pluginDirectory({ telling })], new ManualClock(), settings);
    const service = { ...serviceOf('telling', url), settings: { depth: 2 } };
    const { checks } = await host.plugins.probe(service, { timeoutMs: 10_000, authorization: null }, never);
    expect(checks[0]?.summary).toContain('"settings":{"depth":2,"ratio":0.8}');
  });
});
