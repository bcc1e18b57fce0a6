import type { ArchivedFile, CheckContext } from 'custos/plugin-sdk';
import { ReadFailure } from 'custos/plugin-sdk';
import { apiData, fieldsOf, textOf } from '../reading.ts';
import { configurationFile } from './settings-of.ts';

/**
 * Its configuration file, as it lies there now: of a stopped container too. Null when it has no container.
 * @throws ReadFailure
 */
export async function configurationOnDisk({
  container,
}: CheckContext): Promise<(ArchivedFile & { readonly text: string }) | null> {
  const facts = await container.inspect();
  if (!facts) return null;
  const path = configurationFile(facts);
  const file = (await container.archive(path)).find((candidate) => candidate.path === path);
  if (!file) throw new ReadFailure(`There is no ${path} in its container.`);
  if (file.text === null) throw new ReadFailure(`${path} is no text of at most 1 MiB.`);
  return { ...file, text: withoutComments(file.text) };
}

/** The configuration that it runs, with its defaults, as it tells it. @throws ReadFailure */
export async function configurationInForce(context: CheckContext): Promise<string> {
  return textOf(fieldsOf(await apiData(context, '/api/v1/status/config'))['yaml']);
}

/** Names of the jobs of a configuration, in its order, written in block or flow style. */
export function jobsOf(text: string): readonly string[] {
  return [...text.matchAll(/\bjob_name:\s*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s,}#'"][^\n,}#]*))/gu)].map(
    ([, quoted, single, plain]) => (quoted ?? single ?? plain ?? '').trim(),
  );
}

/** The job in which a line of a configuration stands, counted from 1; null when it stands in none. */
export function jobAtLine(text: string, line: number): string | null {
  const lines = text.split('\n').slice(0, line);
  const section = lines.findLast((candidate) => /^\w+:/u.test(candidate));
  if (section?.startsWith('scrape_configs:') !== true) return null;
  return jobsOf(lines.join('\n')).at(-1) ?? null;
}

/** The patterns below `rule_files`, written in block or flow style. */
export function ruleFilesOf(text: string): readonly string[] {
  const [, flow, block] =
    /^rule_files:[ \t]*(?:\[([^\]]*)\]|\n((?:[ \t]*-[^\n]*\n?|[ \t]*\n)*))/mu.exec(text) ?? [];
  const items = flow?.split(',') ?? block?.split('\n').map((line) => line.replace(/^\s*-/u, '')) ?? [];
  return items
    .map((item) =>
      item
        .replace(/\s#.*$/u, '')
        .trim()
        .replace(/^(['"])(.*)\1$/u, '$2'),
    )
    .filter(Boolean);
}

/** Lines that are comments become empty, so that lines keep their numbers. */
function withoutComments(text: string): string {
  return text.replaceAll(/^[ \t]*#.*$/gmu, '');
}
