import { describe, expect, it } from 'vitest';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeContainer, FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import {
  answering,
  container,
  file,
  metrics,
  now,
  printing,
  well,
  withContainer,
  withFiles,
  yaml,
} from '../process-worlds.ts';

const failing = (output: string): NonNullable<FakeContainer['commands']> => ({
  'lint-configuration': { exitCode: 1, output },
});
const cut = `Checking ${file}\n  FAILED: parsing YAML file ${file}: yaml: line 8: did not find expected ',' or '}'\n`;
const versioned = (world: FakeWorld, version: string): FakeWorld => ({
  ...world,
  service: { ...world.service, version },
});

describe('What promtool says of the configuration', () => {
  it.each<[string, FakeWorld, string, readonly string[]]>([
    ['C04 passes where it finds nothing', well, 'PASS', []],
    ['C04 F01 fails where it cannot read it', printing(failing(cut)), 'FAIL', ['F01']],
    [
      'C04 F02 fails where it cannot read a rule',
      printing(
        failing(
          `Checking ${file}\n  SUCCESS: 1 rule files found\n SUCCESS: ${file} is valid prometheus config file syntax\n\nChecking /etc/prometheus/rules.yml\n  FAILED:\n/etc/prometheus/rules.yml: 4:15: group "meta", rule 1, "Watchdog": could not parse expression: 1:9: parse error: unclosed left parenthesis\n`,
        ),
      ),
      'FAIL',
      ['F02'],
    ],
    [
      'C04 warns of what is only bad style',
      printing({ 'lint-configuration': { exitCode: 3, output: '1 duplicate rule(s) found.' } }),
      'WARN',
      [],
    ],
    [
      'C04 is asked of a one-shot container where it does not run',
      withContainer({
        state: { status: 'exited', exitCode: 2 },
        commands: { 'helper lint-configuration': { exitCode: 1, output: cut } },
      }),
      'FAIL',
      ['F01'],
    ],
    [
      'C04 is asked of a one-shot container where it falls just then',
      withContainer({
        restartCount: 3,
        commands: { 'helper lint-configuration': { exitCode: 1, output: cut } },
      }),
      'FAIL',
      ['F01'],
    ],
    [
      'C04 is not known where it does not run and its file is on no mount: an image has another',
      withContainer({
        mounts: [],
        state: { status: 'exited', exitCode: 2 },
        commands: { 'helper lint-configuration': { exitCode: 0, output: 'SUCCESS' } },
      }),
      'UNKNOWN',
      [],
    ],
    ['C04 is not known where it is paused', withContainer({ state: { status: 'paused' } }), 'UNKNOWN', []],
    [
      'C04 is not known where there is no promtool',
      printing({
        'lint-configuration': { exitCode: 127, output: 'exec: "promtool": executable file not found' },
      }),
      'UNKNOWN',
      [],
    ],
    [
      'C04 is not known where it does not end',
      printing({ 'lint-configuration': { exitCode: null, output: '' } }),
      'UNKNOWN',
      [],
    ],
    ['C04 does not apply without a container', { ...well, container: null }, 'SKIPPED', []],
  ])('%s', async (_, world, status, codes) => {
    const checked = await runCheck(plugin, 'offline-configuration', world);
    expect([checked.status, checked.findings.map(({ code }) => code)]).toEqual([status, codes]);
  });

  it('X25 is asked with --lint-fatal only of versions that know it', async () => {
    const world = versioned(
      printing({ 'check-configuration': { exitCode: 0, output: 'SUCCESS' } }),
      '2.30.0',
    );
    const { 'lint-configuration': _, ...without } = world.container?.commands ?? {};
    const old = { ...world, container: { ...world.container, commands: without } };
    expect(await runCheck(plugin, 'offline-configuration', old)).toMatchObject({ status: 'PASS' });
    expect(await runCheck(plugin, 'offline-configuration', versioned(old, '2.42.0'))).toMatchObject({
      status: 'UNKNOWN',
    });
  });

  it('C04 names the file, the line and the job', async () => {
    const { findings } = await runCheck(plugin, 'offline-configuration', printing(failing(cut)));
    expect(findings[0]?.explanation).toBe(
      `Its configuration ${file} cannot be loaded: parsing YAML file ${file}: yaml: line 8: did not find expected ',' or '}' (in job node). Correct the file and load it again.`,
    );
    expect(findings[0]?.remedies?.map(({ action }) => action)).toEqual([
      'write-configuration',
      'reload-configuration',
    ]);
  });
});

describe('The configuration in force', () => {
  const stale = (inside: string): FakeWorld =>
    withContainer({
      mounts: [
        {
          ...{
            type: 'bind',
            source: '/srv/prometheus.yml',
            hostPath: '/srv/prometheus.yml',
            destination: file,
          },
          ...{ readOnly: true, propagation: '' },
        },
      ],
      files: { ...container.files, [file]: { text: yaml, sha256: 'a'.repeat(64) } },
      commands: { ...container.commands, 'hash-file': `${inside.repeat(64)}  ${file}\n` },
    });
  const drift = 'configuration-drift';
  it.each<[string, string, FakeWorld, readonly string[]]>([
    [
      'X01 a reload that failed',
      'reload',
      answering(metrics({ prometheus_config_last_reload_successful: 0 })),
      ['X01'],
    ],
    ['no X01 where it was loaded', 'reload', well, []],
    [
      'C12 a job that only the file has',
      drift,
      withFiles({ [file]: `${yaml}  - job_name: extra\n` }),
      ['PrometheusConfigurationDrift'],
    ],
    [
      'C12 a job that only runs',
      drift,
      withFiles({ [file]: yaml.replace("'node'", "'nod'") }),
      ['PrometheusConfigurationDrift'],
    ],
    [
      'C12 a file that is newer than what runs',
      drift,
      withFiles({ [file]: { text: yaml, modifiedAt: now } }),
      ['PrometheusConfigurationDrift'],
    ],
    ['no C12 where both say the same', drift, well, []],
    ['no C12 for a job in a comment', drift, withFiles({ [file]: `${yaml}#  - job_name: extra\n` }), []],
    ['C12 a file that was replaced below its mount', drift, stale('b'), ['PrometheusConfigurationStale']],
    ['no C12 for a file that is mounted and the same', drift, stale('a'), []],
  ])('gives away %s', async (_, check, world, codes) => {
    expect(await codesOf(plugin, check, world)).toEqual(codes);
  });

  it('C12 says which jobs differ', async () => {
    const { findings } = await runCheck(plugin, drift, withFiles({ [file]: yaml.replace("'node'", 'nod') }));
    expect(findings[0]?.explanation).toContain('only the file has nod; only what runs has node');
  });

  it('C12 is only worth knowing where the jobs are the same', async () => {
    const { findings } = await runCheck(
      plugin,
      drift,
      withFiles({ [file]: { text: yaml, modifiedAt: now } }),
    );
    expect(findings[0]).toMatchObject({ severity: 'INFO', certainty: 'POSSIBLE' });
  });
});
