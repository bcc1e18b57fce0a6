import { describe, expect, it } from 'vitest';

import {
  dockerEngineRoutes as routes,
  prometheusRoutes,
  strangers,
} from '../../test/support/plugin-answers.ts';
import { probed } from '../../test/support/plugin-probe.ts';
import { closedUrl, serve } from '../../test/support/plugin-server.ts';
import { runProbe } from '../../src/plugin-host/worker/run-probe.ts';
import plugin from './plugin.ts';

describe('The metrics of a Docker engine', () => {
  it('say its version', async () => {
    expect(await probed(plugin, await serve(routes))).toMatchObject({
      version: '20.10.24+dfsg1',
      ended: { metrics: 'PASS' },
    });
  });

  it('are not asked where no address of them is known', async () => {
    const service = {
      name: 'docker-engine',
      kind: 'docker-engine',
      url: null,
      labels: {},
      authorized: false,
    };
    const request = {
      service,
      settings: {},
      permissions: plugin.permissions,
      timeoutMs: 1000,
      authorization: null,
    };
    const { version, checks } = await runProbe(plugin, request, AbortSignal.timeout(1000));
    expect(version).toBeNull();
    expect(checks).toMatchObject([
      { status: 'SKIPPED', summary: expect.stringContaining('metrics-addr') as string },
    ]);
  });

  it.each([
    ['Prometheus', prometheusRoutes],
    ['nginx', strangers.nginx],
  ])('are not those of %s', async (name, others) => {
    const { ended, summaries } = await probed(plugin, await serve(others));
    expect(ended).toEqual({ metrics: 'FAIL WRONG_SERVICE' });
    expect(summaries['metrics']).toContain(name);
  });

  it('that are not there are refused', async () => {
    expect((await probed(plugin, await closedUrl())).ended).toEqual({ metrics: 'FAIL REFUSED' });
  });
});
