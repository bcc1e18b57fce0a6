import { limits } from '../protocol.ts';

/** What was thrown, in words that fit into a sentence. Anything can be thrown. */
export function messageOf(thrown: unknown): string {
  return clip(thrown instanceof Error ? thrown.message || thrown.name : text(thrown), 300);
}

/** A text, cut where it is longer than allowed. */
export function clip(value: string, length: number = limits.summaryCharacters): string {
  return value.length <= length ? value : `${value.slice(0, length - 1)}…`;
}

function text(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return 'something that has no text';
  }
}
