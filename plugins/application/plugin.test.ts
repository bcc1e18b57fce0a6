import { describe, expect, it } from 'vitest';

import {
  applicationRoutes as routes,
  nodeExporterRoutes,
  prometheusRoutes,
  replaced,
  strangers,
} from '../../test/support/plugin-answers.ts';
import { probed } from '../../test/support/plugin-probe.ts';
import { closedUrl, serve } from '../../test/support/plugin-server.ts';
import plugin from './plugin.ts';

const well = { metrics: 'PASS', 'required metrics': 'SKIPPED', health: 'SKIPPED' };

describe('An application', () => {
  it('that tells its metrics is well, and says its version', async () => {
    expect(await probed(plugin, await serve(routes))).toMatchObject({ version: '2.3.1', ended: well });
  });

  it('has the metrics that it must have, whatever they say', async () => {
    const settings = { requiredMetrics: ['bot_trades_total', 'bot_profit'] };
    const found = await probed(plugin, await serve(routes), 3000, { settings });
    expect(found.ended).toEqual({ ...well, 'required metrics': 'PASS' });
  });

  it('without a metric that it must have works badly', async () => {
    const settings = { requiredMetrics: ['bot_trades_total', 'bot_orders_total'] };
    const { ended, summaries } = await probed(plugin, await serve(routes), 3000, { settings });
    expect(ended).toEqual({ ...well, 'required metrics': 'WARN' });
    expect(summaries['required metrics']).toBe('It does not tell bot_orders_total.');
  });

  it('tells its metrics where it was said to', async () => {
    const url = await serve({ '/internal/metrics': routes['/metrics']! });
    const settings = { metricsPath: '/internal/metrics' };
    expect((await probed(plugin, url, 3000, { settings })).ended).toEqual(well);
    expect((await probed(plugin, url)).ended['metrics']).toBe('FAIL WRONG_ANSWER');
  });

  it('says itself how it is', async () => {
    const settings = { healthPath: '/health' };
    expect((await probed(plugin, await serve(routes), 3000, { settings })).ended['health']).toBe('PASS');
    const url = await serve(replaced(routes, { '/health': { status: 500, text: 'no exchange' } }));
    const { ended, summaries } = await probed(plugin, url, 3000, { settings });
    expect(ended['health']).toBe('FAIL');
    expect(summaries['health']).toContain('no exchange');
  });

  it.each([
    ['Prometheus', prometheusRoutes, 'FAIL WRONG_SERVICE'],
    ['node_exporter', nodeExporterRoutes, 'FAIL WRONG_SERVICE'],
    ['Grafana', strangers.grafana, 'FAIL WRONG_SERVICE'],
    ['a page', strangers.nginx, 'FAIL WRONG_ANSWER'],
  ])('is not what %s is', async (_, others, ended) => {
    expect((await probed(plugin, await serve(others))).ended['metrics']).toBe(ended);
  });

  it('that is not there is refused', async () => {
    expect((await probed(plugin, await closedUrl())).ended['metrics']).toBe('FAIL REFUSED');
  });
});
