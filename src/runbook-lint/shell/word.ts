/** A part of a text, with where it begins in the whole. */
export interface Stretch {
  readonly text: string;
  readonly start: number;
}

/** A word of a command, without its quotes. Variables and substitutions stay as they are written. */
export interface Word {
  readonly text: string;
  /** Where it begins, quotes included; and where it ends, exclusive. */
  readonly start: number;
  readonly end: number;
  /** Whether it has a `*`, `?` or `[` outside of quotes. */
  readonly globs: boolean;
  /** Whether a part of it is what a variable or a command gives. */
  readonly expands: boolean;
  /** Whether a part of it stood in quotes. */
  readonly quoted: boolean;
  /** The commands in it: `$(...)`, backquotes, `<(...)`. */
  readonly inner: readonly Stretch[];
}

/** What is read, and how many quotes and substitutions in it were never closed. */
export interface Source {
  readonly text: string;
  unclosed: number;
}

/** What was read from one place on: plain text, a quoted part, a variable. */
interface Piece {
  readonly text: string;
  readonly end: number;
  readonly marks?: readonly ('globs' | 'expands' | 'quoted')[];
  readonly inner?: readonly Stretch[];
}

/** How far the end of a substitution is looked for: what is longer is no command that somebody types. */
const longestSubstitution = 10_000;
/** After so many nothing is taken for one any more: to look for each one's end to the end would take for ever. */
const mostUnclosed = 100;
const endOfWord = /[\s|&;()<>]/u;
const plain = /[^\s|&;()<>\\'"`$*?[]+/uy;
const plainInQuotes = /[^"\\`$]+/uy;

/** The word that begins there. A quote that is never closed is a character like any other. */
export function readWord(source: Source, start: number): Word {
  const pieces: Piece[] = [];
  let at = start;
  while (at < source.text.length) {
    const substituted = at === start && /^[<>]\($/u.test(source.text.slice(at, at + 2));
    if (!substituted && endOfWord.test(source.text.charAt(at))) break;
    const piece = substituted ? substitution(source, at) : readPiece(source, at);
    if (piece === null) break;
    pieces.push(piece);
    at = piece.end;
  }
  const marks = new Set(pieces.flatMap((piece) => piece.marks ?? []));
  return {
    text: pieces.map(({ text }) => text).join(''),
    start,
    end: Math.max(at, start + 1),
    globs: marks.has('globs'),
    expands: marks.has('expands'),
    quoted: marks.has('quoted'),
    inner: pieces.flatMap((piece) => piece.inner ?? []),
  };
}

function readPiece(source: Source, at: number): Piece {
  const here = source.text.charAt(at);
  const one: Piece = { text: here, end: at + 1 };
  if (here === '\\') return escaped(source, at);
  if (here === "'") return singleQuoted(source, at) ?? one;
  if (here === '"') return doubleQuoted(source, at) ?? one;
  if (here === '`' || here === '$') return expansion(source, at);
  return /[*?[]/u.test(here) ? { ...one, marks: ['globs'] } : run(plain, source, at);
}

/** What a pattern matches there; at least one character. */
function run(pattern: RegExp, { text }: Source, at: number): Piece {
  pattern.lastIndex = at;
  const matched = pattern.exec(text)?.[0] ?? text.charAt(at);
  return { text: matched, end: at + matched.length };
}

/** A backslash at the end of a line joins it with the next. */
function escaped({ text }: Source, at: number): Piece {
  const next = text.charAt(at + 1);
  return next === '\n' ? { text: '', end: at + 2 } : { text: next, end: at + 2, marks: ['quoted'] };
}

function singleQuoted(source: Source, at: number): Piece | null {
  const end = source.unclosed < mostUnclosed ? source.text.indexOf("'", at + 1) : -1;
  if (end !== -1) return { text: source.text.slice(at + 1, end), end: end + 1, marks: ['quoted'] };
  source.unclosed += 1;
  return null;
}

function doubleQuoted(source: Source, start: number): Piece | null {
  if (source.unclosed >= mostUnclosed) return null;
  const { text } = source;
  const pieces: Piece[] = [];
  let at = start + 1;
  while (at < text.length && text.charAt(at) !== '"') {
    const piece = pieceInQuotes(source, at);
    pieces.push(piece);
    at = piece.end;
  }
  if (at >= text.length) {
    source.unclosed += 1;
    return null;
  }
  return {
    text: pieces.map((piece) => piece.text).join(''),
    end: at + 1,
    marks: ['quoted', ...new Set(pieces.flatMap((piece) => piece.marks ?? []))],
    inner: pieces.flatMap((piece) => piece.inner ?? []),
  };
}

function pieceInQuotes(source: Source, at: number): Piece {
  const here = source.text.charAt(at);
  if (here === '\\' && /["\\$`\n]/u.test(source.text.charAt(at + 1))) return escaped(source, at);
  return here === '`' || here === '$' ? expansion(source, at) : run(plainInQuotes, source, at);
}

/** `$name`, `${name}`, `$(command)`, or a command in backquotes. */
function expansion(source: Source, at: number): Piece {
  const { text } = source;
  const substituted = text.charAt(at) === '`' || text.startsWith('$(', at) ? substitution(source, at) : null;
  if (substituted !== null) return substituted;
  const name = /^\$(?:\{[^}\n]*\}|\w+|[@*#?$!-])/u.exec(text.slice(at, at + 200))?.[0];
  return name === undefined
    ? { text: text.charAt(at), end: at + 1 }
    : { text: name, end: at + name.length, marks: ['expands'] };
}

/** Null where it is never closed. */
function substitution(source: Source, at: number): Piece | null {
  if (source.unclosed >= mostUnclosed) return null;
  const opening = source.text.charAt(at) === '`' ? '`' : source.text.slice(at, at + 2);
  const start = at + opening.length;
  const window = source.text.slice(start, start + longestSubstitution);
  const length = opening === '`' ? window.indexOf('`') : closingIn(window);
  if (length === -1) {
    source.unclosed += 1;
    return null;
  }
  const end = start + length + 1;
  return {
    text: source.text.slice(at, end),
    end,
    marks: ['expands'],
    inner: [{ text: window.slice(0, length), start }],
  };
}

/** Where the parenthesis is closed that was open before; -1 where it is not. */
function closingIn(text: string): number {
  let open = 1;
  for (const { 0: part, index } of text.matchAll(/\\.|'[^']*'|"(?:[^"\\]|\\.)*"|[()]/gsu)) {
    if (part === '(') open += 1;
    if (part === ')') open -= 1;
    if (open === 0) return index;
  }
  return -1;
}
