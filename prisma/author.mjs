/**
 * Writes the next migration: the SQL that takes what the migrations amount to where schema.prisma wants it.
 * Works offline, in memory, with the schema engine that Prisma compiles to WebAssembly.
 *
 *   npm run migration -- NAME          writes prisma/migrations/<timestamp>_NAME/migration.sql
 *   node prisma/author.mjs --check     exits with 1 and prints the SQL that is missing, if any is
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

const here = new URL('./', import.meta.url);
const schema = { path: 'schema.prisma', content: readFileSync(new URL('schema.prisma', here), 'utf8') };
const migrations = new URL('migrations/', here);
const lockfile = { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' };

function check() {
  if (!sql) return;
  process.stderr.write(`The migrations lack what schema.prisma wants:\n${sql}\n`);
  process.exitCode = 1;
}

function write() {
  if (!name || !/^[a-z0-9_]+$/.test(name)) {
    process.stderr.write('Give the migration a name of lower-case letters, digits and _.\n');
    process.exitCode = 2;
    return;
  }
  if (!sql) return void process.stdout.write('schema.prisma asks for no change.\n');
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = new URL(`${stamp}_${name}/`, migrations);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('migration.sql', folder), sql);
  writeFileSync(new URL(lockfile.path, migrations), lockfile.content);
  process.stdout.write(`${fileURLToPath(new URL('migration.sql', folder))}\nRead it before you commit it.\n`);
}

/** The SQL from the migrations to the schema; empty when they agree. */
async function difference() {
  const { SchemaEngine } = await load();
  const factory = bindMigrationAwareSqlAdapterFactory(new ScriptedShadow({ url: ':memory:' }));
  const engine = await SchemaEngine.new({ datamodels: [[schema.path, schema.content]] }, () => {}, factory);
  try {
    const { stdout } = await engine.diff({
      from: before(),
      to: { tag: 'schemaDatamodel', files: [schema] },
      script: true,
      exitCode: null,
      shadowDatabaseUrl: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    return /^\s*(--[^\n]*\s*)*$/.test(stdout ?? '') ? '' : stdout;
  } catch (error) {
    // The engine only numbers what the adapter threw.
    const thrown = factory.errorRegistry.consumeError(0);
    throw thrown ? thrown.error : error;
  }
}

function before() {
  const names = readdirSync(here).includes('migrations')
    ? readdirSync(migrations, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];
  if (names.length === 0) return { tag: 'empty' };
  const migrationDirectories = names.map((path) => ({
    path,
    migrationFile: {
      path: 'migration.sql',
      content: { tag: 'ok', value: readFileSync(new URL(`${path}/migration.sql`, migrations), 'utf8') },
    },
  }));
  const baseDir = fileURLToPath(migrations);
  return { tag: 'migrations', baseDir, lockfile, shadowDbInitScript: '', migrationDirectories };
}

/** The package's own entry imports the .wasm file as a module, which Node does not do without a flag. */
async function load() {
  const main = import.meta.resolve('@prisma/schema-engine-wasm');
  const bindings = await import(new URL('schema_engine_bg.js', main).href);
  const binary = readFileSync(new URL('schema_engine_bg.wasm', main));
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return bindings;
}

/** The engine replays each migration as one statement, which the adapter cannot: as a script it can. */
class ScriptedShadow extends PrismaBetterSqlite3 {
  async connectToShadowDb() {
    const connection = await super.connectToShadowDb();
    const executeRaw = connection.executeRaw.bind(connection);
    connection.executeRaw = async (query) => {
      if (query.args.length > 0) return executeRaw(query);
      await connection.executeScript(query.sql);
      return 0;
    };
    return connection;
  }
}

const name = process.argv[2];
const sql = await difference();
if (name === '--check') check();
else write();
