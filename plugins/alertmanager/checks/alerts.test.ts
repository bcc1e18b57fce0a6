import { describe, expect, it } from 'vitest';
import type { Json } from 'custos/plugin-sdk';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { alert, answers, runningConfiguration, watchdog, wellWorld, worldWith } from '../worlds.ts';

const withAlerts = (alerts: readonly Json[], silences: readonly Json[] = [], receiver = 'hook') =>
  worldWith({
    routes: answers(alerts, { silences }),
    container: { commands: { 'route-of': `${receiver}\n` } },
  });

interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex?: boolean;
  readonly isEqual?: boolean;
}

const silence = (matchers: readonly Matcher[], state = 'active'): Json => ({
  id: '45efe372-077f-4d59-a44a-462a18c1973e',
  status: { state },
  comment: 'later',
  createdBy: 'jo',
  endsAt: '2026-01-01T10:18:30.000Z',
  matchers: matchers.map(({ name, value, isRegex = false, isEqual = true }) => ({
    ...{ name, value, isRegex, isEqual },
  })),
});
const id = '45efe372-077f-4d59-a44a-462a18c1973e';
const quiet = { name: 'alertname', value: 'Quiet' };

describe('The check alerts', () => {
  it('C27 tells which receiver the alerts reach', async () => {
    const world = withAlerts([alert({ alertname: 'Plain' })]);
    expect(await runCheck(plugin, 'alerts', world)).toMatchObject({
      ...{ status: 'PASS', findings: [] },
      observed: { firing: 1, silenced: 0, inhibited: 0, receivers: ['hook'] },
    });
  });

  it('C27 tells of a critical alert that goes to nobody while others go to somebody', async () => {
    const lost = alert({ alertname: 'Crit', severity: 'critical' }, { receivers: ['nobody'] });
    const { status, findings } = await runCheck(plugin, 'alerts', withAlerts([lost], [], 'nobody'));
    expect(status).toBe('WARN');
    expect(findings).toMatchObject([{ code: 'AlertmanagerReceiverEmpty', severity: 'WARNING' }]);
    expect(findings[0]?.explanation).toMatch(/^Crit goes to nobody, which tells nobody/);
  });

  it('leaves it at a note where no receiver tells anybody: that was decided', async () => {
    const lost = alert({ alertname: 'Crit', severity: 'critical' }, { receivers: ['nobody'] });
    const configuration = 'route:\n  receiver: nobody\nreceivers:\n- name: nobody\ntemplates: []\n';
    const world = worldWith({ routes: answers([lost], { configuration }) });
    expect((await runCheck(plugin, 'alerts', world)).findings).toMatchObject([{ severity: 'INFO' }]);
  });

  it('C27 names what is inhibited, and what fires besides', async () => {
    const world = withAlerts([
      alert({ alertname: 'Src' }),
      alert({ alertname: 'Tgt' }, { inhibitedBy: ['498e1eb8768f960c'] }),
    ]);
    const { findings } = await runCheck(plugin, 'alerts', world);
    expect(findings).toMatchObject([{ code: 'AlertmanagerAlertsInhibited' }]);
    expect(findings[0]?.explanation).toMatch(/^Tgt fires and is not told.*firing: Src/);
  });

  it('C27 finds routes that were changed and not loaded, by asking amtool', async () => {
    const world = withAlerts([alert({ alertname: 'Plain', severity: 'warning' })], [], 'mail');
    const { findings } = await runCheck(plugin, 'alerts', world);
    expect(findings).toMatchObject([
      { code: 'AlertmanagerRouteNotLoaded', remedies: [{ action: 'reload-configuration' }] },
    ]);
    expect(findings[0]?.explanation).toMatch(
      /goes to hook, but by \/etc\/alertmanager\/alertmanager.yml it would go to mail/,
    );
  });

  it.each(['before', 'after'])('is not misled by what amtool warns of %s it answers', async (place) => {
    const warned = 'Warning: --config.file flag overrides the --alertmanager.url.';
    const said = place === 'before' ? `${warned}\nhook` : `hook\n${warned}`;
    expect(await codesOf(plugin, 'alerts', withAlerts([alert({ alertname: 'Plain' })], [], said))).toEqual(
      [],
    );
  });

  it('finds nothing where amtool gives several receivers in another order', async () => {
    const both = alert({ alertname: 'Plain' }, { receivers: ['hook', 'mail'] });
    expect(await codesOf(plugin, 'alerts', withAlerts([both], [], 'mail,hook'))).toEqual([]);
  });
});

