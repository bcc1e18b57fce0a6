import { randomUUID } from 'node:crypto';

import Database from 'better-sqlite3';

import type { Migration } from './migrations.ts';
import { codeOf, DatabaseUnusable, unusable } from './database-unusable.ts';

/** Prisma's own bookkeeping, so that its tools understand the database. */
const bookkeeping = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id"                    TEXT PRIMARY KEY NOT NULL,
  "checksum"              TEXT NOT NULL,
  "finished_at"           DATETIME,
  "migration_name"        TEXT NOT NULL,
  "logs"                  TEXT,
  "rolled_back_at"        DATETIME,
  "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/**
 * Applies migrations to a database, each in one transaction: after a failure it is as it was before that one.
 *
 * Foreign keys are off meanwhile, and checked before each commit: SQL that rebuilds a table drops the old one,
 * which would delete its children by cascade, and `PRAGMA foreign_keys` inside a transaction does nothing.
 * @throws DatabaseUnusable MIGRATION_FAILED or FULL
 */
export function migrate(database: Database.Database, migrations: readonly Migration[], at: Date): void {
  database.pragma('foreign_keys = OFF');
  for (const migration of migrations) {
    try {
      database.transaction(apply).exclusive(database, migration, at.getTime());
    } catch (error) {
      throw failed(database.name, migration.name, error);
    }
  }
  database.pragma('foreign_keys = ON');
}

function apply(database: Database.Database, migration: Migration, atMs: number): void {
  database.exec(bookkeeping);
  database.exec(migration.sql);
  const broken = database.pragma('foreign_key_check') as readonly unknown[];
  if (broken.length > 0) {
    throw new Error(`it would leave ${String(broken.length)} rows that refer to nothing`);
  }
  database
    .prepare(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "started_at", "applied_steps_count")
       VALUES (?, ?, ?, ?, ?, 1)`,
    )
    .run(randomUUID(), migration.checksum, atMs, migration.name, atMs);
}

function failed(file: string, name: string, error: unknown): DatabaseUnusable {
  if (/^SQLITE_(?:FULL|READONLY|CORRUPT|NOTADB)/u.test(codeOf(error))) return unusable(error, file);
  return new DatabaseUnusable(
    'MIGRATION_FAILED',
    `The migration ${name} of ${file} failed (${error instanceof Error ? error.message : String(error)}) and was undone. Run the version that wrote the database, and report this.`,
    { cause: error },
  );
}
