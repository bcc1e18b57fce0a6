import { describe, expect, it } from 'vitest';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeRoutes } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { commands } from '../commands.ts';
import {
  answers,
  ended,
  logged,
  metricsRoute,
  metricsText,
  runningConfiguration,
  startLines,
  wellWorld,
  worldWith,
} from '../worlds.ts';

const answered = (output: string, exitCode = 1) =>
  worldWith({ container: { commands: { 'open-http': { exitCode, output } } } });

describe('The check receivers', () => {
  it('C30 passes where all of them can be reached', async () => {
    expect(await runCheck(plugin, 'receivers', wellWorld)).toMatchObject({
      status: 'PASS',
      observed: { tried: ['http://hook:8080', 'smtp://mail.example.com:25'] },
    });
  });

  it.each<[string, string, number, RegExp]>([
    ['a name', "wget: bad address 'hook:8080'\n", 1, /no such host/],
    [
      'a port',
      "wget: can't connect to remote host (172.18.0.4): Connection refused\n",
      1,
      /connection refused/,
    ],
    ['the network', '', 143, /i\/o timeout/],
    [
      'TLS',
      'wget: note: TLS certificate validation not implemented\nwget: got bad TLS record (len:103) while expecting handshake record\n',
      1,
      /tls: the handshake fails/,
    ],
    ['something else', 'wget: out of order\n', 1, /it ended with 1/],
  ])('C30 F25 tells that %s stands in the way', async (_, output, exitCode, sentence) => {
    const { status, findings } = await runCheck(plugin, 'receivers', answered(output, exitCode));
    expect(status).toBe('FAIL');
    expect(findings).toMatchObject([{ code: 'F25', certainty: 'CONFIRMED', aspect: 'receiver=hook' }]);
    expect(findings[0]?.explanation).toMatch(/^http:\/\/hook:8080 of the receiver hook cannot be reached/);
    expect(findings[0]?.explanation).toMatch(sentence);
  });

  it('takes any answer for one: 404 to the head of / is as good as 200', async () => {
    const output = '  HTTP/1.1 404 Not Found\nwget: server returned error: HTTP/1.1 404 Not Found\n';
    expect((await runCheck(plugin, 'receivers', answered(output))).status).toBe('PASS');
  });

  it('never shows the path of a webhook, which may be secret', async () => {
    const { observed, findings } = await runCheck(plugin, 'receivers', answered("wget: bad address 'hook'"));
    expect(JSON.stringify({ observed, findings })).not.toMatch(/key=abc/);
    const [command] = commands.filter(({ name }) => name === 'open-http');
    expect(command?.argv.at(-1)).toBe('{scheme}://{host}:{port}/');
  });

  it('reads the file where the version hides the addresses', async () => {
    const configuration = runningConfiguration.replace('http://hook:8080/alerts?key=abc', '<secret>');
    const world = worldWith({
      routes: answers([], { configuration }),
      container: {
        files: {
          '/etc/alertmanager/alertmanager.yml':
            "receivers: [{ webhook_configs: [{ url: 'http://hidden:81/x' }] }]",
        },
      },
    });
    expect((await runCheck(plugin, 'receivers', world)).observed).toMatchObject({
      tried: ['smtp://mail.example.com:25', 'http://hidden:81'],
    });
  });

  it.each<[string, string, RegExp]>([
    ['no receiver has an address', 'route:\n  receiver: a\nreceivers:\n- name: a\n', /has an address/],
    [
      'it sends through a proxy',
      runningConfiguration.replace('follow_redirects: true', 'proxy_url: http://proxy:3128'),
      /through a proxy/,
    ],
  ])('is skipped where %s', async (_, configuration, summary) => {
    const ended = await runCheck(plugin, 'receivers', worldWith({ routes: answers([], { configuration }) }));
    expect(ended.status).toBe('SKIPPED');
    expect(ended.summary).toMatch(summary);
  });

  it('does not know where the image has no program to try with', async () => {
    const output = 'OCI runtime exec failed: "timeout": executable file not found in $PATH: unknown';
    expect((await runCheck(plugin, 'receivers', answered(output, 126))).status).toBe('UNKNOWN');
  });
});

