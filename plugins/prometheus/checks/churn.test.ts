import { describe, expect, it } from 'vitest';
import { runCheck } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { answering, metricsRoute, now, ofTarget, wellWorld } from '../targets-worlds.ts';

const fresh =
  'sum by (job) (avg_over_time(scrape_series_added[10m])) / sum by (job) (avg_over_time(scrape_samples_post_metric_relabeling[10m])) > 0.1';

describe('The check churn', () => {
  it('X03 passes where targets stay up and series stay', async () => {
    expect(await runCheck(plugin, 'churn', wellWorld)).toMatchObject({ status: 'PASS', findings: [] });
  });

  it('X03 finds a target that goes and comes', async () => {
    const queries = { 'changes(up[1h]) > 4': [ofTarget('trading-bot', 'trading-bot:8082', 12)] };
    const { findings } = await runCheck(plugin, 'churn', { ...wellWorld, queries });
    expect(findings).toMatchObject([{ code: 'X03', aspect: 'job=trading-bot' }]);
    expect(findings[0]?.explanation).toContain('went down or came back 12 times');
  });

  it('X03 finds a job whose series are new with each scrape', async () => {
    const queries = {
      [fresh]: [{ labels: { job: 'trading-bot' }, value: 0.4 }],
      'rate(prometheus_tsdb_head_series_created_total[1h])': [{ labels: {}, value: 2 }],
    };
    const { findings } = await runCheck(plugin, 'churn', { ...wellWorld, queries });
    expect(findings).toMatchObject([{ code: 'X03', aspect: 'series of job=trading-bot' }]);
    expect(findings[0]?.explanation).toContain(
      '40 % of each scrape is new series (in all, 7200 new series an hour)',
    );
  });

  it('X03 takes the series of a start for none that churn', async () => {
    const world = answering(metricsRoute({ process_start_time_seconds: now / 1000 - 300 }));
    const queries = { [fresh]: [{ labels: { job: 'trading-bot' }, value: 0.9 }] };
    const checked = await runCheck(plugin, 'churn', { ...world, queries });
    expect(checked).toMatchObject({ status: 'PASS', findings: [] });
    expect(checked.summary).toContain('not run for long enough');
  });
});
