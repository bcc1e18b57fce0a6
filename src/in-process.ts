import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openJournal } from './adapters/system/journal.ts';
import { startCustos } from './app.ts';
import { readConfig } from './config.ts';
import type { World } from './world.ts';

/** A Custos that runs in this process, for a while. */
export interface InProcess {
  readonly url: string;
  /** The secret of an admin token. */
  readonly token: string;
  readonly own: true;
  /** Why Docker does not answer, in a sentence; null when it does. */
  readonly dockerFailure: string | null;
  /** Stops it and takes its data away. */
  close(): Promise<void>;
}

/**
 * Starts a Custos in this process, which says nothing, on a free port of the loopback address, with a data folder
 * that is taken away at its end. Resolves when it has looked at everything once, or after five seconds.
 * @throws as `startCustos` does
 */
export async function startInProcess(
  config: string | undefined,
  world: Partial<World> = {},
): Promise<InProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'custos-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const read = readConfig({ config, host: '127.0.0.1', port: 0, dataDir: folder });
    const custos = await startCustos({ ...read, adminToken: null }, openJournal('silent'), world);
    const close = async (): Promise<void> => {
      await custos.stop();
      remove();
    };
    const { silentEngines } = await custos.survey();
    const dockerFailure = silentEngines[0]?.failure ?? null;
    return { url: custos.url, token: custos.firstSecret ?? '', own: true, dockerFailure, close };
  } catch (error) {
    remove();
    throw error;
  }
}
