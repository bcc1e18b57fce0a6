import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmdirSync,
} from 'node:fs';
import { join } from 'node:path';

import { codeOf, DatabaseUnusable, unusable } from './database-unusable.ts';

/**
 * Sees to it that the data folder is there, for its owner alone, and can be read and written.
 * @throws DatabaseUnusable UNREADABLE, READ_ONLY or FULL
 */
export function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    readdirSync(folder);
  } catch (error) {
    throw unusable(error, folder);
  }
  // By doing it: what the mode bits allow, a mount may not.
  demandWritable(folder, () => rmdirSync(mkdtempSync(join(folder, '.probe-'))));
  const file = databaseIn(folder);
  if (existsSync(file)) demandWritable(file, () => accessSync(file, constants.R_OK | constants.W_OK));
}

/** Where in the data folder the database is. */
export function databaseIn(folder: string): string {
  return join(folder, 'custos.db');
}

/** Creates a file that only its owner may read, unless it is there already. */
export function createPrivate(file: string): void {
  if (existsSync(file)) return;
  try {
    closeSync(openSync(file, 'wx', 0o600));
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable(error, file);
  }
}

/** Makes a new or renamed entry of a folder survive a power cut. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function demandWritable(path: string, attempt: () => void): void {
  try {
    attempt();
  } catch (error) {
    if (!/^(?:EACCES|EPERM)$/u.test(codeOf(error))) throw unusable(error, path);
    throw new DatabaseUnusable(
      'READ_ONLY',
      `${path} cannot be written (${codeOf(error)}). Give the user who runs Custos the right to write there, or choose another data folder.`,
      { cause: error },
    );
  }
}
