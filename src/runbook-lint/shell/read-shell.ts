import type { Command, Pipeline, Written } from './command.ts';
import { runBy } from './run-by.ts';
import type { Token } from './lex.ts';
import { endOf, readToken } from './lex.ts';
import { nameOf, withoutPrefixes } from './prefix.ts';
import type { Source, Stretch, Word } from './word.ts';

/** Who runs the commands of a source. */
export type Origin = Pick<Command, 'run' | 'inside' | 'comment' | 'scheduled'>;

const onTheHost: Origin = { run: null, inside: null, comment: '', scheduled: false };
/** A command in a command in a command: deeper than that nobody looks. */
const deepest = 5;
const reserved = new Set(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '{', '!', '$']);
const closing = new Set(['fi', 'done', 'esac', '}', 'in', ';;']);

/** The commands of a shell's source in the order in which they stand, and those that they run, each after its own. */
export function readShell(source: Stretch, origin: Origin = onTheHost, depth = 0): readonly Command[] {
  const written = new Reader(source, origin).read();
  if (depth >= deepest) return written;
  return written.flatMap((command) => withThoseItRuns(command, depth));
}

function withThoseItRuns(command: Command, depth: number): readonly Command[] {
  const runs = runBy(command).flatMap((run) => {
    const origin: Origin = {
      run: { by: command, as: run.as },
      inside: run.inside ?? command.inside,
      comment: command.comment,
      scheduled: command.scheduled || run.as === 'cron',
    };
    if ('source' in run) return readShell(run.source, origin, depth + 1);
    const words = withoutPrefixes(run.words);
    const inner: Command = {
      ...{ ...command, ...origin, writes: [], input: null },
      ...{ name: nameOf(words[0]), words: words.slice(1) },
    };
    return depth >= deepest ? [inner] : withThoseItRuns(inner, depth + 1);
  });
  return [command, ...runs];
}

/** A command that is being read. */
interface Draft {
  readonly words: Word[];
  readonly writes: Written[];
  input: Stretch | null;
  start: number;
  end: number;
}

/** Reads one source from its beginning to its end. */
class Reader {
  readonly #source: Stretch;
  readonly #origin: Origin;
  readonly #commands: Command[] = [];
  #at = 0;
  #draft: Draft = emptyDraft();
  #drafts: Draft[] = [];
  /** What stands in parentheses, and how many commands there were before. */
  #group: { readonly from: number; readonly drafts: Draft[] } | null = null;
  #redirection: string | null = null;
  /** Where the source goes on after the next line's end: behind the heredocs of this line. */
  #next = 0;
  #comment = '';
  /** What this line and the one before it have: a comment goes on, and ends with an empty line. */
  #line: 'nothing' | 'comment' | 'command' = 'nothing';
  #lineBefore: 'nothing' | 'comment' | 'command' = 'nothing';
  /** Whether a condition is being read, after `if`. */
  #condition = false;

  constructor(source: Stretch, origin: Origin) {
    this.#source = source;
    this.#origin = origin;
    this.#comment = origin.comment;
  }

