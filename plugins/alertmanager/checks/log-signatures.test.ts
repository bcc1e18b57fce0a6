import { describe, expect, it } from 'vitest';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { ended, logged, startLines, wellWorld, worldWith } from '../worlds.ts';

const head = 'ts=2025-12-31T23:59:57.535Z caller=';
const failedLoading = (error: string): string =>
  `${head}coordinator.go:118 level=error component=configuration msg="Loading configuration file failed" file=/etc/alertmanager/alertmanager.yml err="${error}"`;

describe('The check logs of Alertmanager', () => {
  it('C02 passes where nothing failed', async () => {
    expect(await runCheck(plugin, 'log-signatures', wellWorld)).toMatchObject({
      status: 'PASS',
      findings: [],
    });
  });

  it.each<[string, string, string, RegExp, string]>([
    [
      'F24 a receiver that is not there is told by name',
      failedLoading('undefined receiver \\"nosuch\\" used in route'),
      'F24',
      /Add a receiver of the name nosuch/,
      'write-configuration',
    ],
    [
      'F24 a variable that nobody replaces is told as one',
      failedLoading('unsupported scheme \\"\\" for URL'),
      'F24',
      /Alertmanager replaces none/,
      'write-configuration',
    ],
    [
      'F24 a template that cannot be read is told',
      `${head}coordinator.go:132 component=configuration msg="one or more config change subscribers failed to apply new config" file=/cfg/bad3.yml err="failed to parse templates: template: t.tmpl:1: function \\"nosuch\\" not defined"`,
      'F24',
      /function "nosuch" not defined/,
      'write-configuration',
    ],
    [
      'F05 data that belong to somebody else are told by their path',
      `${head}main.go:293 level=error err="open /alertmanager/nflog: permission denied"`,
      'F05',
      /open \/alertmanager\/nflog: permission denied/,
      'fix-ownership',
    ],
    [
      'F05 a folder that it may not make is told by its path',
      `${head}main.go:246 level=error msg="Unable to create data directory" err="mkdir /var/lib: permission denied"`,
      'F05',
      /mkdir \/var\/lib/,
      'fix-ownership',
    ],
    [
      'garbage in its data is told as such',
      `${head}main.go:312 level=error err="unexpected EOF"`,
      'AlertmanagerDataCorrupt',
      /nflog/,
      'back-up',
    ],
    [
      'a port that is held is told',
      `${head}main.go:540 level=error msg="Listen error" err="listen tcp :9093: bind: address already in use"`,
      'F04',
      /Another process holds its port/,
      'free-port',
    ],
    [
      'a flag that it does not know is told',
      "alertmanager: error: unknown long flag '--nosuch', try --help",
      'F13',
      /unknown long flag '--nosuch'/,
      'recreate',
    ],
  ])('%s', async (_, line, ...expected) => {
    const [code, sentence, action] = expected;
    const { status, findings } = await runCheck(plugin, 'log-signatures', ended(line));
    expect(status).toBe('FAIL');
    expect(findings).toMatchObject([{ code, certainty: 'CONFIRMED' }]);
    expect(findings[0]?.explanation).toMatch(sentence);
    expect(findings[0]?.remedies?.[0]?.action).toBe(action);
  });

  it('F26 a sender to the interface that is gone is told', async () => {
    const line = logged(
      'time=2025-12-31T23:59:00.000Z level=WARN source=api.go:120 msg="v1 API received a request on a removed endpoint" endpoint=/api/v1/alerts method=POST',
    );
    expect(
      await codesOf(plugin, 'log-signatures', worldWith({ container: { logs: [...startLines, line] } })),
    ).toEqual(['F26']);
  });

  it('leaves a failed reload that was followed by a good one to the past', async () => {
    const world = worldWith({
      container: {
        logs: [logged(failedLoading('yaml: line 2: did not find expected key'), 119.5), ...startLines],
      },
    });
    expect(await codesOf(plugin, 'log-signatures', world)).toEqual([]);
  });

  it('leaves what was logged before it was started to the past', async () => {
    const world = worldWith({
      container: { logs: [logged(failedLoading('yaml: line 2'), 180), ...startLines] },
    });
    expect(await codesOf(plugin, 'log-signatures', world)).toEqual([]);
  });

  it('takes a delivery that is refused for no refusal of its data', async () => {
    const line = logged(
      `${head}dispatch.go:352 level=error component=dispatcher msg="Notify for alerts failed" num_alerts=1 err="hook/webhook[0]: notify retry canceled: open /tmp/x: permission denied"`,
    );
    expect(
      await codesOf(plugin, 'log-signatures', worldWith({ container: { logs: [...startLines, line] } })),
    ).toEqual([]);
  });
});

describe('The check offline-configuration', () => {
  const checked = (output: string, exitCode = 1) => ({ exitCode, output });

  it('C04 passes what amtool passes', async () => {
    expect((await runCheck(plugin, 'offline-configuration', wellWorld)).status).toBe('PASS');
  });

  it('C04 F24 tells what amtool says of the file while it runs', async () => {
    const output = `Checking '/cfg/a.yml'amtool: error: failed to validate 1 file(s)\n\n  FAILED: undefined receiver "nosuch" used in route\n`;
    const world = worldWith({ container: { commands: { 'check-configuration': checked(output) } } });
    const { status, findings } = await runCheck(plugin, 'offline-configuration', world);
    expect(status).toBe('FAIL');
    expect(findings).toMatchObject([{ code: 'F24', certainty: 'CONFIRMED' }]);
    expect(findings[0]?.explanation).toMatch(/undefined receiver "nosuch" used in route\. Add a receiver/);
    expect(findings[0]?.remedies?.[1]?.action).toBe('reload-configuration');
  });

  it('C04 asks amtool in a one-shot container where it does not run', async () => {
    const { container, ...rest } = ended();
    const commands = {
      'helper check-configuration': checked("amtool: error: path '/cfg/none.yml' does not exist\n"),
    };
    const { findings } = await runCheck(plugin, 'offline-configuration', {
      ...rest,
      container: { ...container, commands },
    });
    expect(findings[0]?.explanation).toMatch(
      /does not exist\. Nothing is mounted there|Nothing is mounted at/,
    );
    expect(findings[0]?.remedies?.[1]?.action).toBe('start');
  });

  it('does not know where the image has no amtool', async () => {
    const output =
      'OCI runtime exec failed: exec failed: "amtool": executable file not found in $PATH: unknown';
    const world = worldWith({ container: { commands: { 'check-configuration': checked(output, 126) } } });
    expect(await runCheck(plugin, 'offline-configuration', world)).toMatchObject({
      status: 'UNKNOWN',
      findings: [],
    });
  });
});
