import { describe, expect, it } from 'vitest';
import { runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { metricNames } from '../alerting/metric-names.ts';
import plugin from '../plugin.ts';
import { answering, rule, rulesRoute, wellWorld } from '../targets-worlds.ts';

const states = (world: FakeWorld) => runCheck(plugin, 'alert-states', world);

describe('The check alert-states', () => {
  it('P07 tells of an alert that waits for its time, and for how long', async () => {
    const pending = rule('HighErrorRate', 'errors > 1', {
      state: 'pending',
      duration: 600,
      alerts: [
        { labels: {}, annotations: {}, state: 'pending', activeAt: '2025-12-31T23:56:00Z', value: '2' },
      ],
    });
    const { status, findings } = await states(answering(rulesRoute(pending)));
    expect(status).toBe('PASS');
    expect(findings).toMatchObject([{ code: 'PrometheusAlertPending', aspect: 'alert=HighErrorRate' }]);
    expect(findings[0]?.explanation).toMatch(
      /true since 4 min, and fires when it has been for 10 min: in about 6 min/,
    );
  });

  const asking = rule(
    'BotSlow',
    'histogram_quantile(0.9, sum by (le) (rate(bot_latency_bucket{x="y"}[5m]))) > 1 and on (job) up == 1',
  );
  const query = 'count by (__name__) ({__name__=~"bot_latency_bucket|up"})';

  it('P07 tells of an alert whose metric is not there', async () => {
    const world: FakeWorld = {
      ...answering(rulesRoute(asking)),
      queries: { [query]: [{ labels: { __name__: 'up' }, value: 3 }] },
    };
    const { findings } = await states(world);
    expect(findings).toMatchObject([
      { code: 'PrometheusAlertWithoutData', aspect: 'alert=BotSlow', certainty: 'POSSIBLE' },
    ]);
    expect(findings[0]?.explanation).toContain('no metric called bot_latency_bucket:');
  });

  it('P07 finds nothing where an alert has its data and is not true', async () => {
    const found = ['bot_latency_bucket', 'up'].map((name) => ({ labels: { __name__: name }, value: 3 }));
    expect(
      (await states({ ...answering(rulesRoute(asking)), queries: { [query]: found } })).findings,
    ).toEqual([]);
  });

  it('is skipped without alerting rules', async () => {
    expect(await states(answering(rulesRoute()))).toMatchObject({ status: 'SKIPPED' });
  });

  it('counts what fires, waits and rests', async () => {
    expect(await states(wellWorld)).toMatchObject({ observed: { firing: 1, pending: 0, inactive: 0 } });
  });
});

describe('The metrics that an expression asks for', () => {
  it.each<[string, string, string[]]>([
    ['are its selectors', 'a + b', ['a', 'b']],
    ['are not its functions', 'rate(a[5m]) > bool 3', ['a']],
    ['are not its labels', 'sum by (job, le) (a{b="c", d=~"e"}) / on (x) group_left (y) f', ['a', 'f']],
    ['are not its words', 'a unless b offset 5m or vector(1)', ['a', 'b']],
    ['are not its durations and numbers', 'max_over_time(a[1h:5m] @ end()) > 1e3 and b < 0x1f', ['a', 'b']],
    ['are not in its texts', 'label_replace(a, "b", "$1 c", "d", "(.*)")', ['a']],
    ['can have colons', 'job:a:rate5m > 1', ['job:a:rate5m']],
    ['are none where there is no name', '{__name__=~"a.*"}', []],
  ])('%s', (_, expression, names) => expect(metricNames(expression)).toEqual(names));
});
