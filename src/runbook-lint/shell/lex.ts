import type { Source, Word } from './word.ts';
import { readWord } from './word.ts';

/** A piece of a shell's source. A line's end is an operator. */
export type Token =
  | { readonly type: 'word'; readonly word: Word }
  | { readonly type: 'operator' | 'redirection' | 'comment'; readonly text: string; readonly start: number };

const space = /(?:[ \t\r]|\\\n)+/uy;
const comment = /#[^\n]*/uy;
const processSubstitution = /[<>]\(/uy;
const redirection = /(?:\d{1,3}|&)?(?:<<<|<<-|<<|>>|>\||>&|<&|<>|>|<)/uy;
const operator = /\n|\|\||\|&|\||&&|;;|;|&|\(|\)/uy;

/** The token that begins there, blanks before it passed over; null at the end. Where it ends says `endOf`. */
export function readToken(source: Source, from: number): Token | null {
  const start = from + (matchAt(space, source, from)?.length ?? 0);
  if (start >= source.text.length) return null;
  if (matchAt(processSubstitution, source, start) === null) {
    for (const [type, pattern] of [
      ['comment', comment],
      ['redirection', redirection],
      ['operator', operator],
    ] as const) {
      const text = matchAt(pattern, source, start);
      if (text !== null) return { type, text, start };
    }
  }
  return { type: 'word', word: readWord(source, start) };
}

/** Where a token ends, exclusive. */
export function endOf(token: Token): number {
  return token.type === 'word' ? token.word.end : token.start + token.text.length;
}

/** What a sticky pattern matches there. */
function matchAt(pattern: RegExp, { text }: Source, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
