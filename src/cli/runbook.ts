import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';

import { lintRunbook } from '../runbook-lint/lint.ts';
import type { Remark } from '../runbook-lint/remark.ts';
import type { Syntax } from '../runbook-lint/runbook.ts';
import type { Versions } from '../runbook-lint/versions.ts';
import { documents } from './documents.ts';
import type { ServerOptions } from './open-server.ts';
import { findServer } from './open-server.ts';
import { everyService } from './pages.ts';
import { countsOf, describeRemarks } from './runbook-text.ts';
import type { World } from './world.ts';
import { CannotDo, exits } from './world.ts';

/** What `custos runbook lint` is told. */
export interface LintOptions extends ServerOptions {
  readonly json?: boolean;
  /** The versions to hold the runbook to, by kind; without them a running Custos is asked. */
  readonly assume?: Versions;
}

/** No runbook that somebody follows is longer, in bytes. */
const largest = 5 * 1024 * 1024;
/** How long a running Custos has to say what runs, in milliseconds. */
const patienceMs = 5000;

/**
 * Prints what is wrong with a runbook. Answers the exit code: 0 nothing, 1 something misleads, 2 something is dangerous
 * or cannot work.
 * @throws CannotDo when the file cannot be read
 */
export async function lint(world: World, file: string, options: LintOptions): Promise<number> {
  const source = contentOf(file);
  const { versions, reason } = await versionsFor(world, options);
  const remarks = lintRunbook(source, { syntax: syntaxOf(file, source), versions });
  const counts = countsOf(remarks);
  const { out } = world;
  out.write(
    options.json === true
      ? `${JSON.stringify({ schemaVersion: 1, file, assumed: versions, remarks, counts }, null, 2)}\n`
      : describeRemarks(remarks, { file, versions, reason, out }),
  );
  return exitCodeOf(remarks);
}

function exitCodeOf(remarks: readonly Remark[]): number {
  if (remarks.length === 0) return exits.pass;
  return remarks.every(({ kind }) => kind === 'MISLEADING') ? exits.warn : exits.fail;
}

/** The versions that are known, and why no others are; null when they are as they should be. */
interface Known {
  readonly versions: Versions;
  readonly reason: string | null;
}

async function versionsFor(world: World, options: LintOptions): Promise<Known> {
  if (options.assume !== undefined) return { versions: options.assume, reason: null };
  try {
    const server = await findServer(world, options);
    if (server === null) return unknown(`no Custos answers at ${world.addressOf(options.config)}`);
    const deadline = AbortSignal.any([AbortSignal.timeout(patienceMs), world.interrupted]);
    const seen = await everyService<Seen>(server, { query: documents.versions, filter: {} }, deadline);
    return { versions: versionsByKind(seen), reason: null };
  } catch (error) {
    if (error instanceof CannotDo) return unknown(error.message);
    throw error;
  }
}

function unknown(reason: string): Known {
  return { versions: {}, reason };
}

interface Seen {
  readonly kind: string;
  readonly version: string | null;
}

/** A kind of which one version is not known is left out: its rules apply. */
function versionsByKind(seen: readonly Seen[]): Versions {
  const kinds = new Set(seen.map(({ kind }) => kind));
  const entries = [...kinds].sort().flatMap((kind) => {
    const versions = seen.filter((service) => service.kind === kind).map(({ version }) => version);
    const known = versions.filter((version) => version !== null);
    return known.length === versions.length ? [[kind, [...new Set(known)]] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** What a file is written in, by its name; where that does not say it, by what is in it. */
function syntaxOf(file: string, source: string): Syntax {
  const ending = extname(file).toLowerCase();
  if (ending === '.yml' || ending === '.yaml') return 'yaml';
  if (ending === '.sh' || ending === '.bash' || source.startsWith('#!')) return 'shell';
  const marked = ending === '.md' || ending === '.markdown' || /^\s*(?:```|~~~|#{2,6} )/mu.test(source);
  return marked ? 'markdown' : 'shell';
}

function contentOf(file: string): string {
  const bytes = bytesOf(file);
  if (bytes.includes(0))
    throw refused(file, 'is no text: it has bytes that no text has. Give a Markdown or shell file.');
  return bytes.toString('utf8');
}

function bytesOf(file: string): Buffer {
  try {
    const about = statSync(file);
    if (about.isDirectory()) throw refused(file, 'is a folder: name the one file in it that is to be read.');
    if (!about.isFile()) throw refused(file, 'is no ordinary file: write the runbook to one, and name that.');
    if (about.size > largest)
      throw refused(file, 'is larger than 5 MB: no runbook is. Name the file that people follow.');
    return readFileSync(file);
  } catch (error) {
    if (error instanceof CannotDo) throw error;
    throw refused(
      file,
      `cannot be read: ${error instanceof Error ? error.message : String(error)}. Is that its name?`,
    );
  }
}

function refused(file: string, why: string): CannotDo {
  return new CannotDo(exits.usage, `${file} ${why}`);
}
