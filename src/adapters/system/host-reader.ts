import { statfs } from 'node:fs/promises';
import { posix } from 'node:path';
import { type HostReader, Unreadable } from '../../application/ports/engine-reader.ts';
import { readListeners } from './listeners.ts';
import { whyNotOnHost } from './engine-host.ts';

export interface HostReaderOptions {
  /** Where the engine answers, such as `unix:///var/run/docker.sock`. */
  readonly endpoint: string;
  /** The file systems of processes, for tests; by default `/proc`. */
  readonly proc?: string;
}

/** Reads the host of the engine at an endpoint: its listening sockets and its file systems, where it is this machine. */
export function openHostReader({ endpoint, proc = '/proc' }: HostReaderOptions): HostReader {
  // An engine that was here stays here, also while it is down.
  let isHere = false;
  return {
    read: async (wanted, signal) => {
      const why = isHere ? null : await unlessLate(whyNotOnHost(endpoint, proc), signal);
      if (why !== null) throw new Unreadable(why);
      isHere = true;
      return wanted.kind === 'listeners'
        ? await unlessLate(readListeners(proc, signal), signal)
        : await unlessLate(readDisk(wanted.path), signal);
    },
  };
}

async function readDisk(path: string) {
  if (!posix.isAbsolute(path)) throw new Unreadable(`${path} is no absolute path.`);
  const { bsize, blocks, bavail, files, ffree } = await statfs(path);
  return {
    bytes: blocks * bsize,
    availableBytes: bavail * bsize,
    inodes: files,
    availableInodes: ffree,
  };
}

/** A file system that hangs, as one over the network can, is not waited for. @throws Unreadable */
async function unlessLate<T>(reading: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    const give = (): void => reject(new Unreadable('The host did not answer in time.'));
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true, signal: late.signal });
  });
  try {
    return await Promise.race([reading, ended]);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(sentenceOf(error), { cause: error });
  } finally {
    late.abort();
  }
}

function sentenceOf(error: unknown): string {
  const { code, path } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  if (code === 'ENOENT') return `There is no ${path ?? 'such file'} on the host.`;
  if (code === 'EACCES' || code === 'EPERM')
    return `${path ?? 'It'} may not be looked at by the user of Custos.`;
  return `The host cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
}
