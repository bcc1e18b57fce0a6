import type { Prisma, PrismaClient } from './generated/client.ts';

/** A row as it is sent as JSON: times as milliseconds, sequences as numbers. */
export type Sent<Row> = {
  readonly [Column in keyof Row]: Exclude<Row[Column], null> extends Date | bigint
    ? number | Extract<Row[Column], null>
    : Row[Column];
};

/** Rows to a statement: the event loop stands still while one runs. */
const rowsPerStatement = 200;

/** The statements that write rows; the columns of a table are those of its rows' type, the first of them its key. */
export function upsert(
  client: PrismaClient,
  table: string,
  rows: readonly object[],
): readonly Prisma.PrismaPromise<unknown>[] {
  const columns = Object.keys(rows[0] ?? {});
  const [key = ''] = columns;
  const names = columns.map((column) => `"${column}"`).join(', ');
  const values = columns.map((column) => `value->>'${column}'`).join(', ');
  const updates = columns.map((column) => `"${column}" = excluded."${column}"`).join(', ');
  const sql = `INSERT INTO "${table}" (${names}) SELECT ${values} FROM json_each(?) WHERE TRUE
    ON CONFLICT ("${key}") DO UPDATE SET ${updates}`;
  return inStatements(rows).map((json) => client.$executeRawUnsafe(sql, json));
}

/** Rows as JSON, as many as one statement takes. */
export function inStatements(rows: readonly object[]): readonly string[] {
  return Array.from({ length: Math.ceil(rows.length / rowsPerStatement) }, (_, index) =>
    JSON.stringify(rows.slice(index * rowsPerStatement, (index + 1) * rowsPerStatement)),
  );
}

export function ms(time: Date | null): number | null {
  return time && time.getTime();
}
