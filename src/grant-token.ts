import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { openStore } from './adapters/sqlite/open-store.ts';
import { systemClock } from './adapters/system/clock.ts';
import { systemIds } from './adapters/system/ids.ts';
import { openJournal } from './adapters/system/journal.ts';
import { createToken } from './application/create-token.ts';
import { Inventory } from './application/inventory.ts';
import { Lanes } from './application/lanes.ts';
import type { Role } from './domain/access/role.ts';
import { roles } from './domain/access/role.ts';
import { Refusal } from './domain/refusal.ts';
import { projectFolder } from './project.ts';

interface Wanted {
  readonly name: string;
  readonly role: string;
  /** In ISO 8601; null: until it is revoked. */
  readonly expiresAt: string | null;
}

/**
 * Makes a token in a data folder that no server has open, and answers its secret: the way in when the last admin
 * token was lost. Whoever can write there can do so anyway; the log says which user of the machine it was.
 * @throws Refusal INVALID_ARGUMENT when there is no data; AlreadyRunning, DatabaseUnusable as the store does
 */
export async function grantToken(dataDir: string, { name, role, expiresAt }: Wanted): Promise<string> {
  if (!existsSync(join(dataDir, 'custos.db'))) {
    const message = `There is no data of Custos in ${dataDir}. Name its folder with --data-dir, or start the server.`;
    throw new Refusal('INVALID_ARGUMENT', message);
  }
  const store = await openStore({
    dataDir,
    clock: systemClock,
    journal: openJournal('silent'),
    migrationsDir: join(projectFolder, 'prisma', 'migrations'),
  });
  try {
    const inventory = new Inventory(await store.state.load());
    const deps = { inventory, lanes: new Lanes(), log: store.log, clock: systemClock, ids: systemIds };
    const by = { kind: 'LOCAL', name: userInfo().username, role: null } as const;
    const until = expiresAt === null ? null : new Date(expiresAt);
    return (await createToken(deps)(by, { name, role: roleOf(role), expiresAt: until })).secret;
  } finally {
    await store.close();
  }
}

function roleOf(text: string): Role {
  const role = roles.find((one) => one === text);
  if (role) return role;
  throw new Refusal('INVALID_ARGUMENT', `There is no role ${text}. Known are ${roles.join(', ')}.`);
}
