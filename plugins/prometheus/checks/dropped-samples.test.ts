import { describe, expect, it } from 'vitest';
import { runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { answering, down, metricsRoute, targetsRoute, wellTargets, wellWorld } from '../targets-worlds.ts';

const scrapes = 'prometheus_target_scrapes_';
const old = `ts=2025-12-31T23:59:50.101Z caller=scrape.go:1735 level=warn component="scrape manager" scrape_pool=trading-bot target=http://trading-bot:8082/metrics msg="Error on ingesting samples that are too old or are too far into the future" num_dropped=1`;
const twice = `time=2025-12-31T23:59:50.101Z level=WARN source=scrape.go:1735 msg="Error on ingesting samples with different value but same timestamp" component="scrape manager" scrape_pool=trading-bot target=http://trading-bot:8082/metrics num_dropped=3`;
const disorder = `ts=2025-12-31T23:59:50.101Z caller=scrape.go:1729 level=warn component="scrape manager" scrape_pool=trading-bot target=http://trading-bot:8082/metrics msg="Error on ingesting out-of-order samples" num_dropped=2`;

/** A world in which a counter is at 7, rose by so much in five minutes, and this was logged. */
function risen(counter: string, by: number, log = '', targets = wellTargets): FakeWorld {
  return {
    ...answering(metricsRoute({ [counter]: 7 }), targetsRoute(targets)),
    queries: { [`increase(${counter}[5m])`]: [{ labels: { job: 'prometheus' }, value: by }] },
    container: { ...wellWorld.container, logs: [log] },
  };
}

const check = (world: FakeWorld) => runCheck(plugin, 'dropped-samples', world);

describe('The check dropped-samples', () => {
  it('X21 passes, and looks only once, where nothing was ever dropped', async () => {
    expect(await check(wellWorld)).toMatchObject({ status: 'PASS', findings: [] });
  });

  it('X21 drops of long ago are none', async () => {
    expect(await check(risen(`${scrapes}sample_out_of_order_total`, 0))).toMatchObject({
      status: 'PASS',
      findings: [],
    });
  });

  it.each<[string, string, string, string, RegExp]>([
    [
      'F22 times that are too old or in the future',
      `${scrapes}sample_out_of_bounds_total`,
      old,
      'F22',
      /clock of the target is wrong/,
    ],
    [
      'X21 samples out of order',
      `${scrapes}sample_out_of_order_total`,
      disorder,
      'PrometheusOutOfOrder',
      /older than what is stored/,
    ],
    [
      'X21 samples that come twice',
      `${scrapes}sample_duplicate_timestamp_total`,
      twice,
      'PrometheusDuplicateTimestamps',
      /one series comes twice/,
    ],
  ])('%s are told with the target that the log names', async (_, counter, log, ...[code, sentence]) => {
    const { status, findings } = await check(risen(counter, 3, log));
    expect(status).toBe('WARN');
    expect(findings).toMatchObject([{ code, certainty: 'CONFIRMED' }]);
    expect(findings[0]?.explanation).toMatch(sentence);
    expect(findings[0]?.explanation).toContain('Samples of http://trading-bot:8082/metrics');
    expect(findings[0]?.evidence?.map(({ kind }) => kind)).toEqual(['METRIC', 'LOG']);
  });

  it.each<[string, string, string]>([
    ['F21 samples', `${scrapes}exceeded_sample_limit_total`, 'limit=sample_limit'],
    ['F21 bytes', `${scrapes}exceeded_body_size_limit_total`, 'limit=body_size_limit'],
    ['F21 targets', 'prometheus_target_scrape_pool_exceeded_target_limit_total', 'limit=target_limit'],
    ['F21 labels', 'prometheus_target_scrape_pool_exceeded_label_limits_total', 'limit=label_limit'],
  ])('%s above a limit are told, unless the target that is down for it is', async (_, counter, aspect) => {
    expect((await check(risen(counter, 3))).findings).toMatchObject([{ code: 'F21', aspect }]);
    const targets = [...wellTargets, down('big', 'big:1', 'sample limit exceeded')];
    expect((await check(risen(counter, 3, '', targets))).findings).toEqual([]);
  });
});
