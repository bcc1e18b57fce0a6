import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { Unreadable } from '../../../application/ports/engine-reader.ts';
import type { ArchivedFile } from '../../../plugin-sdk/container.ts';
import { messageOf, statusOf } from '../failure.ts';
import { within } from '../within.ts';
import type { Reading } from './reading.ts';
import { untar } from './untar.ts';

/** The most that is read of an archive, 64 MiB, takes a slow disk some seconds. */
const mostMs = 30_000;

interface Wanted {
  readonly containerId: string;
  readonly path: string;
}

/** The published types do not know that it takes a signal too. */
interface Archived {
  getArchive(options: { readonly path: string; readonly abortSignal: AbortSignal }): Promise<unknown>;
}

/** The files below a path of a container, whether it runs or not. */
export function readArchive(
  { docker, clock }: Reading,
  { containerId, path }: Wanted,
  signal: AbortSignal,
): Promise<readonly ArchivedFile[]> {
  if (!posix.isAbsolute(path)) throw new Unreadable(`${path} is no absolute path.`);
  const whole = posix.normalize(path).replace(/(?<=.)\/$/u, '');
  const container: Archived = docker.getContainer(containerId);
  return within({ clock, ms: mostMs, signal }, async (abortSignal) => {
    try {
      const archive = await container.getArchive({ path: whole, abortSignal });
      if (!(archive instanceof Readable)) throw new Error('Docker gave no archive.');
      return await untar(archive, posix.dirname(whole));
    } catch (error) {
      if (isMissing(error)) throw new Unreadable(`There is no ${whole} in it.`, { cause: error });
      throw error;
    }
  });
}

/** A container that is not there is told with the same status. */
function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && !/no such container: /iu.test(messageOf(error));
}
