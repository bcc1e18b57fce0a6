import { describe, expect, it } from 'vitest';

import { open, surviveKills, Writer } from '../support/killed-writer.ts';
import { temporaryFolder } from '../support/temporary-store.ts';

describe('A server that is killed', () => {
  it('has lost nothing that it acknowledged, 20 times out of 20', async () => {
    await surviveKills(20, 20_261_123);
  }, 90_000);

  it('leaves its data folder free at once, which it had for itself before', async () => {
    const folder = temporaryFolder();
    const writer = new Writer(folder);
    await writer.begin(1);
    await expect(open(folder)).rejects.toMatchObject({ name: 'AlreadyRunning', holder: { pid: writer.pid } });
    await writer.writeUntil(2, 0);
    await (await open(folder)).close();
  }, 30_000);
});
