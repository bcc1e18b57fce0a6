import type { Json } from 'custos/plugin-sdk';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import plugin from './plugin.ts';
import { answering, dashboard, frames, well } from './worlds.ts';

const search = '/api/search?type=dash-db&limit=5000';
const showing = (more: Readonly<Record<string, Json>>): FakeWorld =>
  answering({ '/api/dashboards/uid/trading': { json: dashboard(more) } });
const codes = (world: FakeWorld) => codesOf(plugin, 'dashboards', world);

describe('The dashboards of a Grafana', () => {
  it('C21 are right when every data source exists that they name', async () => {
    expect(await runCheck(plugin, 'dashboards', well)).toMatchObject({ status: 'PASS', findings: [] });
  });

  it.each<[string, Readonly<Record<string, Json>>]>([
    ['a uid', { panels: [{ type: 'graph', datasource: { type: 'prometheus', uid: 'gone' } }] }],
    ['a name', { panels: [{ type: 'graph', datasource: 'gone' }] }],
    ['a query', { panels: [{ type: 'graph', targets: [{ datasource: { uid: 'gone' } }] }] }],
    [
      'a panel in a collapsed row',
      { panels: [{ type: 'row', panels: [{ type: 'graph', datasource: 'gone' }] }] },
    ],
    [
      'a row of an old dashboard',
      { panels: [], rows: [{ panels: [{ type: 'graph', datasource: 'gone' }] }] },
    ],
    [
      'a variable',
      { panels: [], templating: { list: [{ name: 'job', type: 'query', datasource: { uid: 'gone' } }] } },
    ],
    ['a placeholder of its export', { panels: [{ type: 'graph', datasource: '${DS_PROMETHEUS}' }] }],
  ])('dangle when %s names one that is gone', async (_, more) => {
    const { status, findings } = await runCheck(plugin, 'dashboards', showing(more));
    expect(status).toBe('WARN');
    expect(findings).toMatchObject([{ code: 'GrafanaDashboardDangling', certainty: 'CONFIRMED' }]);
    expect(findings[0]?.explanation).toContain('Trading');
    expect(findings[0]?.explanation).toContain('Prometheus (prom)');
  });

  it('are told of once for each data source that is missing', async () => {
    const gone = { json: dashboard({ panels: [{ type: 'graph', datasource: 'gone' }] }) };
    const many = Array.from({ length: 12 }, (_, index) => ({ uid: `d${index}`, type: 'dash-db' }));
    const routes = Object.fromEntries(many.map(({ uid }) => [`/api/dashboards/uid/${uid}`, gone]));
    const { findings } = await runCheck(
      plugin,
      'dashboards',
      answering({ ...routes, [search]: { json: many } }),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.explanation).toContain('and 7 more');
  });

  it('are missing when fewer are there than are expected', async () => {
    const world = { ...well, settings: { expectedDashboards: 3 } };
    expect(await runCheck(plugin, 'dashboards', world)).toMatchObject({
      status: 'FAIL',
      findings: [
        { code: 'GrafanaDashboardsMissing', explanation: expect.stringContaining('1 of the 3') as string },
      ],
    });
  });

  it('may be none at all, which is worth knowing unless it is meant', async () => {
    const none = answering({ [search]: { json: [] } });
    const { status, findings } = await runCheck(plugin, 'dashboards', none);
    expect([status, findings[0]?.code, findings[0]?.severity]).toEqual([
      'WARN',
      'GrafanaDashboardsMissing',
      'INFO',
    ]);
    expect(
      await runCheck(plugin, 'dashboards', { ...none, settings: { expectedDashboards: 0 } }),
    ).toMatchObject({
      status: 'PASS',
      findings: [],
    });
  });

  it('are heavy with more than 30 panels, or when they ask more often than every 10 s', async () => {
    const panels = (count: number) => Array.from({ length: count }, () => ({ type: 'stat' }));
    expect(await codes(showing({ panels: panels(31) }))).toEqual(['GrafanaHeavyDashboard']);
    expect(await codes(showing({ panels: panels(30), refresh: '10s' }))).toEqual([]);
    expect(await codes(showing({ refresh: '5s' }))).toEqual(['GrafanaHeavyDashboard']);
    expect(await codes(showing({ refresh: '' }))).toEqual([]);
  });
});

describe('The time that a panel waits', () => {
  const range = /^\/api\/v1\/query_range\?query=up&/;
  const stats = { data: { result: [], stats: { timings: { evalTotalTime: 2.9 } } }, status: 'success' };
  const taking = (grafanaMs: number, prometheusMs: number, more: FakeWorld = {}): FakeWorld => {
    const direct = { status: 200, text: JSON.stringify(stats), durationMs: prometheusMs };
    const routes = new Proxy(
      { ...well.peers[0].routes },
      {
        get: (all, path: string) => (range.test(path) ? direct : all[path]),
      },
    );
    const answer = { status: 200, text: JSON.stringify(frames()), durationMs: grafanaMs };
    return answering({ 'POST /api/ds/query': answer }, { peers: [{ ...well.peers[0], routes }], ...more });
  };
  const look = (world: FakeWorld) => runCheck(plugin, 'query-time', world);

  it('C22 is spent in Prometheus when that is as slow without Grafana', async () => {
    expect(await look(taking(3200, 3000))).toMatchObject({
      status: 'WARN',
      observed: { totalMs: 3200, directMs: 3000 },
      findings: [{ code: 'PrometheusSlowQueries', service: 'prometheus', certainty: 'CONFIRMED' }],
    });
  });

  it('C22 X18 is spent in Grafana when Prometheus is fast without it', async () => {
    expect(await look(taking(12_000, 40))).toMatchObject({
      status: 'FAIL',
      findings: [{ code: 'X18', certainty: 'CONFIRMED' }],
    });
  });

  it('is nobody’s in particular when Prometheus cannot be asked', async () => {
    const peers = [{ name: 'prometheus', routes: {} }];
    expect(await look(taking(3200, 0, { peers }))).toMatchObject({
      findings: [{ code: 'X18', certainty: 'POSSIBLE' }],
    });
  });

  it('does not count when it was long just once', async () => {
    const [slow, fast] = [3000, 20].map((durationMs) => ({
      status: 200,
      text: JSON.stringify(frames()),
      durationMs,
    }));
    expect(await look(answering({ 'POST /api/ds/query': [slow!, fast!] }))).toMatchObject({
      status: 'PASS',
      findings: [],
    });
  });

  it('is for nothing when no value comes, though Prometheus has run for long', async () => {
    const nothing = answering({ 'POST /api/ds/query': { json: frames([[], []]) } });
    expect(await look(nothing)).toMatchObject({ status: 'WARN', findings: [{ code: 'GrafanaNoValues' }] });
    const young = { '/metrics': `process_start_time_seconds ${Date.UTC(2026, 0, 1) / 1000 - 119}\n` };
    expect(await look({ ...nothing, peers: [{ name: 'prometheus', routes: young }] })).toMatchObject({
      status: 'SKIPPED',
      findings: [],
    });
  });

  it('ends in the data source’s own error', async () => {
    const error =
      'Post "http://prometheus:9090/api/v1/query_range": dial tcp 172.21.0.10:9090: connect: connection refused';
    const failed = {
      status: 400,
      text: JSON.stringify({ results: { A: { error, errorSource: 'downstream', status: 502, frames: [] } } }),
    };
    const found = await look(answering({ 'POST /api/ds/query': failed }));
    expect([found.status, found.summary]).toEqual(['FAIL', expect.stringContaining('connection refused')]);
  });
});
