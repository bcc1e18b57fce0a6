import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { atLeast, evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';
import { configurationOnDisk } from '../process/configuration-text.ts';

/** Under these names stand secrets; those that name a file end otherwise, and are as they should be. */
const secret =
  /(?:^|[\s{,])(password|credentials|bearer_token|secret_key|client_secret|auth_token|token)[ \t]*:[ \t]*(?:["'](?!\s*["'])|(?=[^\s#"'$<{]))/u;
const secretInUrl = /\w+:\/\/[^\s/:@"']+:[^\s/@"']+@/u;

/** Does its configuration say what it should not: secrets in plain text, an API that is gone? */
export const configurationText: CheckDefinition = {
  name: 'configuration-text',
  title: 'Does its configuration hold secrets in plain text, or ask for what its version does not have?',
  covers: ['X20', 'X24', 'X25'],
  run: async (context) => {
    const file = await configurationOnDisk(context);
    if (!file) return skipped('It has no container whose configuration could be read.');
    const lines = file.text.split('\n');
    const { version } = context.service;
    const findings = [
      ...goneIn(lines, file.path, version),
      ...misreadIn(lines, file.path, version),
      ...secretsIn(lines, file.path),
    ];
    const observed = { lines: lines.length, version };
    const [first] = findings;
    if (!first) return pass('Nothing in it is known to be wrong.', { observed });
    return (findings.some(({ severity }) => severity === 'CRITICAL') ? fail : warn)(first.explanation, {
      observed,
      findings,
    });
  },
};

/** Only names and places: what is secret is not shown. */
function secretsIn(lines: readonly string[], path: string): readonly Finding[] {
  const at = lines.flatMap((line, index) => {
    const name = secret.exec(line)?.[1] ?? (secretInUrl.test(line) ? 'password in a URL' : null);
    return name === null ? [] : [`line ${String(index + 1)}: ${name}`];
  });
  if (at.length === 0) return [];
  return [
    {
      code: 'X24',
      certainty: 'CONFIRMED',
      explanation: `${path} holds secrets in plain text (${at.slice(0, 10).join(', ')}): put them into files and name those, such as password_file.`,
      evidence: [evidence('FILE', path, at)],
      remedies: [{ action: 'write-configuration', why: 'The secrets move into files of their own.' }],
    },
  ];
}

/** Prometheus 3 rejects what asks for Alertmanager's first API (docs/migration.md). */
function goneIn(lines: readonly string[], path: string, version: string | null): readonly Finding[] {
  const index = lines.findIndex((line) => /(?:^|[\s{,-])api_version:[ \t]*["']?v1\b/u.test(line));
  if (index < 0 || !isOfAlertmanagers(lines, index)) return [];
  const isGone = atLeast(version, '3.0');
  const says = isGone
    ? 'which Prometheus 3 rejects'
    : 'which neither Prometheus 3 nor Alertmanager 0.27 has any more';
  return [
    {
      code: 'X20',
      certainty: version === null ? 'LIKELY' : 'CONFIRMED',
      severity: isGone ? 'CRITICAL' : 'WARNING',
      explanation: `${path}, line ${String(index + 1)}, asks for the first API of Alertmanager, ${says}: write api_version: v2.`,
      evidence: [evidence('FILE', `${path}:${String(index + 1)}`, (lines[index] ?? '').trim())],
      remedies: [{ action: 'write-configuration', why: 'It asks for the API that is there.' }],
    },
  ];
}

function isOfAlertmanagers(lines: readonly string[], index: number): boolean {
  return (
    lines
      .slice(0, index + 1)
      .findLast((line) => /^\w+:/u.test(line))
      ?.startsWith('alerting:') === true
  );
}

/** From 3.8 on it can be told there how much to keep; until 3.11 it took the time for a million times as long (#18200). */
function misreadIn(lines: readonly string[], path: string, version: string | null): readonly Finding[] {
  const index = lines.findIndex((line) => /\bretention:/u.test(line));
  const isMisread = atLeast(version, '3.8') && !atLeast(version, '3.11');
  if (index < 0 || !isMisread || !/\btime:/u.test(lines.slice(index, index + 4).join('\n'))) return [];
  return [
    {
      code: 'PrometheusRetentionMisread',
      certainty: 'CONFIRMED',
      explanation: `Prometheus ${version ?? ''} takes the retention time in ${path}, line ${String(index + 1)}, for a million times as long, so nothing old is deleted: use the flag --storage.tsdb.retention.time, or 3.11.`,
      evidence: [evidence('FILE', `${path}:${String(index + 1)}`, lines.slice(index, index + 4))],
      remedies: [{ action: 'set-retention', why: 'The flag is read as it is meant.' }],
    },
  ];
}
