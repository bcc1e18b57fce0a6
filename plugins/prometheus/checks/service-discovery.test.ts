import { describe, expect, it } from 'vitest';
import { runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { answering, metricsRoute, wellWorld } from '../targets-worlds.ts';

const check = (world: FakeWorld) => runCheck(plugin, 'service-discovery', world);
const refresh = 'prometheus_sd_refresh_failures_total';
const sync = 'prometheus_target_sync_failed_total';

describe('The check service-discovery', () => {
  it('P02 passes where nothing failed', async () => {
    expect(await check(wellWorld)).toMatchObject({ status: 'PASS', findings: [] });
  });

  it('P02 finds a discovery that fails', async () => {
    const world: FakeWorld = {
      ...answering(metricsRoute({ [`${refresh}{mechanism="docker",config="apps"}`]: 5 })),
      queries: {
        [`increase(${refresh}[10m])`]: [{ labels: { mechanism: 'docker', config: 'apps' }, value: 5 }],
      },
    };
    const { findings } = await check(world);
    expect(findings).toMatchObject([{ code: 'PrometheusSDRefreshFailure', aspect: 'discovery=apps' }]);
    expect(findings[0]?.explanation).toContain('by docker of apps fails');
  });

  it('P02 finds targets that could not be made in the last half hour, and none of before', async () => {
    const world = (value: number): FakeWorld => ({
      ...answering(metricsRoute({ [`${sync}{scrape_job="trading-bot"}`]: 1 })),
      queries: { [`increase(${sync}[30m])`]: [{ labels: { scrape_job: 'trading-bot' }, value }] },
    });
    expect((await check(world(1))).findings).toMatchObject([
      { code: 'PrometheusTargetSyncFailure', aspect: 'job=trading-bot' },
    ]);
    expect((await check(world(0))).findings).toEqual([]);
  });

  it('P02 leaves out what another Prometheus failed of', async () => {
    const world: FakeWorld = {
      ...answering(metricsRoute({ [`${refresh}{mechanism="docker"}`]: 5 })),
      queries: {
        [`increase(${refresh}[10m])`]: [{ labels: { mechanism: 'dns', instance: 'other:9090' }, value: 5 }],
      },
    };
    expect((await check(world)).findings).toEqual([]);
  });
});
