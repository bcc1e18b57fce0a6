import type { FromWorker } from '../protocol.ts';
import { limits } from '../protocol.ts';
import { clip } from './message-of.ts';

type Send = (message: FromWorker) => void;
type Done = (error?: Error | null) => void;

/**
 * Sends what is printed in this worker to the host, line by line, instead of printing it. What exceeds the
 * limits of a second is dropped and counted here, where a flood costs only the one who makes it: the pipes
 * that Node lays from a worker would carry all of it to the host first.
 */
export function captureOutput(send: Send): void {
  const allowance = openAllowance(send);
  for (const stream of ['stdout', 'stderr'] as const) {
    const splitter = splitLines((line) => {
      if (allowance(line)) send({ kind: 'printed', stream, line: clip(line, limits.lineCharacters) });
    });
    process[stream].write = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
      splitter(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
      const callback = [encoding, done].find((value) => typeof value === 'function');
      if (callback) queueMicrotask(callback as Done);
      return true;
    };
  }
}

/** Tells for each line whether it may still be printed in this second. */
function openAllowance(send: Send): (line: string) => boolean {
  let until = 0;
  let lines = 0;
  let characters = 0;
  let dropped = 0;
  const next = (): void => {
    if (dropped > 0) send({ kind: 'dropped', lines: dropped });
    [lines, characters, dropped] = [0, 0, 0];
  };
  return (line) => {
    const now = performance.now();
    if (now >= until) {
      next();
      until = now + 1000;
    }
    lines += 1;
    characters += Math.min(line.length, limits.lineCharacters);
    if (lines <= limits.linesPerSecond && characters <= limits.charactersPerSecond) return true;
    // One timer a second tells how many were dropped even if nothing is printed any more.
    if (dropped === 0) setTimeout(next, until - now).unref();
    dropped += 1;
    return false;
  };
}

/** Cuts what is written into lines; a line that does not end is cut where it is too long to be kept. */
function splitLines(each: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) each(line);
    if (rest.length > limits.lineCharacters) {
      each(rest);
      rest = '';
    }
  };
}
