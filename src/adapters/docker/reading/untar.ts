import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
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
 * Takes an archive of Docker's apart, whose names begin below `folder`. Nothing is written anywhere, and no link is
 * followed. Where a limit is reached, what was read until then is answered.
 *
 * @throws Error for what is no archive, or breaks off.
 */
export async function untar(archive: Readable, folder: string): Promise<readonly ArchivedFile[]> {
  const files: ArchivedFile[] = [];
  const full = new AbortController();
  const entries = extract();
  let textLeft: number = limits.allTextBytes;
  let reading = Promise.resolve();
  entries.on('entry', (header, content, next) => {
    if (files.length === limits.entries) {
      full.abort();
      return;
    }
    const place = files.push(described(header, folder)) - 1;
    const most = Math.min(limits.textBytes, textLeft);
    reading = read(content, header, most).then(({ sha256, text }) => {
      files[place] = { ...described(header, folder), sha256, text };
      if (text !== null) textLeft -= header.size;
    });
    reading.then(() => next(), next);
  });
  const whole = pipeline(archive, upTo(limits.archiveBytes, full), entries).then(() => reading);
  // The package's streams do not say that they were ended.
  const enough = new Promise<void>((resolve) => full.signal.addEventListener('abort', () => resolve()));
  await Promise.race([whole, enough]).finally(() => archive.destroy());
  return files;
}

/** Passes so many bytes on, and then says that it is enough. */
function upTo(most: number, full: AbortController) {
  return async function* (archive: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of archive) {
      bytes += chunk.length;
      if (bytes > most) full.abort();
      yield chunk;
    }
  };
}

function described(header: Header, folder: string): ArchivedFile {
  const path = posix.join(folder, header.name).replace(/(?<=.)\/$/u, '');
  const { uid, gid, size } = header;
  const [mode, modifiedAt] = [header.mode & 0o7777, header.mtime.getTime()];
  return { path, type: typeOf(header), uid, gid, mode, size, modifiedAt, sha256: null, text: null };
}

function typeOf({ type }: Header): ArchivedFile['type'] {
  if (type === 'symlink' || type === 'link') return 'link';
  if (type === 'contiguous-file') return 'file';
  return type === 'file' || type === 'directory' ? type : 'other';
}

/** Reads an entry to its end, whatever of it is kept. */
async function read(content: Readable, header: Header, mostText: number) {
  const isFile = typeOf(header) === 'file';
  const hash = isFile && header.size <= limits.hashedBytes ? createHash('sha256') : null;
  const kept: Buffer[] | null = isFile && header.size <= mostText ? [] : null;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    hash?.update(chunk);
    kept?.push(chunk);
  }
  return { sha256: hash?.digest('hex') ?? null, text: kept && textIn(Buffer.concat(kept)) };
}

/** Null for what is no text. */
function textIn(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
