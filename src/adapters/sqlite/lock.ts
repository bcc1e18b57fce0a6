import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

import Database from 'better-sqlite3';

import { createPrivate } from './data-folder.ts';
import { codeOf, unusable } from './database-unusable.ts';

/** Who holds a data folder, as its note says; null when the note cannot be read. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly startedAt: string;
  /** Where it answers, as far as that was known when it started. */
  readonly url: string | null;
}

/** Another process works with this data folder; two would write over each other. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
  readonly holder: Holder | null;

  constructor(folder: string, holder: Holder | null) {
    const who = holder
      ? `process ${String(holder.pid)} on ${holder.host}, since ${holder.startedAt}${holder.url ? `, at ${holder.url}` : ''}`
      : 'another process';
    super(
      `The data folder ${folder} is in use by ${who}. Use that one, stop it, or choose another data folder.`,
    );
    this.holder = holder;
  }
}

/**
 * Takes a data folder for this process alone, until the answer is called or the process ends, however it
 * ends. The lock is the operating system's, on lock.db: the note beside it only tells a rival whom to ask,
 * so one left behind by a crash is harmless.
 * @throws AlreadyRunning at once
 */
export function lockFolder(folder: string, holder: Pick<Holder, 'startedAt' | 'url'>): () => void {
  const note = join(folder, 'lock.holder.json');
  const lock = exclusive(folder, note);
  const text = JSON.stringify({ pid: process.pid, host: hostname(), ...holder });
  try {
    writeFileSync(note, `${text}\n`, { mode: 0o600 });
  } catch (error) {
    lock.close();
    throw unusable(error, note);
  }
  return () => {
    if (!lock.open) return;
    rmSync(note, { force: true });
    lock.close();
  };
}

function exclusive(folder: string, note: string): Database.Database {
  const file = join(folder, 'lock.db');
  createPrivate(file);
  let lock: Database.Database | null = null;
  try {
    lock = new Database(file, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    throw codeOf(error).startsWith('SQLITE_BUSY')
      ? new AlreadyRunning(folder, read(note))
      : unusable(error, file);
  }
}

function read(note: string): Holder | null {
  try {
    return JSON.parse(readFileSync(note, 'utf8')) as Holder;
  } catch {
    return null;
  }
}
