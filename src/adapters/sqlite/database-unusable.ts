export type UnusableReason =
  'NEWER' | 'CHANGED' | 'CORRUPT' | 'FOREIGN' | 'UNREADABLE' | 'READ_ONLY' | 'FULL' | 'MIGRATION_FAILED';

/** The database cannot be used as it is. Nothing was changed; the message says what, why, and what to do next. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
  readonly reason: UnusableReason;

  constructor(reason: UnusableReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** What SQLite (`SQLITE_...`) or the operating system (`E...`) calls an error; empty when neither does. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What an error met while opening means for whoever starts the program; `path` is what was to be opened. */
export function unusable(error: unknown, path: string): DatabaseUnusable {
  if (error instanceof DatabaseUnusable) return error;
  const code = codeOf(error);
  const known = explanations.find(({ codes }) => codes.test(code)) ?? unreadable;
  const why = error instanceof Error ? error.message : String(error);
  return new DatabaseUnusable(known.reason, `${path} ${known.what} (${why}). ${known.next}`, {
    cause: error,
  });
}

interface Explanation {
  readonly codes: RegExp;
  readonly reason: UnusableReason;
  readonly what: string;
  readonly next: string;
}

const unreadable: Explanation = {
  codes: /^/u,
  reason: 'UNREADABLE',
  what: 'cannot be opened',
  next: 'Check that it is where it should be and that the user who runs Custos may read and write it.',
};

const explanations: readonly Explanation[] = [
  {
    codes: /^SQLITE_(?:CORRUPT|NOTADB)/u,
    reason: 'CORRUPT',
    what: 'is damaged',
    next: 'It was left as it is. Keep a copy, then put a backup in its place, or move it away to begin with an empty log.',
  },
  {
    codes: /^(?:SQLITE_READONLY.*|EROFS)$/u,
    reason: 'READ_ONLY',
    what: 'cannot be written',
    next: 'Mount its folder writable, or give the user who runs Custos the right to write there.',
  },
  {
    codes: /^(?:SQLITE_FULL|ENOSPC|EDQUOT)$/u,
    reason: 'FULL',
    what: 'has no room on its disk',
    next: 'Make room, then start again.',
  },
];
