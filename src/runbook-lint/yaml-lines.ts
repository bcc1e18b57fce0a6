import type { Line } from './runbook.ts';
import type { Stretch } from './shell/word.ts';

/**
 * The lines of YAML, each with the keys that lead to it. It goes by indentation alone, so that a snippet, and YAML that
 * is not right, can be read too; empty lines are left out.
 */
export function readYaml({ text, start }: Stretch): readonly Line[] {
  const keys: { readonly indent: number; readonly name: string }[] = [];
  const lines: Line[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]+/gu)) {
    const content = line.trim();
    if (content === '') continue;
    const place = {
      text: content,
      start: start + index + line.search(/\S/u),
      end: start + index + line.trimEnd().length,
    };
    if (content.startsWith('#')) {
      lines.push({ what: 'comment', path: '', ...place });
      continue;
    }
    const [, lead = '', name] = /^([\s-]*)(?:["']?([^\s"':#]+)["']?\s*:(?:\s|$))?/u.exec(line) ?? [];
    while ((keys.at(-1)?.indent ?? -1) >= lead.length) keys.pop();
    if (name !== undefined) keys.push({ indent: lead.length, name });
    lines.push({ what: 'yaml', path: keys.map((key) => key.name).join('/'), ...place });
  }
  return lines;
}
