import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';

import { draft, noon, service, stackSaved, standing } from '../../../test/support/drafts.ts';
import {
  KeptJournal,
  LeapingClock,
  migrationsDir,
  storeIn,
  temporaryFolder,
} from '../../../test/support/temporary-store.ts';
import type { Target } from '../../domain/target/target.ts';
import type { Token } from '../../domain/access/token.ts';
import type { CheckResult } from '../../domain/health/check.ts';
import type { Standing } from '../../domain/health/standing.ts';
import type { PluginSwitch } from '../../domain/plugin/plugin.ts';
import type { Service } from '../../domain/service/service.ts';
import { databaseIn } from './data-folder.ts';
import { openStore } from './open-store.ts';

const paused: Service = {
  ...service('service_1'),
  labels: { team: 'trading' },
  settings: { deep: [1, { two: null }] },
  pause: { since: noon, until: null, reason: 'moving', by: { kind: 'TOKEN', name: 'ops', role: 'ADMIN' } },
  removedAt: noon,
};

const check: CheckResult = {
  name: 'ready',
  reference: 'C01',
  aspect: null,
  status: 'FAIL',
  summary: 'It is not ready.',
  cause: 'TIMED_OUT',
  observedAt: noon,
  durationMs: 2000.5,
  observed: { code: 503 },
  threshold: 200,
};

const judged: Standing = {
  ...standing('It is down.'),
  observedAt: noon,
  checks: [check],
  contender: { status: 'DOWN', streak: 2 },
};

const token: Token = {
  id: 'token_1',
  name: 'ops',
  role: 'ADMIN',
  prefix: 'custos_ab',
  secretHash: 'ff',
  createdBy: { kind: 'LOCAL', name: 'root', role: null },
  createdAt: noon,
  expiresAt: null,
  lastUsedAt: noon,
  revokedAt: null,
};

/** A data folder with a log of one entry, closed. */
async function usedFolder(): Promise<string> {
  const folder = temporaryFolder();
  const store = await storeIn(folder);
  await store.log.append([draft()], [stackSaved]);
  await store.close();
  return folder;
}

function change(folder: string, sql: string): void {
  const database = new Database(databaseIn(folder));
  database.exec(sql);
  database.close();
}

/** Does something without the rights of root, for whom nothing is forbidden. */
async function unprivileged<T>(work: () => Promise<T>): Promise<T> {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

const target: Target = {
  id: 'tgt_1',
  stackId: 'stack_1',
  scrapedById: 'service_1',
  job: 'node',
  instance: 'node:9100',
  scrapeUrl: 'http://node:9100/metrics',
  labels: { job: 'node' },
  health: 'DOWN',
  lastError: 'connection refused',
  lastScrape: new Date('2026-11-23T12:00:00Z'),
  scrapeDurationMs: 1.5,
  scrapeIntervalMs: 15_000,
  observedAt: new Date('2026-11-23T12:00:01Z'),
  removedAt: null,
};

const switched: PluginSwitch = {
  name: 'node-exporter',
  disabled: true,
  at: new Date('2026-11-23T12:00:02Z'),
  by: { kind: 'TOKEN', name: 'operator', role: 'ADMIN' },
};

describe('Opening a store', () => {
  it('makes a folder and files that only their owner can read', async () => {
    const folder = join(temporaryFolder(), 'deep', 'data');
    const { log } = await storeIn(folder);
    await log.append([draft()]);
    const modes = readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['custos.db', 'custos.db-wal', 'lock.db']));
    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(log.identity).toMatch(/^[a-z0-9]{8,12}$/u);
    expect(log.bytes()).toBeGreaterThan(statSync(databaseIn(folder)).size);
  });

  it('finds again what was recorded', async () => {
    const folder = temporaryFolder();
    const store = await storeIn(folder);
    await store.log.append(
      [draft()],
      [
        { kind: 'token-saved', token },
        { kind: 'standing-saved', serviceId: 'service_1', standing: standing('It was not seen.') },
        { kind: 'standing-saved', serviceId: 'service_1', standing: judged },
        { kind: 'service-saved', service: paused },
        stackSaved,
        { kind: 'target-saved', target },
        { kind: 'credential-saved', serviceId: 'service_1', authorization: 'Bearer 1' },
        { kind: 'plugin-switched', switched },
      ],
    );
    const events = await store.log.read({ limit: 9, keep: 'oldest' });
    await store.close();
    const again = await storeIn(folder);
    expect(await again.log.read({ limit: 9, keep: 'oldest' })).toEqual(events);
    expect([again.log.identity, again.log.head()]).toEqual([store.log.identity, 1]);
    expect(await again.state.load()).toEqual({
      stacks: [stackSaved.kind === 'stack-saved' && stackSaved.stack],
      services: [paused],
      standings: new Map([['service_1', judged]]),
      targets: [target],
      credentials: new Map([['service_1', 'Bearer 1']]),
      tokens: [token],
      switches: [switched],
    });
  });

  it('refuses a folder that another one works in, and says who, until that one closes', async () => {
    const folder = temporaryFolder();
    const [clock, journal] = [new LeapingClock(), new KeptJournal()];
    const options = { dataDir: folder, clock, journal, migrationsDir };
    const first = await openStore({ ...options, heldBy: 'http://127.0.0.1:4000' });
    onTestFinished(() => first.close());
    const rival = expect.objectContaining({
      name: 'AlreadyRunning',
      holder: expect.objectContaining({ pid: process.pid, startedAt: clock.now().toISOString() }) as unknown,
      message: expect.stringMatching(`${folder}.*${String(process.pid)}.*http://127.0.0.1:4000`) as unknown,
    }) as unknown;
    await expect(openStore(options)).rejects.toEqual(rival);
    await first.close();
    await (await storeIn(folder)).log.append([draft()]);
  });

  it('does not mind the note of one that crashed', async () => {
    const folder = await usedFolder();
    writeFileSync(join(folder, 'lock.holder.json'), '{"pid": 1, "host"');
    expect((await storeIn(folder)).log.head()).toBe(1);
  });
});

