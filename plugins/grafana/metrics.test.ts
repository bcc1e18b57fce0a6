import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import plugin from './plugin.ts';
import { answering, metricsText, well } from './worlds.ts';

const p95 = 'histogram_quantile(0.95,sum by(le)(rate(grafana_http_request_duration_seconds_bucket[5m])))';
const requests = 'sum(increase(grafana_http_request_duration_seconds_count[5m]))';
const failed = 'sum(increase(grafana_http_request_duration_seconds_count{status_code=~"5.."}[5m]))';
const ruleFailures = 'sum(increase(grafana_alerting_rule_evaluation_failures_total[5m]))';

const value = (sample: number) => [{ labels: {}, value: sample }];
const look = (world: FakeWorld) => runCheck(plugin, 'grafana-metrics', world);
const codes = (world: FakeWorld) => codesOf(plugin, 'grafana-metrics', world);
/** Its metrics with one line exchanged, always or only until they are looked at again. */
const saying = (from: RegExp, to: string, later = to): FakeWorld => {
  const first = metricsText.replace(from, to);
  return answering({ '/metrics': [first, first, metricsText.replace(from, later)] });
};

describe('The metrics of a Grafana', () => {
  it('C23 pass where nothing fails', async () => {
    expect(await look({ ...well, queries: { [p95]: value(0.2), [requests]: value(400) } })).toMatchObject({
      status: 'PASS',
      observed: { p95Seconds: 0.2 },
    });
  });

  it.each([
    [1.2, 'WARN'],
    [5.5, 'FAIL'],
  ])('X18 say that it is slow: %d s', async (seconds, status) => {
    const found = await look({ ...well, queries: { [p95]: value(seconds), [requests]: value(400) } });
    expect(found).toMatchObject({ status, findings: [{ code: 'X18', certainty: 'LIKELY' }] });
  });

  it('say nothing of speed when few requests came, or none', async () => {
    expect(await codes({ ...well, queries: { [p95]: value(3), [requests]: value(49) } })).toEqual([]);
    expect(await codes({ ...well, queries: { [p95]: value(NaN), [requests]: value(0) } })).toEqual([]);
  });

  it('say that requests fail, as Prometheus kept it', async () => {
    const some = saying(/(status_code="500"\}) 0/, '$1 40');
    expect(await codes({ ...some, queries: { [failed]: value(9), [requests]: value(900) } })).toEqual([
      'GrafanaRequestsFailing',
    ]);
    expect(await codes({ ...some, queries: { [failed]: value(2), [requests]: value(20) } })).toEqual([]);
    expect(await codes({ ...some, queries: { [failed]: value(4), [requests]: value(900) } })).toEqual([]);
  });

  it('say that requests fail where no Prometheus keeps it: they are looked at twice', async () => {
    expect(await codes(saying(/(status_code="500"\}) 0/, '$1 40', '$1 44'))).toEqual([
      'GrafanaRequestsFailing',
    ]);
    expect(await codes(saying(/(status_code="500"\}) 0/, '$1 40'))).toEqual([]);
  });

  it.each<[string, FakeWorld]>([
    ['GrafanaAlertingErrors', saying(/(state="error"\}) 0/, '$1 2')],
    ['GrafanaSchedulerBehind', saying(/(behind_seconds) 0.004/, '$1 11')],
    ['GrafanaRuleEvaluationFailures', saying(/(failures_total\{org="1"\}) 0/, '$1 7', '$1 8')],
    [
      'GrafanaRuleEvaluationFailures',
      { ...saying(/(failures_total\{org="1"\}) 0/, '$1 7'), queries: { [ruleFailures]: value(6.3) } },
    ],
    [
      'GrafanaRuleEvaluationsMissed',
      saying(
        /$/,
        'grafana_alerting_schedule_rule_evaluations_missed_total 3\n',
        'grafana_alerting_schedule_rule_evaluations_missed_total 4\n',
      ),
    ],
    [
      'GrafanaNotificationsSlow',
      {
        ...saying(/$/, 'grafana_alerting_notification_latency_seconds_count 30\n'),
        queries: {
          'histogram_quantile(0.95,sum by(le)(rate(grafana_alerting_notification_latency_seconds_bucket[5m])))':
            value(61),
        },
      },
    ],
  ])('say %s', async (code, world) => {
    const { status, findings } = await look(world);
    expect([status, findings.map((finding) => finding.code)]).toEqual(['WARN', [code]]);
  });

  it('say nothing of what happened once, or long ago', async () => {
    const once = saying(/(failures_total\{org="1"\}) 0/, '$1 7');
    expect(await codes(once)).toEqual([]);
    expect(await codes({ ...once, queries: { [ruleFailures]: value(1.02) } })).toEqual([]);
    expect(await codes(saying(/(behind_seconds) 0.004/, '$1 10'))).toEqual([]);
  });

  it('may be kept behind a password, or be those of another', async () => {
    expect((await look(answering({ '/metrics': { status: 401 } }))).status).toBe('SKIPPED');
    expect((await look(answering({ '/metrics': 'go_goroutines 7\n' }))).status).toBe('UNKNOWN');
    expect((await look(answering({ '/metrics': { failure: 'TIMED_OUT' } }))).status).toBe('UNKNOWN');
  });
});