describe('The check status of a diagnosis', () => {
  it('C26 passes where it runs what it loaded last', async () => {
    expect((await runCheck(plugin, 'status', wellWorld)).status).toBe('PASS');
  });

  it('C26 X01 tells why the last reload failed', async () => {
    const line = logged(
      'ts=2025-12-31T23:59:00.535Z caller=coordinator.go:118 level=error component=configuration msg="Loading configuration file failed" file=/cfg/a.yml err="undefined receiver \\"nosuch\\" used in route"',
    );
    const world = worldWith({
      routes: metricsRoute({ alertmanager_config_last_reload_successful: 0 }),
      container: { logs: [...startLines, line] },
    });
    const { status, findings } = await runCheck(plugin, 'status', world);
    expect(status).toBe('FAIL');
    expect(findings).toMatchObject([{ code: 'X01', certainty: 'CONFIRMED' }]);
    expect(findings[0]?.explanation).toMatch(/old routes.*undefined receiver "nosuch"/);
  });

  it('fails with the cause where it does not answer, and finds that when nothing else explains it', async () => {
    const routes: FakeRoutes = {
      '/api/v2/status': { failure: 'REFUSED' },
      '/metrics': { failure: 'REFUSED' },
    };
    expect(await runCheck(plugin, 'status', { ...ended(), routes })).toMatchObject({
      ...{ status: 'FAIL', cause: 'REFUSED' },
      findings: [{ code: 'AlertmanagerUnreachable', remedies: [{ action: 'restart' }] }],
    });
  });

  it('finds nothing where it only wants credentials', async () => {
    const routes: FakeRoutes = { '/api/v2/status': { status: 401 }, '/metrics': { status: 401 } };
    const ended = await runCheck(plugin, 'status', worldWith({ routes }));
    expect(ended).toMatchObject({ status: 'FAIL', cause: 'UNAUTHORIZED', findings: [] });
  });

  it('tells who answers in its place', async () => {
    const routes: FakeRoutes = { '/metrics': 'prometheus_build_info{version="2.42.0"} 1\n' };
    expect(await runCheck(plugin, 'status', { routes })).toMatchObject({ cause: 'WRONG_SERVICE' });
  });
});

describe('The check internals', () => {
  it.each<[string, string, string, string, string]>([
    [
      'refused alerts',
      'alertmanager_alerts_invalid_total',
      'version="v2"',
      'AlertmanagerAlertsInvalid',
      'WARN',
    ],
    [
      'X10 suppressed notifications',
      'alertmanager_notifications_suppressed_total',
      'reason="silence"',
      'AlertmanagerNotificationsSuppressed',
      'PASS',
    ],
    [
      'data that cannot be written',
      'alertmanager_nflog_maintenance_errors_total',
      '',
      'AlertmanagerMaintenanceErrors',
      'WARN',
    ],
    [
      'silences that cannot be written',
      'alertmanager_silences_maintenance_errors_total',
      '',
      'AlertmanagerMaintenanceErrors',
      'WARN',
    ],
    ['dropped events', 'alertmanager_events_dropped_total', '', 'AlertmanagerEventsDropped', 'WARN'],
  ])('tells %s apart', async (_, metric, label, ...expected) => {
    const [code, status] = expected;
    const name = label === '' ? metric : `${metric}{${label}}`;
    const twice = [3, 4].map((value) => metricsText({ [name]: value }));
    const ended = await runCheck(plugin, 'internals', worldWith({ routes: { '/metrics': twice } }));
    expect(ended.status).toBe(status);
    expect(ended.findings.map((finding) => finding.code)).toEqual([code]);
    expect(ended.findings[0]?.explanation).toContain(/"(.*)"/.exec(label)?.[1] ?? '');
  });

  it('finds nothing in a counter that grew once and stands still', async () => {
    const routes = metricsRoute({ 'alertmanager_alerts_invalid_total{version="v2"}': 3 });
    expect(await codesOf(plugin, 'internals', worldWith({ routes }))).toEqual([]);
  });
});
