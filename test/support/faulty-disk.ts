import type { Clients } from '../../src/adapters/sqlite/durable-sqlite.ts';
import { clientsOf, DurableSqlite } from '../../src/adapters/sqlite/durable-sqlite.ts';
import { PrismaClient } from '../../src/adapters/sqlite/generated/client.ts';
import { openLog } from './temporary-store.ts';

/** A disk that can have too little room, and can fail when something is committed. */
class FaultyDisk extends DurableSqlite {
  /** Room for the database, in pages; 0: as much as it wants. Counts from the next connection on. */
  pages = 0;
  /** How many transactions were begun. */
  transactions = 0;
  /** What is done instead of the next COMMIT. */
  onCommit: ((commit: () => Promise<number>) => Promise<number>) | null = null;
  /** Whether it can be opened. */
  present = true;

  override async connect(): ReturnType<DurableSqlite['connect']> {
    if (!this.present) throw diskFailure('SQLITE_CANTOPEN');
    const connection = await super.connect();
    if (this.pages > 0) await connection.executeScript(`PRAGMA max_page_count=${String(this.pages)}`);
    const start = connection.startTransaction.bind(connection);
    connection.startTransaction = async (...given) => {
      this.transactions += 1;
      const transaction = await start(...given);
      const execute = transaction.executeRaw.bind(transaction);
      transaction.executeRaw = (query) => {
        const instead = query.sql === 'COMMIT' ? this.onCommit : null;
        if (instead) this.onCommit = null;
        return instead ? instead(() => execute(query)) : execute(query);
      };
      return transaction;
    };
    return connection;
  }
}

/** As the adapter throws it. */
export function diskFailure(code: string): Error {
  const cause = { kind: 'sqlite', extendedCode: 1, message: code, originalCode: code, originalMessage: code };
  return Object.assign(new Error(code), { name: 'DriverAdapterError', cause });
}

/** The log on such a disk. */
export async function openOnDisk() {
  const disks: FaultyDisk[] = [];
  const connect = (file: string): Clients => {
    const disk = new FaultyDisk(file, 'write');
    disks.push(disk);
    return { ...clientsOf(file), writer: new PrismaClient({ adapter: disk }) };
  };
  const opened = await openLog({ connect });
  const [disk] = disks;
  if (!disk) throw new Error('The log asked for no connection.');
  return { ...opened, disk };
}
