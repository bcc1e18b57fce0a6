import { Fault, Unread } from './outcome.ts';
import type { Yaml } from './outcome.ts';

/**
 * A value on one line: plain, quoted, or a list or mapping in brackets.
 * @throws Fault, Unread
 */
export function valueIn(text: string, line: number): Yaml {
  const reader = { text, at: 0, line };
  const value = read(reader, false);
  const rest = text.slice(reader.at).trim();
  if (rest !== '' && !rest.startsWith('#'))
    throw new Fault(line, `“${rest.slice(0, 40)}” does not belong after a value`);
  return value;
}

/** Whether every bracket and quote that a text opens is closed in it. */
export function isClosed(text: string): boolean {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/gs, '');
  const count = (bracket: RegExp): number => bare.match(bracket)?.length ?? 0;
  return count(/[[{]/g) <= count(/[\]}]/g);
}

interface Reader {
  readonly text: string;
  at: number;
  readonly line: number;
}

/** @param isInner Inside of brackets, where a comma ends a plain value. */
function read(reader: Reader, isInner: boolean): Yaml {
  skip(reader);
  const rest = reader.text.slice(reader.at);
  if (/^[&*!|>@`%]/.test(rest)) throw new Unread(reader.line);
  if (rest.startsWith('[')) return list(reader);
  if (rest.startsWith('{')) return mapping(reader);
  if (rest.startsWith('"') || rest.startsWith("'")) return quoted(reader);
  const [plain = ''] =
    (isInner ? /^[^,[\]{}]*?(?=\s*(?:[,[\]{}]|:\s|:$|$))/ : /^.*?(?=\s+#|\s*$)/).exec(rest) ?? [];
  if (!isInner && /:(\s|$)/.test(plain))
    throw new Fault(reader.line, 'a second “:” makes no value: quote it');
  reader.at += plain.length;
  return scalar(plain.trim());
}

function quoted(reader: Reader): string {
  const rest = reader.text.slice(reader.at);
  const [whole] = (rest.startsWith('"') ? /^"(?:[^"\\]|\\.)*"/s : /^'(?:[^']|'')*'/s).exec(rest) ?? [];
  if (whole === undefined) throw new Fault(reader.line, 'a quote is opened and not closed');
  reader.at += whole.length;
  const inner = whole.slice(1, -1);
  return whole.startsWith("'")
    ? inner.replaceAll("''", "'")
    : inner.replace(/\\(["\\/])/g, '$1').replaceAll('\\n', '\n');
}

function list(reader: Reader): Yaml {
  const items: Yaml[] = [];
  reader.at += 1;
  for (;;) {
    if (takes(reader, ']')) return items;
    items.push(read(reader, true));
    if (takes(reader, ',')) continue;
    if (!takes(reader, ']')) throw new Fault(reader.line, 'a list in brackets is not closed');
    return items;
  }
}

function mapping(reader: Reader): Yaml {
  const entries: Record<string, Yaml> = {};
  reader.at += 1;
  for (;;) {
    if (takes(reader, '}')) return entries;
    const key = read(reader, true);
    if (typeof key === 'object') throw new Unread(reader.line);
    entries[String(key)] = takes(reader, ':') ? read(reader, true) : null;
    if (takes(reader, ',')) continue;
    if (!takes(reader, '}')) throw new Fault(reader.line, 'a mapping in braces is not closed');
    return entries;
  }
}

function takes(reader: Reader, wanted: string): boolean {
  skip(reader);
  if (reader.text[reader.at] !== wanted) return false;
  reader.at += 1;
  return true;
}

function skip(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at += 1;
}

function scalar(plain: string): Yaml {
  if (plain === '' || plain === '~' || /^null$/i.test(plain)) return null;
  if (/^(true|false)$/i.test(plain)) return plain.toLowerCase() === 'true';
  return /^[-+]?(\d+(\.\d*)?|\.\d+)$/.test(plain) ? Number(plain) : plain;
}
