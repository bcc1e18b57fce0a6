import { accessSync, constants, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { openContainerEngine } from './adapters/docker/open-container-engine.ts';
import { openStore } from './adapters/sqlite/open-store.ts';
import { systemClock } from './adapters/system/clock.ts';
import { openJournal } from './adapters/system/journal.ts';
import { openBundledPlugins } from './open-bundled-plugins.ts';
import type { Examined } from './cli/doctor.ts';
import type { Config, Flags } from './config.ts';
import type { Plugin } from './domain/plugin/plugin.ts';
import { readConfig } from './config.ts';
import { explainListen } from './http/cannot-listen.ts';
import { localAddress } from './local-address.ts';
import { projectFolder } from './project.ts';
import { checkRuntime } from './runtime.ts';

/** Looks at all that Custos needs here, side by side. Touches nothing, and never rejects. */
export async function examine(flags: Flags): Promise<readonly Examined[]> {
  const general = [
    attempt('node', () => Promise.resolve(examineRuntime())),
    attempt('database', examineDatabase),
  ];
  const config = await attempt('configuration', () => Promise.resolve(readConfig(flags)));
  if ('status' in config) return [...(await Promise.all(general)), config];
  const particular: Promise<Examined | readonly Examined[]>[] = [
    attempt('data folder', () => Promise.resolve(examineFolder(config.storage.dataDir))),
    attempt('port', () => examinePort(config.server)),
    ...enginesOf(config).map((endpoint) => attempt('docker', () => examineEngine(endpoint))),
    attempt('plugins', () => examinePlugins(config)),
  ];
  const [first, rest] = [await Promise.all(general), await Promise.all(particular)];
  return [...first, ok('configuration', 'It is right.'), ...rest.flat()];
}

const ok = (name: string, told: string): Examined => ({ name, status: 'ok', told, wayOut: null });
const fail = (name: string, told: string): Examined => ({ name, status: 'fail', told, wayOut: null });

/** What fails by throwing says so in its message, with the way out. */
async function attempt<T>(name: string, look: () => Promise<T>): Promise<T | Examined> {
  try {
    return await look();
  } catch (error) {
    return fail(name, error instanceof Error ? error.message : String(error));
  }
}

function examineRuntime(): Examined {
  const node = process.versions.node;
  const unfit = checkRuntime(node);
  return unfit === null ? ok('node', `Node.js ${node}.`) : fail('node', unfit);
}

/** By doing it: the compiled part of better-sqlite3 is loaded, and every migration runs. */
async function examineDatabase(): Promise<Examined> {
  const dataDir = mkdtempSync(join(tmpdir(), 'custos-doctor-'));
  try {
    const migrationsDir = join(projectFolder, 'prisma', 'migrations');
    const journal = openJournal('silent');
    const store = await openStore({ dataDir, clock: systemClock, journal, migrationsDir });
    await store.close();
    return ok('database', 'SQLite can be opened and written.');
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The folder, or where it would be made. */
function examineFolder(folder: string): Examined {
  const name = 'data folder';
  if (existsSync(folder) && !statSync(folder).isDirectory()) {
    return { ...fail(name, `${folder} is no folder.`), wayOut: 'Choose another one (--data-dir).' };
  }
  const place = existing(folder);
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
  } catch {
    const wayOut =
      'Give the user who runs Custos the right to write there, or choose another one (--data-dir).';
    return { ...fail(name, `${place} cannot be written.`), wayOut };
  }
  return ok(name, place === folder ? `${folder} can be written.` : `${folder} will be made.`);
}

function existing(folder: string): string {
  return existsSync(folder) ? folder : existing(dirname(folder));
}

async function examinePort(at: Config['server']): Promise<Examined> {
  const { host, port } = at;
  const free = new Promise<Examined>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port }, () =>
      server.close(() => resolve(ok('port', `${host}:${String(port)} is free.`))),
    );
  });
  try {
    return await free;
  } catch (error) {
    const url = localAddress(at);
    if (await isCustos(url)) return ok('port', `Custos runs at ${url} already.`);
    throw explainListen(error, { host, port });
  }
}

async function isCustos(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(1000) });
    return answer.ok && (await answer.text()).includes('"live"');
  } catch {
    return false;
  }
}

function enginesOf({ stacks }: Config): readonly string[] {
  return [...new Set(stacks.flatMap(({ endpoint }) => (endpoint === null ? [] : [endpoint])))];
}

/** Custos works without an engine, with fewer senses: so this is no failure. */
async function examineEngine(endpoint: string): Promise<Examined> {
  const engine = openContainerEngine({ host: endpoint, clock: systemClock, journal: openJournal('silent') });
  const { reachable, failure, version, operatingSystem } = await engine.host();
  if (reachable) return ok('docker', `${endpoint}: Docker ${version ?? ''}, ${operatingSystem ?? ''}.`);
  const wayOut = 'Without it Custos watches what the configuration names, and no containers.';
  return { name: 'docker', status: 'warn', told: failure ?? `${endpoint} does not answer.`, wayOut };
}

/** Loads them all, as a start would; one that does not is told by name. */
async function examinePlugins(config: Config): Promise<readonly Examined[]> {
  const plugins = await openBundledPlugins(config, openJournal('silent'));
  try {
    const all = plugins.list();
    const running = all.filter(({ status }) => status === 'READY').map(({ name }) => name);
    return [
      ok('plugins', `${String(running.length)} run: ${running.join(', ')}.`),
      ...plugins.failures.map((told) => ({ ...fail('plugins', told), wayOut: howToRead })),
      ...all.filter(({ status }) => status !== 'READY').map(explainPlugin),
    ];
  } finally {
    await plugins.close();
  }
}

function explainPlugin({ name, source, failure }: Plugin): Examined {
  const wayOut =
    source === 'BUNDLED'
      ? 'It came with Custos: install Custos anew.'
      : `Correct it, and see it here again; a Custos that runs loads it anew with reloadPlugin(input: { plugin: "${name}" }).`;
  return { ...fail(`plugin ${name}`, failure ?? 'It does not run.'), wayOut };
}

const howToRead = 'Correct plugins.directories in the configuration, or who may read there.';
