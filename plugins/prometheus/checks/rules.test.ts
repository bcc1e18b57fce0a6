import { describe, expect, it } from 'vitest';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import {
  alertmanagersRoute,
  answering,
  firing,
  metricsRoute,
  rule,
  rulesRoute,
  wellWorld,
} from '../targets-worlds.ts';

const group = '/etc/prometheus/rules.yml;meta';
const failures = `prometheus_rule_evaluation_failures_total{rule_group="${group}"}`;
const missed = `prometheus_rule_group_iterations_missed_total{rule_group="${group}"}`;
const duration = `prometheus_rule_group_last_duration_seconds{rule_group="${group}"}`;
const increase = (counter: string): string => `increase(${counter}[5m])`;
const of = (value: number) => [{ labels: { rule_group: group, job: 'prometheus' }, value }];

const rules = (world: FakeWorld) => runCheck(plugin, 'rules', world);

describe('The check rules', () => {
  it('C24 passes when every rule is evaluated without errors', async () => {
    expect(await rules(wellWorld)).toMatchObject({ status: 'PASS', observed: { rules: 1, failing: 0 } });
  });

  it('C24 fails without an alerting rule where there is an Alertmanager', async () => {
    for (const world of [
      answering(rulesRoute()),
      answering(rulesRoute(rule('x', 'up', { type: 'recording' }))),
    ])
      expect(await rules(world)).toMatchObject({
        status: 'FAIL',
        findings: [{ code: 'PrometheusRulesMissing' }],
      });
  });

  it('C24 is skipped without rules where there is no Alertmanager', async () => {
    expect(await rules(answering(rulesRoute(), alertmanagersRoute()))).toMatchObject({ status: 'SKIPPED' });
  });

  it('C24 leaves open what has not been evaluated yet', async () => {
    expect(await rules(answering(rulesRoute(rule('New', 'up == 0', { health: 'unknown' }))))).toMatchObject({
      status: 'UNKNOWN',
      findings: [],
    });
  });

  it('C24 leaves open one rule that has not been evaluated yet', async () => {
    const world = answering(
      rulesRoute(firing('Watchdog', 'vector(1)'), rule('New', 'up == 0', { health: 'unknown' })),
    );
    expect(await rules(world)).toMatchObject({ status: 'UNKNOWN' });
  });

  it('X06 a rule that fails is told with its file, group and error', async () => {
    const lastError =
      'found duplicate series for the match group {job="many"} on the right hand-side of the operation: many-to-many matching not allowed: matching labels must be unique on one side';
    const broken = (name: string) =>
      rule(name, 'up + on (job) group_left () up', { health: 'err', lastError });
    const checked = await rules(
      answering(rulesRoute(firing('Watchdog', 'vector(1)'), broken('A'), broken('B'))),
    );
    expect(checked).toMatchObject({
      status: 'FAIL',
      findings: [{ code: 'X06', certainty: 'CONFIRMED', aspect: 'group=meta' }],
    });
    expect(checked.findings[0]?.evidence?.[0]?.excerpt).toBe(`A: ${lastError}\nB: ${lastError}`);
    expect(checked.findings[0]?.explanation).toMatch(
      /^Rule A \(and 1 more of its group\) in \/etc\/prometheus\/rules\.yml, group meta, .*many-to-many/,
    );
  });

  it('X06 a rule that failed in the last minutes is told as such', async () => {
    const world = {
      ...answering(metricsRoute({ [failures]: 3 })),
      queries: { [increase('prometheus_rule_evaluation_failures_total')]: of(2) },
    };
    const checked = await rules(world);
    expect(checked.findings).toMatchObject([{ code: 'X06', certainty: 'LIKELY', aspect: 'group=meta' }]);
  });

  it('X06 failures of long ago are none', async () => {
    const world = {
      ...answering(metricsRoute({ [failures]: 3 })),
      queries: { [increase('prometheus_rule_evaluation_failures_total')]: of(0) },
    };
    expect(await rules(world)).toMatchObject({ status: 'PASS', findings: [] });
  });

  it('X06 failures are seen by two looks where Prometheus does not record itself', async () => {
    const before = answering(metricsRoute({ [failures]: 3 }));
    const [first, second] = [metricsRoute({ [failures]: 3 }), metricsRoute({ [failures]: 4 })].map(
      (route) => route['/metrics'] as string,
    );
    const routes = { ...before.routes, '/metrics': [first ?? '', second ?? ''] };
    expect(await codesOf(plugin, 'rules', { ...before, routes })).toEqual(['X06']);
  });

  const late = (share: number, seconds: number): FakeWorld => ({
    ...answering(metricsRoute({ [missed]: 5, [duration]: seconds })),
    queries: {
      [increase('prometheus_rule_group_iterations_missed_total')]: of(20 * share),
      [increase('prometheus_rule_group_iterations_total')]: of(20),
    },
  });

  it('X07 a group that takes longer than its interval is told with both', async () => {
    const { findings } = await rules(late(0.5, 22));
    expect(findings).toMatchObject([{ code: 'X07', certainty: 'CONFIRMED', aspect: 'group=meta' }]);
    expect(findings[0]?.explanation).toContain('it takes 22.0 s, longer than its interval of 15 s');
  });

  it('X07 one evaluation that was missed among many is a blip', async () => {
    expect(await codesOf(plugin, 'rules', late(0.05, 0.001))).toEqual([]);
  });
});
