import { statSync } from 'node:fs';

import type { AlertStore } from '../../application/ports/alert-store.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { DiagnosisStore } from '../../application/ports/diagnosis-store.ts';
import type { EventLog } from '../../application/ports/event-log.ts';
import type { Journal } from '../../application/ports/journal.ts';
import type { StateStore } from '../../application/ports/state.ts';
import { openAlertStore } from './alert-store.ts';
import { databaseIn, prepareFolder } from './data-folder.ts';
import { openDiagnosisStore } from './diagnosis-store.ts';
import { clientsOf } from './durable-sqlite.ts';
import { SqliteEventLog } from './event-log.ts';
import { lockFolder } from './lock.ts';
import { prepareDatabase } from './prepare-database.ts';
import { SqliteStateStore } from './state-store.ts';

interface Options {
  readonly dataDir: string;
  /** Where the program's migrations are, in Prisma's layout. */
  readonly migrationsDir: string;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Where this process answers: a rival for the data folder is told. */
  readonly heldBy?: string;
}

/** What is durable. */
export interface Store {
  readonly log: EventLog;
  readonly state: StateStore;
  readonly diagnoses: DiagnosisStore;
  readonly alerts: AlertStore;
  /** Lets the write in progress end, ends all followers, and gives the data folder free. */
  close(): Promise<void>;
}

/**
 * Opens the store in a data folder, for this process alone; makes the folder and the database if they are not
 * there, and brings an older database up to date.
 * @throws AlreadyRunning, DatabaseUnusable
 */
export async function openStore(options: Options): Promise<Store> {
  const { dataDir, clock, journal } = options;
  const undo: (() => unknown)[] = [];
  const close = async () => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  try {
    prepareFolder(dataDir);
    const startedAt = clock.now().toISOString();
    undo.push(lockFolder(dataDir, { startedAt, url: options.heldBy ?? null }));
    const file = databaseIn(dataDir);
    await prepareDatabase(file, options);
    const clients = clientsOf(file);
    // The writer last: as the last connection it folds the write-ahead log into the database.
    undo.push(() => clients.writer.$disconnect());
    undo.push(() => clients.reader.$disconnect());
    const log = await SqliteEventLog.open({ clients, clock, journal, bytes: () => sizeOf(file) });
    undo.push(() => log.close());
    const state = new SqliteStateStore(clients.reader);
    return { log, state, diagnoses: openDiagnosisStore(clients), alerts: openAlertStore(clients), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function sizeOf(file: string): number {
  return [file, `${file}-wal`].reduce(
    (bytes, part) => bytes + (statSync(part, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