describe('The check silences', () => {
  it('C28 passes where none is in force', async () => {
    expect((await runCheck(plugin, 'silences', wellWorld)).status).toBe('PASS');
  });

  it.each<[string, Json, string, string, string]>([
    ['C28 X11 a silence that hides a critical alert', silence([quiet]), 'critical', 'WARN', 'WARNING'],
    ['C28 a silence that hides a lesser alert', silence([quiet]), 'warning', 'PASS', 'INFO'],
    [
      'X11 a silence that hides everything',
      silence([{ name: 'alertname', value: '.*', isRegex: true }]),
      ...(['warning', 'FAIL', 'CRITICAL'] as const),
    ],
  ])('%s is told', async (_, given, severity, ...expected) => {
    const [status, told] = expected;
    const hidden = alert({ alertname: 'Quiet', severity }, { silencedBy: [id] });
    const ended = await runCheck(plugin, 'silences', withAlerts([hidden], [given]));
    expect(ended.status).toBe(status);
    expect(ended.findings).toMatchObject([
      { code: 'X11', severity: told, remedies: [{ action: 'expire-silence', arguments: { silence: id } }] },
    ]);
    expect(ended.findings[0]?.explanation).toMatch(/of jo \(“later”\) hides .*Quiet.*until 2026-01-01/);
  });

  it.each<[string, Json]>([
    ['is over', silence([{ name: 'alertname', value: '.*', isRegex: true }], 'expired')],
    ['hides nothing that fires', silence([quiet])],
    ['matches everything with one label only', silence([{ name: 'job', value: '.*', isRegex: true }, quiet])],
    ['matches nothing by its sign', silence([{ name: 'job', value: '.*', isRegex: true, isEqual: false }])],
  ])('finds nothing in one that %s', async (_, given) => {
    expect(await codesOf(plugin, 'silences', withAlerts([watchdog], [given]))).toEqual([]);
  });
});

describe('The check watchdog-arrives', () => {
  it('X09 passes where the alert that always fires arrives', async () => {
    expect(await codesOf(plugin, 'watchdog-arrives', wellWorld)).toEqual([]);
  });

  it('X09 notes that none arrives', async () => {
    const { status, findings } = await runCheck(plugin, 'watchdog-arrives', withAlerts([]));
    expect({ status, findings }).toMatchObject({
      status: 'PASS',
      findings: [{ code: 'X09', severity: 'INFO' }],
    });
  });
});

describe('The check templates', () => {
  it('C43 passes where a file matches', async () => {
    expect((await runCheck(plugin, 'templates', wellWorld)).status).toBe('PASS');
  });

  it.each([
    ['no file in the folder', '/etc/alertmanager/other/*.tmpl'],
    ['a file of another ending', '/etc/alertmanager/templates/*.html'],
  ])('C43 warns where there is %s', async (_, pattern) => {
    const configuration = runningConfiguration.replace('/etc/alertmanager/templates/*.tmpl', pattern);
    const world = worldWith({ routes: answers([], { configuration }) });
    const { status, findings } = await runCheck(plugin, 'templates', world);
    expect(status).toBe('WARN');
    expect(findings).toMatchObject([{ code: 'AlertmanagerTemplatesMissing', aspect: `pattern=${pattern}` }]);
  });
});

describe('The check plain-credentials', () => {
  const withFile = (text: string) =>
    worldWith({ container: { files: { '/etc/alertmanager/alertmanager.yml': text } } });

  it('X24 names the keys that hold a secret, and never the secret', async () => {
    const text =
      "global:\n  smtp_auth_password: 's3cret'\n  slack_api_url: https://hooks.slack.com/T/B/x\n# api_key: old\n";
    const ended = await runCheck(plugin, 'plain-credentials', withFile(text));
    expect(ended.findings).toMatchObject([{ code: 'X24' }]);
    expect(ended.findings[0]?.explanation).toMatch(
      /smtp_auth_password \(line 2\), slack_api_url \(line 3\)\./,
    );
    expect(JSON.stringify(ended)).not.toMatch(/s3cret|T\/B\/x/);
  });

  it.each(['smtp_auth_password_file: /run/secrets/x', 'smtp_auth_password: ""', 'smtp_from: a@b.c'])(
    'finds nothing in %s',
    async (line) => {
      expect(await codesOf(plugin, 'plain-credentials', withFile(`global:\n  ${line}\n`))).toEqual([]);
    },
  );
});
