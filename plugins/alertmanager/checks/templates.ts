import type { ArchivedFile, CheckContext, CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, pass, ReadFailure, skipped, warn } from 'custos/plugin-sdk';
import { runningConfiguration } from '../config/configuration.ts';
import { sectionOf } from '../config/receivers.ts';

/** Are the files of templates there that its configuration names? A pattern that matches none is no error to it. */
export const templates: CheckDefinition = {
  name: 'templates',
  title: 'Are the templates there that its configuration names?',
  reference: 'C43',
  run: async (context) => {
    const running = await runningConfiguration(context);
    const patterns = sectionOf(running, 'templates').flatMap((line) => /^- (.+)$/.exec(line)?.[1] ?? []);
    if (patterns.length === 0) return skipped('Its configuration names no templates.');
    const files = await Promise.all(patterns.map((pattern) => matching(context, pattern)));
    const missing = patterns.filter((_, index) => files[index]?.length === 0);
    const observed = { patterns, files: files.flat().map(({ path }) => path) };
    if (missing.length === 0)
      return pass('The templates that its configuration names are there.', { observed });
    return warn(`No file matches ${missing.join(', ')}.`, {
      observed,
      findings: missing.map(findingOf),
    });
  },
};

function findingOf(pattern: string): Finding {
  return {
    code: 'AlertmanagerTemplatesMissing',
    certainty: 'CONFIRMED',
    aspect: `pattern=${pattern}`,
    explanation: `No file matches ${pattern} below templates: notifications that use a template of it fail, and nothing says so before. Mount the files there, or correct the pattern.`,
    evidence: [evidence('FILE', pattern, 'no file')],
    remedies: [{ action: 'write-configuration', why: 'If the pattern is wrong.' }],
  };
}

/** The files that a pattern of Go's filepath.Match means: `*` and `?` stay within one name. */
async function matching({ container }: CheckContext, pattern: string): Promise<readonly ArchivedFile[]> {
  const folder = pattern.slice(0, pattern.lastIndexOf('/'));
  const expression = new RegExp(
    `^${pattern
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replace(/\*/g, '[^/]*')
      .replace(/\?/g, '[^/]')}$`,
  );
  const files = await container.archive(/[*?[]/.test(folder) ? '/etc/alertmanager' : folder).catch(noneThere);
  return files.filter(({ path, type }) => type !== 'directory' && expression.test(path));
}

/** A folder that is not there holds nothing; that nothing can be read at all is another matter. */
function noneThere(error: unknown): readonly ArchivedFile[] {
  if (error instanceof Error && error.name === 'ReadFailure' && /^There is no \//.test(error.message))
    return [];
  throw error instanceof Error ? error : new ReadFailure(String(error));
}
