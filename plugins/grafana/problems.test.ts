import { runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import plugin from './plugin.ts';
import { answering, contained, dashboard, failing, well, withFiles } from './worlds.ts';

const locked = 'logger=sqlstore level=error msg="save" error="database is locked"';
const slow = { status: 200, text: '{"results":{"A":{"frames":[]}}}', durationMs: 11_000 };
const refused = 'dial tcp 172.21.0.10:9090: connect: connection refused';

/** What the checks of one problem find, of those that are Grafana's own. */
async function diagnosed(problem: string, world: FakeWorld): Promise<readonly string[]> {
  const names = plugin.problems?.find(({ name }) => name === problem)?.checks ?? [];
  const own = plugin.checks?.map(({ name }) => name).filter((name) => names.includes(name)) ?? [];
  const ended = await Promise.all(own.map((name) => runCheck(plugin, name, world)));
  const codes = ended.flatMap(({ findings }) => findings.map(({ code }) => code));
  return [...new Set(codes)].sort();
}

describe('What can be wrong with a Grafana', () => {
  it.each<[string, string, FakeWorld, readonly string[]]>([
    [
      'P04 a login that sends browsers in a circle',
      'grafana-login-fails',
      contained({ environment: { GF_SECURITY_COOKIE_SECURE: 'true' }, files: {} }),
      ['F34'],
    ],
    [
      'P05 a Prometheus that is down',
      'grafana-dashboards-not-loading',
      answering(failing(refused), { peers: [{ ...well.peers[0], health: 'DOWN' }] }),
      ['X17'],
    ],
    [
      'P05 a data source at a wrong address',
      'grafana-dashboards-not-loading',
      answering(failing('dial tcp 127.0.0.1:9090: connect: connection refused', 'http://localhost:9090')),
      ['F17'],
    ],
    [
      'P05 dashboards that ask nobody',
      'grafana-dashboards-not-loading',
      answering({
        '/api/dashboards/uid/trading': {
          json: dashboard({ panels: [{ type: 'stat', datasource: 'gone' }] }),
        },
      }),
      ['GrafanaDashboardDangling'],
    ],
    ['P06 a database that is locked', 'grafana-slow', contained({ logs: [locked, locked, locked] }), ['F31']],
    ['P13 panels that wait', 'slow-dashboards', answering({ 'POST /api/ds/query': slow }), ['X18']],
    [
      'P20 a file with a fault',
      'grafana-configuration',
      withFiles({ '/etc/grafana/provisioning/datasources/x.yml': 'datasources:\n\t- name: x\n' }),
      ['F32'],
    ],
  ])('%s is told by its checks', async (_, problem, world, codes) => {
    expect(await diagnosed(problem, world)).toEqual(codes);
    expect(await diagnosed(problem, well)).toEqual([]);
  });

  it('is told for each problem that the runbook has of Grafana', () => {
    expect(plugin.problems?.map(({ reference }) => reference)).toEqual(['P04', 'P05', 'P06', 'P13', 'P20']);
  });

  it('is remedied by actions that are declared, here or by the plugins of Docker', () => {
    expect(plugin.actions?.map(({ name, reference }) => `${reference ?? ''} ${name}`)).toEqual([
      'A12 reset-admin-password',
      'A13 reload-provisioning',
      'A14 fix-data-source',
      'A15 import-dashboards',
      'A25 use-write-ahead-log',
      'A31 reset-database',
    ]);
  });
});
