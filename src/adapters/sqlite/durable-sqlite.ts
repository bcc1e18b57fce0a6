import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';

import { PrismaClient } from './generated/client.ts';

/** FULL, because better-sqlite3 is compiled to make WAL mean NORMAL, which a power cut may cost commits. */
const durable = 'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;';

/** SQLite waits for a lock synchronously, and the event loop with it: so not for long. */
const lockWaitMs = 100;

/** Makes connections to a database of which each, after a reconnect too, has the pragmas set. */
export class DurableSqlite extends PrismaBetterSqlite3 {
  readonly #pragmas: string;

  constructor(file: string, access: 'read' | 'write') {
    super({ url: `file:${file}`, timeout: lockWaitMs }, { timestampFormat: 'unixepoch-ms' });
    this.#pragmas = access === 'read' ? `${durable} PRAGMA query_only=ON;` : durable;
  }

  override async connect(): ReturnType<PrismaBetterSqlite3['connect']> {
    const connection = await super.connect();
    await connection.executeScript(this.#pragmas);
    return connection;
  }
}

/**
 * Two connections to one database: what reads never sees what is not committed yet, for a plain statement
 * through a connection that is in a transaction would be part of it.
 */
export interface Clients {
  readonly writer: PrismaClient;
  readonly reader: PrismaClient;
}

/** Connects on first use. */
export function clientsOf(file: string): Clients {
  return {
    writer: new PrismaClient({ adapter: new DurableSqlite(file, 'write') }),
    reader: new PrismaClient({ adapter: new DurableSqlite(file, 'read') }),
  };
}