  read(): readonly Command[] {
    const source: Source = { text: this.#source.text, unclosed: 0 };
    for (;;) {
      const token = readToken(source, this.#at);
      if (token === null) break;
      this.#at = endOf(token);
      this.#take(
        token.type === 'word' ? { type: 'word', word: moved(token.word, this.#source.start) } : token,
      );
    }
    this.#endPipeline('');
    return this.#commands;
  }

  #take(token: Token): void {
    if (token.type === 'word') this.#takeWord(token.word);
    else if (token.type === 'redirection') this.#redirection = token.text;
    else if (token.type === 'comment') this.#takeComment(token.text);
    else if (token.text === '\n') this.#endLine();
    else if (token.text === '|' || token.text === '|&') this.#endCommand();
    else if (token.text === '(' || token.text === ')') this.#parenthesis(token.text);
    else this.#endPipeline(token.text);
    if (token.type === 'word' || token.type === 'redirection') this.#line = 'command';
  }

  #takeComment(text: string): void {
    if (this.#line === 'command') return;
    const said = text.replace(/^#+\s*/u, '');
    this.#comment = this.#lineBefore === 'comment' ? `${this.#comment}\n${said}` : said;
    this.#line = 'comment';
  }

  #takeWord(word: Word): void {
    const draft = this.#draft;
    const redirection = this.#redirection;
    this.#redirection = null;
    if (draft.words.length === 0 && redirection === null) {
      if (this.#skips(word)) return;
      draft.start = word.start;
    }
    draft.end = word.end;
    if (redirection === null) draft.words.push(word);
    else if (/^\d*<<-?$/u.test(redirection)) draft.input = this.#heredoc(word.text);
    else if (redirection.endsWith('<<<')) draft.input = { text: word.text, start: word.start };
    else if (!redirection.includes('<') && !/^&?\d*$|^-$/u.test(word.text))
      draft.writes.push({ to: word, append: redirection.includes('>>') });
  }

  /** Words that only say how commands belong together. */
  #skips({ text, quoted }: Word): boolean {
    if (quoted || !reserved.has(text)) return false;
    if (text !== '$' && text !== '!' && text !== '{') {
      this.#endPipeline('');
      this.#condition = /^(?:if|elif|while|until)$/u.test(text);
    }
    return true;
  }

  #endLine(): void {
    const goesOn = this.#draft.words.length === 0 && this.#drafts.length > 0;
    if (!goesOn) this.#endPipeline('\n');
    this.#at = Math.max(this.#at, this.#next);
    if (this.#line === 'nothing') this.#comment = this.#origin.comment;
    this.#lineBefore = this.#line;
    this.#line = 'nothing';
  }

  /** The lines from the next one on, or from behind the heredoc before this one, to the one that is the mark. */
  #heredoc(mark: string): Stretch {
    const { text, start } = this.#source;
    const lineEnd = text.indexOf('\n', this.#at);
    const from = Math.max(this.#next, lineEnd === -1 ? text.length : lineEnd + 1);
    let end = from;
    while (end < text.length) {
      const next = text.indexOf('\n', end) + 1 || text.length;
      this.#next = next;
      if (text.slice(end, next).trim() === mark) break;
      end = next;
    }
    return { text: text.slice(from, end), start: start + from };
  }

  /** `(crontab -l; echo ...) | crontab -`: what is in a group that is piped counts as piped, each command for itself. */
  #parenthesis(text: string): void {
    this.#endPipeline(text);
    const group = this.#group;
    this.#group = text === '(' ? { from: this.#commands.length, drafts: [] } : null;
    if (text === '(' || group === null) return;
    if (!/^\s*\|(?!\|)/u.test(this.#source.text.slice(this.#at, this.#at + 40))) return;
    this.#commands.length = group.from;
    this.#drafts = group.drafts;
  }

  #endCommand(): void {
    if (this.#draft.words.length > 0) this.#drafts.push(this.#draft);
    this.#draft = emptyDraft();
    this.#redirection = null;
  }

  #endPipeline(by: string): void {
    this.#endCommand();
    const drafts = this.#drafts;
    this.#drafts = [];
    if (drafts.length === 0) return;
    for (const draft of drafts) this.#group?.drafts.push(draft);
    // `|| true` asks nothing: it takes whatever comes.
    const excused =
      by === '||' && /^\s*(?:true|:)(?![\w-])/u.test(this.#source.text.slice(this.#at, this.#at + 40));
    const judged = this.#condition || by === '&&' || (by === '||' && !excused);
    const commands: Command[] = [];
    const pipeline: Pipeline = { commands, judged };
    for (const draft of drafts) {
      const command = this.#command(draft, pipeline);
      commands.push(command);
      if (!closing.has(command.name)) this.#commands.push(command);
    }
  }

  #command(draft: Draft, pipeline: Pipeline): Command {
    const { text, start } = this.#source;
    const words = withoutPrefixes(draft.words);
    return {
      ...this.#origin,
      ...{
        name: nameOf(words[0]),
        words: words.slice(1),
        writes: draft.writes,
        input: draft.input,
        pipeline,
      },
      ...{ comment: this.#comment, text: text.slice(draft.start - start, draft.end - start) },
      ...{ start: draft.start, end: draft.end },
    };
  }
}

/** A word where it stands in the whole. */
function moved(word: Word, by: number): Word {
  const inner = word.inner.map(({ text, start }) => ({ text, start: start + by }));
  return { ...word, start: word.start + by, end: word.end + by, inner };
}

function emptyDraft(): Draft {
  return { words: [], writes: [], input: null, start: 0, end: 0 };
}
