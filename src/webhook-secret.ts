import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Config } from './config.ts';

/**
 * The secret with which webhooks come: the configured one, or the one in the data folder, which is made when it is not
 * there, for its owner alone to read.
 */
export function webhookSecret({ webhookToken, storage }: Pick<Config, 'webhookToken' | 'storage'>): string {
  if (webhookToken !== null) return webhookToken;
  const file = join(storage.dataDir, 'webhook-token');
  mkdirSync(storage.dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
