import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, unknown, warn } from 'custos/plugin-sdk';
import { ruleFilesOf } from '../process/configuration-text.ts';
import { configurationFile } from '../process/settings-of.ts';
import { apiData, fieldsOf, listOf, textOf } from '../reading.ts';

/** Are all rule files that lie beside its configuration loaded? */
export const ruleFiles: CheckDefinition = {
  name: 'rule-files',
  title: 'Are all rule files that are named, and that lie beside them, loaded?',
  reference: 'C43',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container whose files could be read.');
    const path = configurationFile(facts);
    const folder = path.slice(0, path.lastIndexOf('/'));
    const [files, answered] = await Promise.all([
      context.container.archive(folder),
      apiData(context, '/api/v1/rules'),
    ]);
    const configuration = files.find((file) => file.path === path)?.text ?? null;
    if (configuration === null) return unknown(`${path} could not be read.`);
    const patterns = ruleFilesOf(configuration).map((pattern) =>
      pattern.startsWith('/') ? pattern : `${folder}/${pattern}`,
    );
    const loaded = listOf(fieldsOf(answered)['groups']).map((group) => textOf(fieldsOf(group)['file']));
    const rules = files.filter(({ text }) => text !== null && hasRules(text)).map((file) => file.path);
    const unnamed = rules.filter((file) => !patterns.some((pattern) => globOf(pattern).test(file)));
    const below = patterns.filter((pattern) => pattern.startsWith(`${folder}/`));
    const empty = below.filter((pattern) => !files.some((file) => globOf(pattern).test(file.path)));
    const waiting = rules.filter((file) => !unnamed.includes(file) && !loaded.includes(file));
    const findings = [
      ...empty.map(matchesNothing),
      ...unnamed.map(neverLoaded),
      ...waiting.map(notYetLoaded),
    ];
    const observed = { patterns, files: rules, loaded: [...new Set(loaded)] };
    const [first] = findings;
    if (!first) return pass('Every rule file is named, and every one that is named is loaded.', { observed });
    return (empty.length > 0 ? fail : warn)(first.explanation, { observed, findings });
  },
};

/** As Prometheus does: `*` stands for anything but a slash, and only in the last part of a path. */
function globOf(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.+^${}()|\\]/gu, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '[^/]*').replaceAll('?', '[^/]')}$`, 'u');
}

/** A file without a group that has a rule loads nothing, and nothing is missing. */
function hasRules(text: string): boolean {
  return /^groups:/mu.test(text) && /^[^#\n]*\b(?:alert|record):/mu.test(text);
}

const correct = [
  { action: 'write-configuration', why: 'rule_files names what is there.' },
  { action: 'reload-configuration', why: 'It takes over what was corrected.' },
];

function matchesNothing(pattern: string): Finding {
  return {
    code: 'PrometheusRuleFileMissing',
    certainty: 'CONFIRMED',
    aspect: pattern,
    explanation: `rule_files names ${pattern}, and there is no such file in the container: correct the name or the mount; the rules in it are not evaluated.`,
    evidence: [evidence('FILE', pattern, 'no such file')],
    remedies: correct,
  };
}

function neverLoaded(file: string): Finding {
  return {
    code: 'PrometheusRuleFileUnused',
    certainty: 'CONFIRMED',
    severity: 'INFO',
    aspect: file,
    explanation: `${file} holds rules and is named by no pattern of rule_files, so it is never loaded: name it, or take it away.`,
    evidence: [evidence('FILE', file, 'groups: …')],
    remedies: correct,
  };
}

function notYetLoaded(file: string): Finding {
  return {
    code: 'PrometheusRuleFileNotLoaded',
    certainty: 'LIKELY',
    aspect: file,
    explanation: `${file} is named, and none of its rules is loaded: load the configuration again, and see the log if that fails.`,
    evidence: [evidence('HTTP', '/api/v1/rules', `no group of ${file}`)],
    remedies: [{ action: 'reload-configuration', why: 'It takes over the rules.' }],
  };
}
