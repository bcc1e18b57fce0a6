import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { onTestFinished } from 'vitest';

import { databaseIn, prepareFolder } from '../../src/adapters/sqlite/data-folder.ts';
import type { Clients } from '../../src/adapters/sqlite/durable-sqlite.ts';
import { clientsOf } from '../../src/adapters/sqlite/durable-sqlite.ts';
import { SqliteEventLog } from '../../src/adapters/sqlite/event-log.ts';
import type { Store } from '../../src/adapters/sqlite/open-store.ts';
import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import { prepareDatabase } from '../../src/adapters/sqlite/prepare-database.ts';
import type { RingBounds } from '../../src/adapters/sqlite/ring.ts';
import type { Clock } from '../../src/application/ports/clock.ts';
import type { Journal } from '../../src/application/ports/journal.ts';

export const migrationsDir = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/** A journal that keeps what it was told. */
export class KeptJournal implements Journal {
  readonly lines: string[] = [];
  readonly info = (message: string): void => void this.lines.push(`info ${message}`);
  readonly warn = (message: string): void => void this.lines.push(`warn ${message}`);
  readonly error = (message: string): void => void this.lines.push(`error ${message}`);
}

/** A clock on which a sleep takes no time at all but counts as if it did. */
export class LeapingClock implements Clock {
  ms = Date.UTC(2026, 10, 23, 12);
  readonly slept: number[] = [];
  onSleep: (() => void) | null = null;

  now(): Date {
    return new Date(this.ms);
  }

  monotonicMs(): number {
    return this.ms;
  }

  async sleep(ms: number): Promise<void> {
    this.ms += ms;
    this.slept.push(ms);
    this.onSleep?.();
    return Promise.resolve();
  }
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'custos-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The whole store in a folder, closed when the test is over. */
export async function storeIn(dataDir: string, clock: Clock = new LeapingClock()): Promise<Store> {
  const store = await openStore({ dataDir, clock, journal: new KeptJournal(), migrationsDir });
  onTestFinished(() => store.close());
  return store;
}

interface OpenLog {
  readonly log: SqliteEventLog;
  readonly clients: Clients;
  readonly file: string;
  readonly clock: LeapingClock;
  readonly journal: KeptJournal;
}

/** The log alone, with its insides at hand: another size of memory, other connections. */
export async function openLog(
  more: { readonly folder?: string; readonly ring?: RingBounds; readonly connect?: typeof clientsOf } = {},
): Promise<OpenLog> {
  const folder = more.folder ?? temporaryFolder();
  const [clock, journal] = [new LeapingClock(), new KeptJournal()];
  prepareFolder(folder);
  const file = databaseIn(folder);
  await prepareDatabase(file, { clock, journal, migrationsDir });
  const clients = (more.connect ?? clientsOf)(file);
  const deps = { clients, clock, journal, bytes: () => 0 };
  const log = await SqliteEventLog.open(more.ring ? { ...deps, ring: more.ring } : deps);
  onTestFinished(async () => {
    await log.close();
    await clients.reader.$disconnect();
    await clients.writer.$disconnect();
  });
  return { log, clients, file, clock, journal };
}
