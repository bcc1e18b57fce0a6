import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { LogLine } from 'custos/plugin-sdk';
import { describe, expect, it } from 'vitest';
import plugin from './plugin.ts';
import { contained, well } from './worlds.ts';

const now = Date.UTC(2026, 0, 1);
const line = (text: string, secondsAgo = 1): LogLine => ({
  at: now - secondsAgo * 1000,
  stream: 'stdout',
  text,
});
const codes = (...logs: readonly LogLine[]) => codesOf(plugin, 'log-signatures', contained({ logs }));

const lockedOut =
  'logger=authn.service level=info msg="Failed to authenticate request" client=auth.client.basic error="[password-auth.failed] too many consecutive incorrect login attempts for user - login for user temporarily blocked"';
const wrongPassword =
  'logger=authn.service level=info msg="Failed to authenticate request" client=auth.client.form error="[password-auth.failed] failed to authenticate identity: [password-auth.invalid] invalid password"';
const locked = 'logger=sqlstore level=error msg="Failed to save session" error="database is locked"';

describe('In the log of a Grafana', () => {
  it.each<[string, string, readonly LogLine[]]>([
    ['C02 F28 an account that is locked out', 'F28', [line(lockedOut)]],
    [
      'F29 a client that keeps a wrong password',
      'F29',
      [line(wrongPassword, 200), line(wrongPassword, 100), line(wrongPassword)],
    ],
    [
      'F30 a volume of somebody else, before it starts',
      'F30',
      [line("GF_PATHS_DATA='/var/lib/grafana' is not writable.", 4000)],
    ],
    [
      'F30 a volume of somebody else, when it writes',
      'F30',
      [
        line(
          'logger=migrator level=error msg="Executing migration failed" error="attempt to write a readonly database (8)"',
        ),
      ],
    ],
    [
      'F31 a database that is locked time and again',
      'F31',
      [line(locked, 600), line(locked, 300), line(locked)],
    ],
    [
      'F32 provisioning that keeps it from starting',
      'F32',
      [
        line(
          'Error: ✗ Datasource provisioning error: datasource.yaml config is invalid. Only one datasource per organization can be marked as default',
        ),
      ],
    ],
    [
      'F32 provisioning that failed',
      'F32',
      [
        line(
          'logger=provisioning level=error msg="Failed to provision data sources" error="Datasource provisioning error: yaml: line 7: did not find expected key"',
        ),
      ],
    ],
    [
      'F33 secrets of another key',
      'F33',
      [
        line(
          'logger=datasources level=error msg="failed to decrypt secure json data" error="cipher: message authentication failed"',
        ),
      ],
    ],
    [
      'F10 a disk that is full',
      'F10',
      [line('logger=sqlstore level=error msg="insert" error="database or disk is full"')],
    ],
    [
      'F04 a port that is taken',
      'F04',
      [
        line(
          'logger=server level=error msg="Server shutdown" error="*api.HTTPServer run error: failed to open listener on address 0.0.0.0:3000: listen tcp 0.0.0.0:3000: bind: address already in use"',
        ),
      ],
    ],
  ])('%s is told of', async (_, code, logs) => {
    expect(await codes(...logs)).toContain(code);
  });

  it.each<[string, readonly LogLine[]]>([
    ['one password that somebody mistyped', [line(wrongPassword)]],
    ['a lockout that is over', [line(lockedOut, 301)]],
    ['a database that was locked twice', [line(locked, 60), line(locked)]],
    ['a database that was locked long ago', [line(locked, 1000), line(locked, 950), line(locked, 920)]],
    ['what was said before this run', [line("GF_PATHS_DATA='/var/lib/grafana' is not writable.", 90_000)]],
    [
      'what it always says',
      [
        line('logger=sqlstore level=info msg="Connecting to DB" dbtype=sqlite3'),
        line(
          'logger=provisioning.datasources level=info msg="inserting datasource from configuration" name=Prometheus',
        ),
      ],
    ],
  ])('%s is not', async (_, logs) => {
    expect(await codes(...logs)).toEqual([]);
  });

  it('what it said before it stopped is told of, and is critical', async () => {
    const state = { status: 'exited', exitCode: 1, finishedAt: now - 3_600_000 };
    const said = line(
      'Error: ✗ Datasource provisioning error: Only one datasource per organization can be marked as default',
      3601,
    );
    const { findings } = await runCheck(plugin, 'log-signatures', contained({ state, logs: [said] }));
    expect(findings).toMatchObject([{ code: 'F32', severity: 'CRITICAL' }]);
    const old = line("GF_PATHS_DATA='/var/lib/grafana' is not writable.", 3600 + 121);
    expect(await codesOf(plugin, 'log-signatures', contained({ state, logs: [old] }))).toEqual([]);
  });

  it('what a line names is named', async () => {
    const [found] = (
      await runCheck(
        plugin,
        'log-signatures',
        contained({ logs: [line("GF_PATHS_DATA='/var/lib/grafana' is not writable.")] }),
      )
    ).findings;
    expect(found?.explanation).toContain('(/var/lib/grafana)');
    expect(found?.remedies?.[0]?.action).toBe('fix-ownership');
    expect(found?.evidence?.[0]?.excerpt).toBe("GF_PATHS_DATA='/var/lib/grafana' is not writable.");
  });

  it('nothing is to be read without a container', async () => {
    expect((await runCheck(plugin, 'log-signatures', { ...well, container: null })).status).toBe('SKIPPED');
  });
});
