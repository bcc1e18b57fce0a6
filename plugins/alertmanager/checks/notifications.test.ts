import { describe, expect, it } from 'vitest';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import {
  alert,
  answers,
  logged,
  metricsRoute,
  runningConfiguration,
  startLines,
  watchdog,
  wellWorld,
  worldWith,
} from '../worlds.ts';

const requests = 'alertmanager_notification_requests_failed_total{integration="webhook"}';
const givenUp = 'alertmanager_notifications_failed_total{integration="webhook"}';
const total = 'alertmanager_notifications_total{integration="webhook"}';

const attempt = (err: string, where = 'receiver=hook integration=webhook[0]') =>
  `ts=2025-12-31T23:59:00.081Z caller=notify.go:732 level=warn component=dispatcher ${where} msg="Notify attempt failed, will retry later" attempts=1 err="${err}"`;

/** Requests failed, and one more just now. */
const failing = (...lines: readonly string[]): FakeWorld =>
  worldWith({
    routes: {
      '/metrics': [
        metricsRoute({ [requests]: 4 })['/metrics'],
        metricsRoute({ [requests]: 5 })['/metrics'],
      ].map(String),
    },
    container: { logs: [...startLines, ...lines.map((line) => logged(line))] },
  });
const check = (world: FakeWorld) => runCheck(plugin, 'notifications', world);

describe('The check notifications', () => {
  it('C29 passes where no request fails', async () => {
    expect(await check(wellWorld)).toMatchObject({ status: 'PASS', findings: [] });
  });

  it.each<[string, string, RegExp]>([
    [
      'F25 an error of the receiver',
      'unexpected status code 500: http://hook:8080/: nope',
      /It fails itself \(500\)/,
    ],
    ['F25 what the receiver refuses', 'unexpected status code 404: http://hook:8080/', /not tried again/],
    ['F25 refused credentials', 'unexpected status code 401: http://hook:8080/', /credentials \(401\)/],
    [
      'F25 a closed port',
      'Post \\"http://user:***@127.0.0.1:9/hook\\": dial tcp 127.0.0.1:9: connect: connection refused',
      /Nothing listens there/,
    ],
    [
      'F25 a name that is not there',
      'Post \\"<redacted>\\": dial tcp: lookup hook on 127.0.0.11:53: no such host',
      /cannot be resolved/,
    ],
    ['F25 a certificate', 'Post \\"<redacted>\\": x509: certificate has expired', /TLS fails/],
    ['F25 silence', 'Post \\"<redacted>\\": context deadline exceeded', /cannot be reached in time/],
  ])('C29 %s is told by what was logged', async (_, err, advice) => {
    const { status, findings } = await check(failing(attempt(err)));
    expect(status).toBe('WARN');
    expect(findings).toMatchObject([
      { code: 'F25', certainty: 'CONFIRMED', severity: 'WARNING', aspect: 'receiver=hook' },
    ]);
    expect(findings[0]?.explanation).toMatch(advice);
  });

  it('F25 says that nobody is told when each receiver fails', async () => {
    const world = failing(
      attempt('connection refused'),
      attempt('no such host', 'receiver=mail integration=email[0]'),
    );
    const { status, findings } = await check(world);
    expect(status).toBe('FAIL');
    expect(findings.map(({ severity }) => severity)).toEqual(['CRITICAL', 'CRITICAL']);
    expect(findings[0]?.explanation).toMatch(/Nobody is told of any alert/);
  });

  it('F25 reads the receiver of what was given up from its error', async () => {
    const line =
      'ts=2025-12-31T23:59:00.000Z caller=dispatch.go:352 level=error component=dispatcher msg="Notify for alerts failed" num_alerts=1 err="hook/webhook[0]: notify retry canceled due to unrecoverable error after 1 attempts: unexpected status code 404: http://hook:8080/"';
    expect((await check(failing(line))).findings).toMatchObject([{ aspect: 'receiver=hook' }]);
  });

  it('X10 knows by the counter alone, where the log cannot be read', async () => {
    const { container: _, ...world } = failing();
    expect((await check(world)).findings).toMatchObject([
      { code: 'F25', certainty: 'LIKELY', severity: 'WARNING', aspect: 'integration=webhook' },
    ]);
  });

  it('X10 asks Prometheus for the last minutes', async () => {
    const { container: _, ...world } = worldWith({ routes: metricsRoute({ [requests]: 4 }) });
    const queries = {
      'increase(alertmanager_notification_requests_failed_total[15m])': [
        { labels: { integration: 'webhook', instance: 'alertmanager:9093' }, value: 4 },
      ],
    };
    expect(await codesOf(plugin, 'notifications', { ...world, queries })).toEqual(['F25']);
    // Without that record the counter, which stands still, tells of the past.
    expect(await codesOf(plugin, 'notifications', world)).toEqual([]);
  });

  it('notes only what failed and went through since', async () => {
    const success =
      'ts=2025-12-31T23:59:10.081Z caller=notify.go:743 level=info component=dispatcher receiver=hook integration=webhook[0] msg="Notify success" attempts=3';
    const { status, findings } = await check(failing(attempt('connection refused'), success));
    expect({ status, findings }).toMatchObject({ status: 'PASS', findings: [{ severity: 'INFO' }] });
  });

  it('leaves a failure of an hour ago to the past', async () => {
    const world = worldWith({
      container: { logs: [...startLines, logged(attempt('connection refused'), 60)] },
    });
    expect(await codesOf(plugin, 'notifications', world)).toEqual([]);
  });
});

