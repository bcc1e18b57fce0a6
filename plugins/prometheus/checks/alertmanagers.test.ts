import { describe, expect, it } from 'vitest';
import { runCheck } from 'custos/plugin-sdk/testing';
import type { FakeRoutes, FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import {
  alertmanagersRoute,
  alertmanagerUrl,
  answering,
  containersWith,
  metricsRoute,
  now,
  success,
  wellWorld,
} from '../targets-worlds.ts';

const errors = (url = alertmanagerUrl): string =>
  `prometheus_notifications_errors_total{alertmanager="${url}"}`;
const sent = (url = alertmanagerUrl): string => `prometheus_notifications_sent_total{alertmanager="${url}"}`;
const increase = (name: string, minutes = 5): string =>
  `increase(prometheus_notifications_${name}_total[${String(minutes)}m])`;
const to = (value: number, alertmanager = alertmanagerUrl) => ({
  labels: { alertmanager, job: 'prometheus' },
  value,
});

const check = (world: FakeWorld) => runCheck(plugin, 'alertmanagers', world);
const codes = ({ findings }: Awaited<ReturnType<typeof check>>) => findings.map(({ code }) => code);

/** As Prometheus 2.42 logs that it could not send. */
const line = (err: string): string =>
  `ts=2025-12-31T23:59:58.102Z caller=notifier.go:532 level=error component=notifier alertmanager=${alertmanagerUrl} count=1 msg="Error sending alert" err="Post \\"${alertmanagerUrl}\\": ${err}"`;

/** A world in which sending failed in the last minutes; what wget says when it is tried, and what Prometheus logged. */
function failing(fetch: string, err: string, more: Partial<FakeWorld> = {}): FakeWorld {
  return {
    ...answering(metricsRoute({ [errors()]: 9, prometheus_notifications_dropped_total: 10 })),
    queries: {
      ...wellWorld.queries,
      [increase('errors')]: [to(5)],
      [increase('errors', 1)]: [to(1)],
      [increase('sent')]: [to(5)],
      [increase('dropped')]: [{ labels: { job: 'prometheus' }, value: 5 }],
    },
    ...more,
    container: {
      ...wellWorld.container,
      ...more.container,
      logs: [line(err)],
      commands: { fetch: { exitCode: fetch.startsWith('wget') ? 1 : 0, output: fetch } },
    },
  };
}
const isThere = '  HTTP/1.1 200 OK\n';

describe('The check alertmanagers', () => {
  it('C25 passes when there is one and no alert fails, though the first was dropped before it was found', async () => {
    expect(await check(wellWorld)).toMatchObject({
      status: 'PASS',
      findings: [],
      observed: { active: 1, failing: 0 },
    });
  });

  it.each<[string, string, string, Partial<FakeWorld>, RegExp, string[]]>([
    [
      'F27 names the stopped container, though Prometheus lists it as active',
      "wget: bad address 'alertmanager:9093'",
      'dial tcp: lookup alertmanager on 127.0.0.11:53: no such host',
      { containers: containersWith('alertmanager', { state: { status: 'exited', exitCode: 0 } }) },
      /its container trading-bot-alertmanager-1 is stopped \(exit code 0\)\. Start it/,
      ['start alertmanager'],
    ],
    [
      'F27 names the network that it lost',
      "wget: bad address 'alertmanager:9093'",
      'dial tcp: lookup alertmanager on 127.0.0.11:53: no such host',
      { containers: containersWith('alertmanager', { networks: [] }) },
      /have no network in common/,
      ['reconnect-network alertmanager'],
    ],
    [
      'F27 names a process that does not listen',
      "wget: can't connect to remote host (172.18.0.4): Connection refused",
      'dial tcp 172.18.0.4:9093: connect: connection refused',
      {},
      /nothing in it listens on port 9093/,
      ['restart alertmanager'],
    ],
  ])('%s', async (_, fetch, err, ...[more, sentence, remedies]) => {
    const checked = await check(failing(fetch, err, more));
    expect(checked.status).toBe('FAIL');
    expect(codes(checked)).toEqual(['F27', 'PrometheusErrorSendingAlertsToAny', 'X08']);
    const [finding] = checked.findings;
    expect(finding).toMatchObject({ certainty: 'CONFIRMED', aspect: 'alertmanager=alertmanager:9093' });
    expect(finding?.explanation).toMatch(sentence);
    expect(finding?.evidence?.some(({ kind, excerpt }) => kind === 'LOG' && excerpt.includes(err))).toBe(
      true,
    );
    expect(finding?.remedies?.map(({ action, service = '' }) => `${action} ${service}`)).toEqual(remedies);
  });

  it('F27 is found at once where the container is paused, before anything was sent', async () => {
    const world = {
      ...wellWorld,
      containers: containersWith('alertmanager', { state: { status: 'paused' } }),
    };
    expect(codes(await check(world))).toEqual(['F27']);
  });

  it('F27 that cannot be tried out is found while sending fails, and not when that is over', async () => {
    const world = failing(isThere, 'dial tcp 172.18.0.4:9093: connect: connection refused');
    const untried = { ...world, container: { ...world.container, commands: {} } };
    expect(codes(await check(untried))[0]).toBe('F27');
    const over = { ...untried, queries: { ...untried.queries, [increase('errors', 1)]: [to(0)] } };
    expect(codes(await check(over))).not.toContain('F27');
  });

  it('F27 is not explained by what is logged of another Alertmanager', async () => {
    const world = failing("wget: can't connect to remote host (172.18.0.4): Connection refused", '');
    const other = line('dial tcp: lookup second on 127.0.0.11:53: no such host').replaceAll(
      'alertmanager:9093',
      'second:9093',
    );
    const { findings } = await check({ ...world, container: { ...world.container, logs: [other] } });
    expect(findings[0]?.explanation).toMatch(/nothing in it listens on port 9093/);
    expect(findings[0]?.evidence?.some(({ kind }) => kind === 'LOG')).toBe(false);
  });

  it('F27 names a wrong address', async () => {
    const url = 'http://alert-manager:9093/api/v2/alerts';
    const world: FakeWorld = {
      ...answering(alertmanagersRoute(url), metricsRoute({ [errors(url)]: 4 })),
      queries: { ...wellWorld.queries, [increase('errors')]: [to(4, url)] },
      container: {
        ...wellWorld.container,
        commands: { fetch: { exitCode: 1, output: "wget: bad address 'alert-manager:9093'" } },
      },
    };
    const { findings } = await check(world);
    expect(findings[0]).toMatchObject({ code: 'F27', aspect: 'alertmanager=alert-manager:9093' });
    expect(findings[0]?.explanation).toMatch(
      /no container of the stack is called alert-manager\. Was .*alertmanager.* meant/,
    );
  });

  it('F27 is bearable while another Alertmanager takes the alerts', async () => {
    const second = 'http://second:9093/api/v2/alerts';
    const world: FakeWorld = {
      ...answering(alertmanagersRoute(alertmanagerUrl, second)),
      containers: containersWith('alertmanager', { state: { status: 'exited' } }),
    };
    expect((await check(world)).findings).toMatchObject([{ code: 'F27', severity: 'WARNING' }]);
  });

  it('F26 is an interface that the Alertmanager no longer has', async () => {
    const url = 'http://alertmanager:9093/api/v1/alerts';
    const world = (version: string): FakeWorld => ({
      ...answering(alertmanagersRoute(url)),
      peers: (wellWorld.peers ?? []).map((peer) =>
        peer.kind === 'alertmanager' ? { ...peer, version } : peer,
      ),
    });
    expect(codes(await check(world('0.27.0')))).toEqual(['F26']);
    expect(codes(await check(world('0.26.0')))).toEqual([]);
  });

  it('C25 fails where none is found, and is skipped where none is wanted', async () => {
    const none: FakeRoutes = {
      ...alertmanagersRoute(),
      ...metricsRoute({ 'prometheus_sd_discovered_targets{config="config-0",name="notify"}': 0 }),
    };
    expect(await check(answering(none))).toMatchObject({
      status: 'FAIL',
      findings: [{ code: 'PrometheusNotConnectedToAlertmanagers', certainty: 'CONFIRMED' }],
    });
    const unwanted = {
      ...alertmanagersRoute(),
      '/metrics': `process_start_time_seconds ${String(now / 1000 - 3600)}\n`,
    };
    expect(await check({ ...answering(unwanted), peers: [] })).toMatchObject({ status: 'SKIPPED' });
    const { findings } = await check(answering(unwanted));
    expect(findings[0]?.explanation).toMatch(/has no alerting section, though the stack has alertmanager/);
  });

  it('C25 is open in the first seconds, when none can be found yet', async () => {
    const just = { ...alertmanagersRoute(), ...metricsRoute({ process_start_time_seconds: now / 1000 - 3 }) };
    expect(await check(answering(just))).toMatchObject({ status: 'UNKNOWN', findings: [] });
  });

  it('C25 tells of Alertmanagers that relabelling drops', async () => {
    const dropped = {
      '/api/v1/alertmanagers': success({
        activeAlertmanagers: [],
        droppedAlertmanagers: [{ url: alertmanagerUrl }],
      }),
    };
    expect((await check(answering(dropped))).findings[0]?.explanation).toMatch(/relabelling drops the one/);
  });
});

describe('Alerts that were lost', () => {
  it('X08 with every Alertmanager, by an error of its own, are told though it can be reached', async () => {
    const checked = await check(failing(isThere, 'bad response status 500 Internal Server Error'));
    expect(checked.status).toBe('WARN');
    expect(codes(checked)).toEqual(['PrometheusErrorSendingAlertsToAny', 'X08']);
  });

  it('X08 with one of two Alertmanagers are told as such', async () => {
    const second = 'http://second:9093/api/v2/alerts';
    const base = failing(isThere, 'x');
    const metrics = metricsRoute({ [errors()]: 9, [errors(second)]: 0, [sent(second)]: 100 });
    const routes = { ...base.routes, ...alertmanagersRoute(alertmanagerUrl, second), ...metrics };
    const queries = {
      ...base.queries,
      [increase('sent')]: [to(100), to(100, second)],
      [increase('dropped')]: [],
    };
    expect(codes(await check({ ...base, routes, queries }))).toEqual(['PrometheusErrorSendingAlertsToSome']);
  });

  it('X08 below one in a hundred are a blip', async () => {
    const base = failing(isThere, 'x');
    const queries = {
      ...base.queries,
      [increase('errors')]: [to(0.5)],
      [increase('sent')]: [to(100)],
      [increase('dropped')]: [],
    };
    expect(codes(await check({ ...base, queries }))).toEqual([]);
  });

  it.each<[string, Partial<FakeWorld>]>([
    ['when none failed in the last minute', { queries: { [increase('errors', 1)]: [to(0)] } }],
    [
      'when the stack was being started',
      { routes: metricsRoute({ [errors()]: 1, process_start_time_seconds: now / 1000 - 40 }) },
    ],
  ])('X08 belong to the past %s', async (_, more) => {
    const base = failing(isThere, 'x');
    const checked = await check({
      ...base,
      routes: { ...base.routes, ...more.routes },
      queries: { ...base.queries, ...more.queries },
    });
    expect(checked.status).toBe('PASS');
    expect(checked.findings.every(({ severity }) => severity === 'INFO')).toBe(true);
    expect(checked.findings[0]?.explanation).toMatch(/^It is over/);
  });

  it('X08 are soon to be where the queue runs full', async () => {
    const queue = (length: number) =>
      answering(metricsRoute({ prometheus_notifications_queue_length: length }));
    expect(codes(await check(queue(8500)))).toEqual(['PrometheusNotificationQueueRunningFull']);
    expect(codes(await check(queue(7500)))).toEqual([]);
  });
});
