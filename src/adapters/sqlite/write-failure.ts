import { Refusal } from '../../domain/refusal.ts';

/**
 * Why a write failed. `busy`: another process holds the lock, trying again may help; `full` and `unwritable`:
 * the disk, not we; `fault`: what was to be written is wrong.
 */
export type WriteFailure = 'busy' | 'full' | 'unwritable' | 'fault';

/** How long a client should wait before it tries to write again. */
const retryAfterMs = 1_000;

/** What kind of failure Prisma, its adapter or SQLite threw. */
export function failureOf(error: unknown): WriteFailure {
  const code = sqliteCode(error);
  if (code.startsWith('SQLITE_BUSY')) return 'busy';
  if (code === 'SQLITE_FULL') return 'full';
  return unwritableCodes.test(code) ? 'unwritable' : 'fault';
}

/** What the domain says to a write that the disk did not take. */
export function refusalOf(failure: Exclude<WriteFailure, 'fault'>, error: unknown, now: Date): Refusal {
  if (failure === 'full') {
    return new Refusal(
      'STORAGE_FULL',
      'Nothing was recorded, because the disk that holds the database is full. Make room on it, then try again.',
    );
  }
  const why =
    failure === 'busy' ? 'another process holds its lock' : sqliteCode(error) || 'its connection failed';
  return new Refusal(
    'LOG_UNWRITABLE',
    `Nothing was recorded, because the log cannot be written: ${why}. Try again in a moment; if it stays so, look at the disk that holds the database.`,
    { retryAt: new Date(now.getTime() + retryAfterMs) },
  );
}

/** P2028: Prisma gave a transaction up, as after the computer was suspended in the midst of it. */
const unwritableCodes =
  /^(?:SQLITE_(?:IOERR|READONLY|CORRUPT|NOTADB|CANTOPEN|PERM|NOMEM|PROTOCOL|LOCKED)|P2028)/u;

/** Prisma wraps what SQLite said: as `meta.driverAdapterError.cause.originalCode` or `cause.originalCode`. */
function sqliteCode(error: unknown): string {
  const adapter = at(at(error, 'meta'), 'driverAdapterError') ?? error;
  const original = at(at(adapter, 'cause'), 'originalCode') ?? at(error, 'code');
  return typeof original === 'string' ? original : '';
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
