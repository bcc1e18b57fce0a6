import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type Database from 'better-sqlite3';

import { DatabaseUnusable } from './database-unusable.ts';

/** One step from one shape of the database to the next. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the SQL, in hexadecimal. */
  readonly checksum: string;
}

/** The migrations that the program brings, oldest first. */
export function readMigrations(folder: string): readonly Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/**
 * Which of the program's migrations the database has not seen yet.
 * @throws DatabaseUnusable NEWER, CHANGED or FOREIGN when the two do not belong together
 */
export function pendingMigrations(
  database: Database.Database,
  migrations: readonly Migration[],
): readonly Migration[] {
  const applied = appliedTo(database);
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of applied) {
    const migration = known.get(name);
    if (!migration) throw newer(database.name, name);
    if (migration.checksum !== checksum) throw changed(database.name, name);
  }
  const seen = new Set(applied.map(({ name }) => name));
  return migrations.filter((migration) => !seen.has(migration.name));
}

function appliedTo(
  database: Database.Database,
): readonly { readonly name: string; readonly checksum: string }[] {
  const tables = database.prepare(`SELECT "name" FROM sqlite_schema WHERE "type" = 'table'`).pluck().all();
  if (tables.includes('_prisma_migrations')) {
    return database
      .prepare<[], { name: string; checksum: string }>(
        `SELECT "migration_name" AS "name", "checksum" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL`,
      )
      .all();
  }
  if (tables.length === 0) return [];
  throw new DatabaseUnusable(
    'FOREIGN',
    `${database.name} is a database, but not one of Custos: it has no migrations recorded. Move it away, or choose another data folder.`,
  );
}

function newer(file: string, name: string): DatabaseUnusable {
  return new DatabaseUnusable(
    'NEWER',
    `${file} was written by a newer Custos: this one does not know its migration ${name}. Run the newer version, or put back the backup that it made beside the database before it migrated.`,
  );
}

function changed(file: string, name: string): DatabaseUnusable {
  return new DatabaseUnusable(
    'CHANGED',
    `The migration ${name} is not the one that was applied to ${file}. Install an unmodified release of Custos.`,
  );
}
