import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { randomInt } from 'node:crypto';

import Database from 'better-sqlite3';

import type { Clock } from '../../application/ports/clock.ts';
import type { Journal } from '../../application/ports/journal.ts';
import { createPrivate, syncFolder } from './data-folder.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migrations.ts';
import { pendingMigrations, readMigrations } from './migrations.ts';
import { DatabaseUnusable, unusable } from './database-unusable.ts';

interface Deps {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly migrationsDir: string;
}

/**
 * Makes a database, or checks the one that is there and brings it up to date, with a backup beside it first.
 * A database that cannot be used is left untouched, never replaced.
 * @throws DatabaseUnusable
 */
export async function prepareDatabase(file: string, deps: Deps): Promise<void> {
  try {
    const migrations = readMigrations(deps.migrationsDir);
    if (existsSync(file)) await bringUpToDate(file, migrations, deps);
    else make(file, migrations, deps);
  } catch (error) {
    throw unusable(error, file);
  }
}

/** A new database appears whole, under its name, or not at all: an empty file is therefore never a new one. */
function make(file: string, migrations: readonly Migration[], { clock, journal }: Deps): void {
  if (existsSync(`${file}-wal`)) throw orphaned(file);
  const unfinished = `${file}.new`;
  rmSync(unfinished, { force: true });
  rmSync(`${unfinished}-journal`, { force: true });
  createPrivate(unfinished);
  const database = new Database(unfinished);
  try {
    migrate(database, migrations, clock.now());
    database
      .prepare(
        `INSERT INTO "Log" ("identity", "createdAt", "anchorSequence", "anchorHash") VALUES (?, ?, 0, '')`,
      )
      .run(newIdentity(), clock.now().getTime());
  } finally {
    database.close();
  }
  renameSync(unfinished, file);
  syncFolder(dirname(file));
  journal.info('A new database was made.', { file });
}

async function bringUpToDate(
  file: string,
  migrations: readonly Migration[],
  { clock, journal }: Deps,
): Promise<void> {
  const pending = inspect(file, migrations);
  if (pending.length === 0) return;
  const database = new Database(file, { fileMustExist: true });
  try {
    const copy = await backUp(database, pending[0]?.name ?? '');
    migrate(database, pending, clock.now());
    journal.info('The database was brought up to date.', {
      migrations: pending.map((migration) => migration.name),
      backup: copy,
    });
  } finally {
    database.close();
  }
}

/** Through a connection that cannot write, lest looking at a damaged file changes it. */
function inspect(file: string, migrations: readonly Migration[]): readonly Migration[] {
  if (statSync(file).size === 0) throw damaged(file, 'it is empty');
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const verdict = database.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw damaged(file, String(verdict));
    return pendingMigrations(database, migrations);
  } finally {
    database.close();
  }
}

async function backUp(database: Database.Database, next: string): Promise<string> {
  const copy = `${database.name}.before-${next}`;
  rmSync(`${copy}.part`, { force: true });
  createPrivate(`${copy}.part`);
  await database.backup(`${copy}.part`);
  renameSync(`${copy}.part`, copy);
  syncFolder(dirname(copy));
  return copy;
}

function damaged(file: string, why: string): DatabaseUnusable {
  return new DatabaseUnusable(
    'CORRUPT',
    `${file} is damaged (${why}). It was left as it is. Keep a copy, then put a backup in its place, or move it away to begin with an empty log.`,
  );
}

function orphaned(file: string): DatabaseUnusable {
  return new DatabaseUnusable(
    'CORRUPT',
    `${file} is missing, but ${file}-wal, which belongs to it, is there. Put the database back, or move the -wal file away to begin with an empty log.`,
  );
}

function newIdentity(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('');
}
