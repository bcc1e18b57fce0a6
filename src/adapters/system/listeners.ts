import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A socket that listens, in the words of the plugin SDK. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  readonly pid: number | null;
  readonly command: string | null;
}

/** The kernel's word for a socket that listens. */
const listening = '0A';
/** So many processes are asked whose sockets they are; on hosts with more, some stay unknown. */
const mostProcesses = 10_000;

interface Socket {
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

/** What listens on TCP, by port; whose it is, where this process may see that. */
export async function readListeners(proc: string, signal: AbortSignal): Promise<readonly Listener[]> {
  const tables = await Promise.all([
    readFile(join(proc, 'net', 'tcp'), 'utf8'),
    // Missing where there is no IPv6.
    readFile(join(proc, 'net', 'tcp6'), 'utf8').catch(() => ''),
  ]);
  const sockets = tables.flatMap(socketsIn);
  const owners = await ownersOf(new Set(sockets.map(({ inode }) => inode)), proc, signal);
  return sockets
    .map(({ address, port, inode }) => ({ address, port, ...(owners.get(inode) ?? unknown) }))
    .sort((a, b) => a.port - b.port);
}

const unknown = { pid: null, command: null };

function socketsIn(table: string): readonly Socket[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/u))
    .filter((fields) => fields[3] === listening)
    .map(([, local = '', , , , , , , , inode = '']) => {
      const [address = '', port = ''] = local.split(':');
      return { address: addressOf(address), port: Number.parseInt(port, 16), inode };
    });
}

/** Of four bytes or sixteen in hexadecimal, as the kernel writes them: in words of four, the last byte first. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/gu) ?? []).flatMap((word) =>
    (word.match(/../gu) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)),
  );
  if (bytes.length === 4) return bytes.join('.');
  const mapped = bytes.slice(0, 12).join() === '0,0,0,0,0,0,0,0,0,0,255,255';
  if (mapped) return bytes.slice(12).join('.');
  const groups = Array.from({ length: 8 }, (_, group) =>
    ((bytes[2 * group] ?? 0) * 256 + (bytes[2 * group + 1] ?? 0)).toString(16),
  );
  // As it is written short: `::`, `::1`, `fe80::1`.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

interface Owner {
  readonly pid: number;
  readonly command: string | null;
}

/** Whose sockets these are: of several that share one, the oldest. */
async function ownersOf(
  wanted: ReadonlySet<string>,
  proc: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Owner>> {
  const owners = new Map<string, Owner>();
  const processes = (await readdir(proc)).filter((name) => /^\d+$/u.test(name)).map(Number);
  for (const pid of processes.sort((a, b) => a - b).slice(0, mostProcesses)) {
    if (signal.aborted || owners.size === wanted.size) break;
    const inodes = (await socketsOf(join(proc, String(pid), 'fd'))).filter(
      (inode) => wanted.has(inode) && !owners.has(inode),
    );
    if (inodes.length === 0) continue;
    const command = await readFile(join(proc, String(pid), 'comm'), 'utf8').catch(() => null);
    for (const inode of inodes) owners.set(inode, { pid, command: command?.trim() ?? null });
  }
  return owners;
}

/** The sockets among the open files of a process; none of one that may not be looked into, or is gone. */
async function socketsOf(folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => []);
  const links = await Promise.all(files.map((file) => readlink(join(folder, file)).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/u.exec(link)?.[1] ?? []);
}
