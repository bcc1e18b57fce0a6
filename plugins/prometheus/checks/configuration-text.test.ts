import { describe, expect, it } from 'vitest';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { file, well, withFiles, yaml } from '../process-worlds.ts';

const versioned = (world: FakeWorld, version: string): FakeWorld => ({
  ...world,
  service: { ...world.service, version },
});

describe('What stands in the configuration', () => {
  const text = 'configuration-text';
  const v1 = yaml.replace('    - static', '    - api_version: v1\n      static');
  const retained = `${yaml}storage:\n  tsdb:\n    retention:\n      time: 15d\n`;
  it.each<[string, FakeWorld, readonly string[]]>([
    ['X24 a password', withFiles({ [file]: 'basic_auth:\n  username: a\n  password: canary-1\n' }), ['X24']],
    [
      'X24 a password on one line',
      withFiles({ [file]: 'basic_auth: { username: a, password: "canary-1" }\n' }),
      ['X24'],
    ],
    ['X24 a token', withFiles({ [file]: 'authorization:\n  credentials: canary-1\n' }), ['X24']],
    [
      'X24 a password in a URL',
      withFiles({ [file]: 'remote_write:\n  - url: https://a:canary-1@far/write\n' }),
      ['X24'],
    ],
    [
      'no X24 for a password in a file',
      withFiles({ [file]: 'basic_auth:\n  username: a\n  password_file: /run/secret\n' }),
      [],
    ],
    ['no X24 for a password that is empty', withFiles({ [file]: "basic_auth:\n  password: ''\n" }), []],
    ['no X24 for a password in a comment', withFiles({ [file]: '# password: canary-1\n' }), []],
    ['X20 the first API of Alertmanager', withFiles({ [file]: v1 }), ['X20']],
    ['no X20 for the second', withFiles({ [file]: v1.replace('v1', 'v2') }), []],
    [
      'no X20 for an API of something else',
      withFiles({ [file]: `${yaml}    kubernetes: { api_version: v1 }\n` }),
      [],
    ],
    [
      'X25 C16 a retention that 3.9 reads wrong',
      versioned(withFiles({ [file]: retained }), '3.9.1'),
      ['PrometheusRetentionMisread'],
    ],
    ['no X25 for one that 3.11 reads right', versioned(withFiles({ [file]: retained }), '3.11.0'), []],
    ['nothing where all is well', well, []],
  ])('gives away %s', async (_, world, codes) => {
    expect(await codesOf(plugin, text, world)).toEqual(codes);
  });

  it('X20 X25 is judged by the version: what Prometheus 2 still takes is only a warning', async () => {
    const of = async (version: string) => {
      const { status, findings } = await runCheck(
        plugin,
        text,
        versioned(withFiles({ [file]: v1 }), version),
      );
      return [status, findings[0]?.severity];
    };
    expect(await of('2.42.0')).toEqual(['WARN', 'WARNING']);
    expect(await of('3.1.0')).toEqual(['FAIL', 'CRITICAL']);
  });

  it.each(['basic_auth:\n  password: canary-1\n', 'url: https://a:canary-1@far/\n'])(
    'X24 names what holds a secret, and shows none: %s',
    async (secret) => {
      const checked = await runCheck(plugin, text, withFiles({ [file]: secret }));
      expect(checked.findings[0]?.explanation).toMatch(/line \d: password/);
      expect(JSON.stringify(checked)).not.toContain('canary-1');
    },
  );
});

describe('The rule files', () => {
  const rules = 'groups:\n  - name: b\n    rules: [{ record: x, expr: y }]\n';
  it.each<[string, FakeWorld, readonly string[]]>([
    [
      'C43 a pattern that matches nothing',
      withFiles({ [file]: yaml.replace('[rules/*.yml]', '\n  - rules/*.yml\n  - "alerts/*.yml"') }),
      ['PrometheusRuleFileMissing'],
    ],
    [
      'C43 a file that nobody names',
      withFiles({ '/etc/prometheus/other.yml': rules }),
      ['PrometheusRuleFileUnused'],
    ],
    [
      'C43 a file that is named and not loaded',
      withFiles({ '/etc/prometheus/rules/b.yml': rules }),
      ['PrometheusRuleFileNotLoaded'],
    ],
    ['no C43 for a file without rules', withFiles({ '/etc/prometheus/rules/b.yml': 'groups: []\n' }), []],
    [
      'no C43 for a file that holds something else',
      withFiles({ '/etc/prometheus/web.yml': 'basic_auth_users: {}\n' }),
      [],
    ],
    ['no C43 where all are loaded', well, []],
  ])('give away %s', async (_, world, codes) => {
    expect(await codesOf(plugin, 'rule-files', world)).toEqual(codes);
  });
});
