import { Fault, Unread } from './outcome.ts';
import type { Yaml } from './outcome.ts';
import { isClosed, valueIn } from './scalar.ts';

/** A line that says something. */
interface Line {
  readonly indent: number;
  readonly text: string;
  readonly number: number;
}

/** The lines that are left. */
interface Left {
  readonly lines: readonly Line[];
  at: number;
}

/**
 * Reads the YAML that configuration files are written in: mappings, lists, plain and quoted values, brackets and
 * blocks of text. No anchors, tags or several documents.
 * @throws Fault where the text is no YAML, Unread where it is more than is read here
 */
export function readYaml(text: string): Yaml {
  const left: Left = { lines: linesIn(text), at: 0 };
  const first = left.lines[0];
  if (!first) return null;
  const value = node(left, first.indent);
  const next = left.lines[left.at];
  if (next) throw new Fault(next.number, 'it is indented less or more than what is above it');
  return value;
}

function linesIn(text: string): readonly Line[] {
  const lines = text
    .replace(/^\uFEFF/u, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
  const kept = lines.flatMap((line, index): readonly Line[] => {
    const [, space = '', rest = ''] = /^(\s*)(.*?)\s*$/.exec(line) ?? [];
    if (rest === '' || rest.startsWith('#')) return [];
    if (space.includes('\t'))
      throw new Fault(index + 1, 'it is indented with a tab, which YAML does not allow');
    return [{ indent: space.length, text: rest, number: index + 1 }];
  });
  const [first, ...rest] = kept;
  const body = first && /^---(\s+#.*)?$/.test(first.text) ? rest : kept;
  const marker = body.find(({ indent, text: said }) => indent === 0 && /^(---|\.\.\.|%)/.test(said));
  if (marker) throw new Unread(marker.number);
  return body;
}

/** What begins at the next line, which is indented so far. */
function node(left: Left, indent: number): Yaml {
  const line = left.lines[left.at];
  if (!line) return null;
  if (isItem(line)) return list(left, indent);
  if (keyIn(line)) return mapping(left, indent);
  left.at += 1;
  return valueIn(gather(left, line.text, indent), line.number);
}

function list(left: Left, indent: number): Yaml {
  const items: Yaml[] = [];
  for (let line = left.lines[left.at]; line && line.indent >= indent; line = left.lines[left.at]) {
    if (line.indent > indent) throw new Fault(line.number, 'it is indented more than the item above it');
    if (!isItem(line)) break;
    const [dash = ''] = /^-\s*/.exec(line.text) ?? [];
    const rest = line.text.slice(dash.length);
    if (rest === '' || rest.startsWith('#')) {
      left.at += 1;
      items.push(deeper(left, indent));
    } else items.push(item(left, { ...line, indent: indent + dash.length, text: rest }));
  }
  return items;
}

/** What stands behind a dash: as if it stood on a line of its own, at the column where it begins. */
function item(left: Left, line: Line): Yaml {
  const lines = [...left.lines];
  lines[left.at] = line;
  const inner: Left = { lines, at: left.at };
  const value = node(inner, line.indent);
  left.at = inner.at;
  return value;
}

function mapping(left: Left, indent: number): Yaml {
  const entries: Record<string, Yaml> = {};
  for (let line = left.lines[left.at]; line && line.indent >= indent; line = left.lines[left.at]) {
    if (line.indent > indent) throw new Fault(line.number, 'it is indented more than the key above it');
    if (isItem(line)) break;
    const found = keyIn(line);
    if (!found)
      throw new Fault(line.number, `“${line.text.slice(0, 40)}” is neither “key: value” nor a list’s item`);
    if (found.key in entries) throw new Fault(line.number, `${found.key} is there twice`);
    left.at += 1;
    entries[found.key] = behind(left, { line, rest: found.rest });
  }
  return entries;
}

/** What stands behind a key: on its line, or below it. */
function behind(left: Left, { line, rest }: { readonly line: Line; readonly rest: string }): Yaml {
  if (/^[|>][-+\d]*(\s+#.*)?$/.test(rest)) return block(left, line.indent);
  if (rest !== '' && !rest.startsWith('#')) return valueIn(gather(left, rest, line.indent), line.number);
  const next = left.lines[left.at];
  // The items of a list may stand as far left as the key that they belong to.
  if (next?.indent === line.indent && isItem(next)) return list(left, line.indent);
  return deeper(left, line.indent);
}

function deeper(left: Left, indent: number): Yaml {
  const next = left.lines[left.at];
  return next && next.indent > indent ? node(left, next.indent) : null;
}

/** The lines of a block of text, whatever they look like. */
function block(left: Left, indent: number): string {
  const words: string[] = [];
  for (let line = left.lines[left.at]; line && line.indent > indent; line = left.lines[left.at]) {
    words.push(line.text);
    left.at += 1;
  }
  return words.join('\n');
}

/** A value that goes on below its line: what is open until it is closed, and plain words that are indented more. */
function gather(left: Left, first: string, indent: number): string {
  let text = first;
  for (let line = left.lines[left.at]; line; line = left.lines[left.at]) {
    const isOpen = /^["'[{]/.test(text) && !isWhole(text);
    const isMore = line.indent > indent && !/^["'[{]/.test(text) && !keyIn(line) && !isItem(line);
    if (!isOpen && !isMore) return text;
    text += ` ${line.text}`;
    left.at += 1;
  }
  return text;
}

function isWhole(text: string): boolean {
  if (text.startsWith('"')) return /^"(?:[^"\\]|\\.)*"/s.test(text);
  if (text.startsWith("'")) return /^'(?:[^']|'')*'/s.test(text);
  return isClosed(text);
}

const isItem = ({ text }: Line): boolean => /^-(\s|$)/.test(text);

/** The key that a line begins with; null when it has none. */
function keyIn({ text, number }: Line): { readonly key: string; readonly rest: string } | null {
  if (/^[&*!?]/.test(text) || text.startsWith('<<:')) throw new Unread(number);
  if (/^[[{]/.test(text)) return null;
  const found = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^"'#][^#]*?))\s*:(?:\s+(.*))?$/.exec(text);
  return found && { key: found[1] ?? found[2] ?? found[3] ?? '', rest: found[4] ?? '' };
}
