import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import type { ArchivedFile } from '../../../plugin-sdk/container.ts';

const mebi = 1024 * 1024;

/** How much is read of an archive. */
export const limits = {
  entries: 200,
  /** Of one file's text, and of all together. */
  textBytes: mebi,
  allTextBytes: 4 * mebi,
  /** A file larger than this is not hashed. */
  hashedBytes: 16 * mebi,
  /** Of the archive as it comes. */
  archiveBytes: 64 * mebi,
} as const;

/**
 * Takes an archive of Docker's apart, in which everything lies below the last part of `path`. Nothing is written
 * anywhere, and no link is followed. Where a limit is reached, what was read until then is answered.
 */
export async function untar(archive: Readable, path: string): Promise<readonly ArchivedFile[]> {
  const read = new Read(posix.dirname(path));
  const entries = extract();
  entries.on('entry', (header, content, next) => {
    read.entry(header, content).then(() => next(), next);
  });
  const broken = new Promise<never>((_, reject) => entries.on('error', reject));
  const ended = new Promise<void>((resolve) => entries.on('finish', resolve));
  try {
    await Promise.race([feed(archive, entries, read), broken]);
    if (!read.isFull) await Promise.race([ended, broken]);
  } finally {
    archive.destroy();
    entries.destroy();
  }
  return read.files;
}

type Sink = ReturnType<typeof extract>;

async function feed(archive: Readable, entries: Sink, read: Read): Promise<void> {
  let bytes = 0;
  for await (const chunk of archive as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limits.archiveBytes) read.isFull = true;
    if (read.isFull) break;
    if (!entries.write(chunk)) await Promise.race([drained(entries), read.full]);
  }
  if (read.isFull) read.leave();
  else entries.end();
}

function drained(entries: Sink): Promise<void> {
  return new Promise((resolve) => entries.once('drain', resolve));
}
