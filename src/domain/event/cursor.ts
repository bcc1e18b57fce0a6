/**
 * The text of a position in the log: opaque to clients. It names the log that it is of, so that one from
 * before the database was replaced is refused instead of silently pointing elsewhere.
 */
export function toCursor(logIdentity: string, sequence: number): string {
  return `${logIdentity}.${sequence.toString(36)}`;
}

/** The position that a cursor means; null when it is not a cursor of this log. */
export function fromCursor(logIdentity: string, cursor: string): number | null {
  const [identity, position, ...rest] = cursor.split('.');
  if (identity !== logIdentity || position === undefined || rest.length > 0) return null;
  const sequence = Number.parseInt(position, 36);
  return Number.isSafeInteger(sequence) && sequence >= 0 && sequence.toString(36) === position
    ? sequence
    : null;
}
