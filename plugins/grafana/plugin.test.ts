import { describe, expect, it } from 'vitest';

import {
  grafanaRoutes as routes,
  prometheusRoutes,
  replaced,
  strangers,
} from '../../test/support/plugin-answers.ts';
import { probed } from '../../test/support/plugin-probe.ts';
import { closedUrl, serve } from '../../test/support/plugin-server.ts';
import { isResting, rest, wake } from './lockout.ts';
import plugin from './plugin.ts';

const anonymous = {
  health: 'PASS',
  identity: 'PASS',
  metrics: 'PASS',
  credentials: 'SKIPPED',
  'data sources': 'SKIPPED',
};
const known = { ...anonymous, credentials: 'PASS', 'data sources': 'PASS' };
const json = { 'content-type': 'application/json' };
const withToken = (url: string) => probed(plugin, url, 3000, { authorization: 'Bearer glsa_1' });

describe('A Grafana', () => {
  it('that is well passes, and says its version', async () => {
    expect(await probed(plugin, await serve(routes))).toMatchObject({ version: '11.5.0', ended: anonymous });
  });

  it('is asked for its data sources where there are credentials', async () => {
    expect((await withToken(await serve(routes))).ended).toEqual(known);
  });

  it('whose database fails is down', async () => {
    const failing = { status: 503, headers: json, text: '{"database":"failing","version":"11.5.0"}' };
    const { ended, summaries } = await probed(
      plugin,
      await serve(replaced(routes, { '/api/health': failing })),
    );
    expect(ended).toEqual({ ...anonymous, health: 'FAIL' });
    expect(summaries['health']).toBe('Its database is failing.');
  });

  it('whose Prometheus cannot be asked works badly, in its own words', async () => {
    const message = 'Post "http://prometheus:9090/api/v1/query": dial tcp: connect: connection refused';
    const failing = { status: 400, headers: json, text: JSON.stringify({ message, status: 'ERROR' }) };
    const url = await serve(replaced(routes, { '/api/datasources/uid/prom/health': failing }));
    const { ended, summaries } = await withToken(url);
    expect(ended).toEqual({ ...known, 'data sources': 'WARN' });
    expect(summaries['data sources']).toContain('connection refused');
  });

  it('without a data source for Prometheus is warned of', async () => {
    const url = await serve(replaced(routes, { '/api/datasources': { headers: json, text: '[]' } }));
    expect((await withToken(url)).ended).toEqual({ ...known, 'data sources': 'WARN' });
  });

  it('that refuses its credentials is not asked with them again, lest it lock the account', async () => {
    const asked: string[] = [];
    const refused = { status: 401, headers: json, text: '{"messageId":"password-auth.failed"}' };
    const url = await serve(replaced(routes, { '/api/org': refused }), (path) => asked.push(path));
    for (let probe = 0; probe < 6; probe++) {
      expect((await withToken(url)).ended).toEqual({
        ...anonymous,
        credentials: 'WARN UNAUTHORIZED',
      });
    }
    expect(asked.filter((path) => path === '/api/org')).toHaveLength(1);
  });

  it('may keep its metrics for itself', async () => {
    const url = await serve(replaced(routes, { '/metrics': { status: 401, text: '' } }));
    expect((await probed(plugin, url)).ended).toEqual({ ...anonymous, metrics: 'SKIPPED' });
  });

  it.each([
    ['Prometheus', prometheusRoutes],
    ['nginx/1.18.0', strangers.nginx],
  ])('is not what %s is', async (name, others) => {
    const { ended, summaries } = await probed(plugin, await serve(others));
    expect(ended['identity']).toBe('FAIL WRONG_SERVICE');
    expect(summaries['identity']).toContain(name);
  });

  it('that is not there is refused', async () => {
    const { ended, version } = await probed(plugin, await closedUrl());
    expect(ended).toMatchObject({ health: 'FAIL REFUSED', identity: 'FAIL REFUSED', credentials: 'SKIPPED' });
    expect(version).toBeNull();
  });
});

describe('Credentials that were refused', () => {
  it('rest for five minutes, or until they are taken', () => {
    rest('a', 0);
    expect([isResting('a', 299_999), isResting('a', 300_000), isResting('b', 1)]).toEqual([
      true,
      false,
      false,
    ]);
    wake('a');
    expect(isResting('a', 1)).toBe(false);
  });
});