describe('A database that cannot be used', () => {
  const damage: Record<string, (folder: string) => void> = {
    'is no database': (folder) => writeFileSync(databaseIn(folder), 'x'.repeat(10_000)),
    'is empty': (folder) => writeFileSync(databaseIn(folder), ''),
    'has a damaged page': (folder) => {
      const bytes = readFileSync(databaseIn(folder));
      bytes.fill(0xff, 4096 * 3, 4096 * 12);
      writeFileSync(databaseIn(folder), bytes);
    },
  };

  it.each(Object.keys(damage))('because it %s is refused, and kept as it is', async (how) => {
    const folder = await usedFolder();
    damage[how]?.(folder);
    const before = readFileSync(databaseIn(folder));
    await expect(storeIn(folder)).rejects.toMatchObject({ name: 'DatabaseUnusable', reason: 'CORRUPT' });
    expect(readFileSync(databaseIn(folder)).equals(before)).toBe(true);
    expect(existsSync(join(folder, 'lock.holder.json'))).toBe(false);
  });

  it('because it was damaged when the server crashed is kept with what was not folded in yet', async () => {
    const [folder, image] = [await usedFolder(), temporaryFolder()];
    await (await storeIn(folder)).log.append([draft()]);
    const files = [databaseIn(image), `${databaseIn(image)}-wal`];
    copyFileSync(databaseIn(folder), databaseIn(image));
    copyFileSync(`${databaseIn(folder)}-wal`, `${databaseIn(image)}-wal`);
    damage['has a damaged page']?.(image);
    const before = files.map((file) => readFileSync(file));
    await expect(storeIn(image)).rejects.toMatchObject({ reason: 'CORRUPT' });
    expect(files.map((file) => readFileSync(file))).toEqual(before);
  });

  it.each([
    ['a newer Custos wrote it', 'NEWER', `UPDATE "_prisma_migrations" SET "migration_name" = '99_future'`],
    ['a migration was changed', 'CHANGED', `UPDATE "_prisma_migrations" SET "checksum" = 'ff'`],
    ['it is not of Custos', 'FOREIGN', `DROP TABLE "_prisma_migrations"`],
  ])('because %s is refused', async (_, reason, sql) => {
    const folder = await usedFolder();
    change(folder, sql);
    await expect(storeIn(folder)).rejects.toMatchObject({ name: 'DatabaseUnusable', reason });
  });

  it('because its main file is gone is not begun anew', async () => {
    const folder = await usedFolder();
    const other = temporaryFolder();
    copyFileSync(databaseIn(folder), join(other, 'custos.db-wal'));
    await expect(storeIn(other)).rejects.toMatchObject({ reason: 'CORRUPT' });
    expect(existsSync(databaseIn(other))).toBe(false);
  });

  it('because its folder is a file is refused', async () => {
    const file = join(temporaryFolder(), 'data');
    writeFileSync(file, '');
    await expect(storeIn(join(file, 'below'))).rejects.toMatchObject({ reason: 'UNREADABLE' });
  });

  it.each([
    ['written', 0o555, 'READ_ONLY'],
    ['read', 0o000, 'UNREADABLE'],
  ])('because its folder cannot be %s is refused', async (_, mode, reason) => {
    const folder = await usedFolder();
    chmodSync(folder, mode);
    onTestFinished(() => chmodSync(folder, 0o700));
    await unprivileged(() => expect(storeIn(folder)).rejects.toMatchObject({ reason }));
  });
});
