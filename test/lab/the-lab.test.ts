import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { labEngine } from './engine.ts';
import { down, up, type LabStack } from './stack.ts';
import { until } from './until.ts';

const engine = await labEngine();
const missing = 'missing' in engine ? engine.missing : null;
const project = `custos-lab-${randomBytes(4).toString('hex')}`;

/** The first run builds images. */
const upMs = 400_000;

const title = missing === null ? 'The lab' : `The lab (not run: ${missing})`;

describe.skipIf(missing !== null)(title, { timeout: 20_000 }, () => {
  let stack: LabStack;

  beforeAll(async () => {
    if ('missing' in engine) return;
    stack = await up({ docker: engine.docker, project, ports: 'free' });
  }, upMs);
  afterAll(async () => {
    if ('docker' in engine) await down(engine.docker, project);
  });

  const answer = async (url: string): Promise<unknown> => (await fetch(url)).json();
  const state = async (service: 'prometheus' | 'alertmanager') =>
    (await stack.docker.getContainer(stack.containerName(service)).inspect()).State;
  const left = async (): Promise<readonly unknown[]> => {
    const filters = { label: [`custos.lab.project=${project}`] };
    const { Volumes: volumes } = await stack.docker.listVolumes({ filters });
    return [
      ...(await stack.docker.listContainers({ all: true, filters })),
      ...(await stack.docker.listNetworks({ filters })),
      ...volumes,
    ];
  };

  it('has a Prometheus 2.42', async () => {
    expect(await answer(`${stack.url('prometheus')}/api/v1/status/buildinfo`)).toMatchObject({
      data: { version: expect.stringMatching(/^2\.42\./u) as string },
    });
  });

  it('has an Alertmanager 0.25', async () => {
    expect(await answer(`${stack.url('alertmanager')}/api/v2/status`)).toMatchObject({
      versionInfo: { version: expect.stringMatching(/^0\.25\./u) as string },
    });
  });

  it('has a node_exporter, a trading bot, and what stands in for Grafana', async () => {
    const texts = async (service: 'node-exporter' | 'trading-bot' | 'grafana') =>
      (await fetch(`${stack.url(service)}/metrics`)).text();
    expect(await texts('node-exporter')).toContain('node_exporter_build_info');
    expect(await texts('trading-bot')).toContain('bot_trades_total');
    expect(await texts('grafana')).toContain('grafana_build_info');
  });

  it('has a Prometheus that scrapes all of them', async () => {
    const scraped = await until('all targets are up', { withinMs: 15_000 }, async () => {
      const query = `${stack.url('prometheus')}/api/v1/query?query=${encodeURIComponent('up == 1')}`;
      const { data } = (await answer(query)) as { data: { result: { metric: { job: string } }[] } };
      return data.result.length === 5 && data.result.map(({ metric }) => metric.job).sort();
    });
    expect(scraped).toEqual(['alertmanager', 'grafana', 'node-exporter', 'prometheus', 'trading-bot']);
  });

  it('has a Watchdog that Alertmanager hears of', async () => {
    const alerts = await until('an alert arrives', { withinMs: 15_000 }, async () => {
      const all = (await answer(`${stack.url('alertmanager')}/api/v2/alerts`)) as { labels: object }[];
      return all.length > 0 && all;
    });
    expect(alerts).toMatchObject([{ labels: { alertname: 'Watchdog' }, status: { state: 'active' } }]);
  });

  it('has a Prometheus whose own health check passes', async () => {
    await until('it is healthy', { withinMs: 10_000 }, async () => {
      return (await state('prometheus')).Health?.Status === 'healthy';
    });
  });

  it('leaves what was killed dead, whatever the restart policy', async () => {
    await stack.kill('prometheus');
    await until('it has ended', { withinMs: 5_000 }, async () => !(await state('prometheus')).Running);
    expect(await state('prometheus')).toMatchObject({ Status: 'exited', ExitCode: 137 });
    await expect(fetch(stack.url('prometheus'))).rejects.toThrow('fetch failed');
  });

  it('has a Prometheus that is ready again, at the same place, once it is started', async () => {
    await stack.start('prometheus');
    await stack.ready('prometheus');
    expect(await state('prometheus')).toMatchObject({ Status: 'running' });
  });

  it('leaves nothing behind', async () => {
    // Five containers, three volumes, a network.
    expect(await left()).toHaveLength(9);
    await stack.down();
    expect(await left()).toEqual([]);
  });
});