describe('Notifications that are given up', () => {
  const queries = (failed: number, sent: number, labels: Readonly<Record<string, string>> = {}) => ({
    'increase(alertmanager_notifications_failed_total[15m])': [
      { labels: { integration: 'webhook', ...labels }, value: failed },
    ],
    'increase(alertmanager_notifications_total[15m])': [{ labels: { integration: 'webhook' }, value: sent }],
  });
  const world = (failed: number, sent: number, labels = {}): FakeWorld => ({
    ...worldWith({ routes: metricsRoute({ [givenUp]: 5, [total]: 100 }) }),
    queries: queries(failed, sent, labels),
  });

  it.each<[number, number, string[]]>([
    [5, 100, ['AlertmanagerFailedToSendAlerts']],
    [5, 5, ['AlertmanagerClusterFailedToSendAlerts']],
    [1, 200, []],
  ])('X10 of %d among %d are %j', async (failed, sent, codes) => {
    expect(await codesOf(plugin, 'notifications', world(failed, sent))).toEqual(codes);
  });

  it('are told with the reason, where the version knows one', async () => {
    const { findings } = await check(world(5, 100, { reason: 'rateLimited' }));
    expect(findings[0]?.explanation).toMatch(/5 % .*\(rateLimited\)/);
  });
});

describe('An alert that fires for long', () => {
  const world = (startsAt: string, configuration = runningConfiguration): FakeWorld =>
    worldWith({
      routes: {
        ...metricsRoute({ [total]: 0 }),
        ...answers([watchdog, alert({ alertname: 'Plain' }, { startsAt })], { configuration }),
      },
    });
  const long = '2025-12-31T23:50:00.000Z';

  it('P08 is told where nothing was ever sent', async () => {
    expect(await codesOf(plugin, 'notifications', world(long))).toEqual(['AlertmanagerNotNotified']);
  });

  it.each<[string, FakeWorld]>([
    ['it fires for a minute', world('2025-12-31T23:59:00.000Z')],
    [
      'routes have their hours',
      world(long, runningConfiguration.replace('route:', 'route:\n  mute_time_intervals:\n  - night')),
    ],
  ])('is not where %s', async (_, given) => {
    expect(await codesOf(plugin, 'notifications', given)).toEqual([]);
  });
});

describe('The problem notifications-not-working', () => {
  it('P08 asks all that tells its causes apart', () => {
    const [problem] = plugin.problems ?? [];
    expect(problem).toMatchObject({ name: 'notifications-not-working', reference: 'P08' });
    expect(problem?.checks).toEqual(
      expect.arrayContaining([
        'status',
        'alerts',
        'silences',
        'notifications',
        'receivers',
        'log-signatures',
      ]),
    );
  });

  it('A16 A17 A18 are the actions that help', () => {
    expect(plugin.actions?.map(({ name, reference }) => `${reference ?? ''} ${name}`)).toEqual([
      'A16 reload-configuration',
      'A17 test-alert-delivery',
      'A18 expire-silence',
    ]);
  });
});
