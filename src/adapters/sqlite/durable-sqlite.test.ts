import { describe, expect, it } from 'vitest';

import { openLog } from '../../../test/support/temporary-store.ts';
import type { PrismaClient } from './generated/client.ts';

async function pragmas(client: PrismaClient): Promise<readonly unknown[]> {
  const read = async (name: string) =>
    Object.values((await client.$queryRawUnsafe<Record<string, unknown>[]>(`PRAGMA ${name}`))[0] ?? {})[0];
  return [
    await read('journal_mode'),
    await read('synchronous'),
    await read('foreign_keys'),
    await read('busy_timeout'),
  ].map(String);
}

describe.each(['writer', 'reader'] as const)('The %s', (which) => {
  it('keeps commits through a power cut, on each of its connections', async () => {
    const client = (await openLog()).clients[which];
    expect(await pragmas(client)).toEqual(['wal', '2', '1', '100']);
    await client.$disconnect();
    expect(await pragmas(client)).toEqual(['wal', '2', '1', '100']);
  });
});

describe('The reader', () => {
  it('cannot write, after a reconnect neither', async () => {
    const { reader } = (await openLog()).clients;
    const write = () => reader.stack.create({ data: { id: 'a', name: 'a' } });
    await expect(write()).rejects.toThrow('readonly');
    await reader.$disconnect();
    await expect(write()).rejects.toThrow('readonly');
  });
});
