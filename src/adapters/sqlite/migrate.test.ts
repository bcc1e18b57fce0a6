import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';

import { draft, service, stackSaved, standing } from '../../../test/support/drafts.ts';
import {
  KeptJournal,
  LeapingClock,
  migrationsDir,
  storeIn,
  temporaryFolder,
} from '../../../test/support/temporary-store.ts';
import type { Store } from './open-store.ts';
import { openStore } from './open-store.ts';

/** A data folder of today's version, with a standing that hangs on a service that hangs on a stack. */
async function oldFolder(): Promise<string> {
  const folder = temporaryFolder();
  const store = await storeIn(folder);
  await store.log.append(
    [draft()],
    [
      stackSaved,
      { kind: 'service-saved', service: service('service_1') },
      { kind: 'standing-saved', serviceId: 'service_1', standing: standing('kept') },
    ],
  );
  await store.close();
  return folder;
}

/** Opens it with a program that brings one more migration. */
async function openWith(dataDir: string, sql: string): Promise<Store> {
  const folder = join(temporaryFolder(), 'migrations');
  cpSync(migrationsDir, folder, { recursive: true });
  mkdirSync(join(folder, '99990101000000_next'));
  writeFileSync(join(folder, '99990101000000_next', 'migration.sql'), sql);
  const [clock, journal] = [new LeapingClock(), new KeptJournal()];
  const store = await openStore({ dataDir, clock, journal, migrationsDir: folder });
  onTestFinished(() => store.close());
  return store;
}

/** As Prisma writes it for a changed column. */
const rebuildServices = `
  PRAGMA defer_foreign_keys=ON;
  PRAGMA foreign_keys=OFF;
  CREATE TABLE "new_Stack" ("id" TEXT NOT NULL PRIMARY KEY, "name" TEXT NOT NULL DEFAULT 'x', "dockerEndpoint" TEXT, "project" TEXT);
  INSERT INTO "new_Stack" SELECT * FROM "Stack";
  DROP TABLE "Stack";
  ALTER TABLE "new_Stack" RENAME TO "Stack";
  CREATE TABLE "new_Service" AS SELECT * FROM "Service";
  DROP TABLE "Service";
  CREATE TABLE "Service" ("id" TEXT NOT NULL PRIMARY KEY, "stackId" TEXT NOT NULL, "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL, "displayName" TEXT NOT NULL, "url" TEXT, "labels" TEXT NOT NULL, "version" TEXT,
    "origin" TEXT NOT NULL, "containerName" TEXT, "settings" TEXT NOT NULL, "probeIntervalMs" INTEGER NOT NULL,
    "pause" TEXT, "removedAt" DATETIME, "dependsOn" TEXT);
  INSERT INTO "Service" SELECT * FROM "new_Service";
  DROP TABLE "new_Service";
  PRAGMA foreign_keys=ON;
  PRAGMA defer_foreign_keys=OFF;`;

describe('The migrations', () => {
  it('amount to the schema', () => {
    const author = fileURLToPath(new URL('../../../prisma/author.mjs', import.meta.url));
    expect(execFileSync(process.execPath, [author, '--check'], { encoding: 'utf8' })).toBe('');
  });
});

describe('Migrating', () => {
  it('rebuilds a table without deleting what hangs on it', async () => {
    const store = await openWith(await oldFolder(), rebuildServices);
    const { services, standings } = await store.state.load();
    expect([services.length, standings.get('service_1')?.summary]).toEqual([1, 'kept']);
  });

  it('keeps a copy of how the database was', async () => {
    const folder = await oldFolder();
    const store = await openWith(folder, 'DROP TABLE "Standing";');
    expect(store.log.head()).toBe(1);
    const copy = new Database(join(folder, 'custos.db.before-99990101000000_next'), { readonly: true });
    expect(copy.prepare('SELECT "summary" FROM "Standing"').pluck().all()).toEqual(['kept']);
    copy.close();
  });

  it('makes no copy when there is nothing to do', async () => {
    const folder = await oldFolder();
    await (await storeIn(folder)).close();
    expect(readdirSync(folder).sort()).toEqual(['custos.db', 'lock.db']);
  });

  it.each([
    ['fails half-way', 'CREATE TABLE "Half" ("id" TEXT); INSERT INTO "Nowhere" VALUES (1);'],
    ['leaves rows that refer to nothing', 'CREATE TABLE "Half" ("id" TEXT); DELETE FROM "Service";'],
  ])('undoes all of one that %s', async (_, sql) => {
    const folder = await oldFolder();
    await expect(openWith(folder, sql)).rejects.toMatchObject({ reason: 'MIGRATION_FAILED' });
    const store = await storeIn(folder);
    expect((await store.state.load()).services.length).toBe(1);
    expect(await openWith(folder, 'CREATE TABLE "Half" ("id" TEXT);').catch(() => 'refused')).toBe('refused');
    await store.close();
    await openWith(folder, 'CREATE TABLE "Half" ("id" TEXT);');
  });

  it('is written down as Prisma does', async () => {
    const folder = await oldFolder();
    const database = new Database(join(folder, 'custos.db'), { readonly: true });
    onTestFinished(() => void database.close());
    const rows = database.prepare('SELECT * FROM "_prisma_migrations"').all();
    expect(rows).toEqual(
      readdirSync(migrationsDir, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }): unknown =>
          expect.objectContaining({
            migration_name: name,
            checksum: expect.stringMatching(/^[0-9a-f]{64}$/u) as unknown,
            finished_at: expect.any(Number) as unknown,
            applied_steps_count: 1,
          }),
        ),
    );
  });
});
