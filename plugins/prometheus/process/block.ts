/** A block of its data: a folder that is called by a ULID. */
export interface Block {
  readonly ulid: string;
  readonly path: string;
  /** By their names below the folder, sizes in bytes. */
  readonly files: readonly { readonly name: string; readonly size: number }[];
}

/** An index has at least its header and its table of contents. */
const smallestIndex = 57;

const folderOfBlock = /^(\S*\/([0-9A-HJKMNP-TV-Z]{26}))(?:\/(\w+))?:$/u;
const entry = /^([-dl])\S*\s+\d+\s+\d+\s+\d+\s+(\d+)\s.*?\s(\S+)$/u;

/** The blocks in what `ls -lRn` printed. What is being written or deleted has another name, and is none yet. */
export function blocksIn(listing: string): readonly Block[] {
  const found = new Map<
    string,
    { readonly path: string; readonly files: { name: string; size: number }[] }
  >();
  for (const section of listing.split(/\n\n/u)) {
    const [heading = '', ...lines] = section.trim().split('\n');
    const [, path, ulid, below] = folderOfBlock.exec(heading) ?? [];
    if (path === undefined || ulid === undefined) continue;
    const block = found.get(ulid) ?? { path, files: [] };
    found.set(ulid, block);
    for (const line of lines) {
      const [, type, size, name = ''] = entry.exec(line) ?? [];
      if (type === '-')
        block.files.push({ name: below === undefined ? name : `${below}/${name}`, size: Number(size) });
    }
  }
  return [...found].map(([ulid, block]) => ({ ulid, ...block }));
}

/** In words that follow “because”; null when it has all that belongs to it. */
export function whatIsWrong({ files }: Block): string | null {
  const sizeOf = (name: string): number | undefined => files.find((file) => file.name === name)?.size;
  if ((sizeOf('meta.json') ?? 0) === 0) return 'it has no meta.json';
  const index = sizeOf('index');
  if (index === undefined) return 'it has no index';
  if (index < smallestIndex) return `its index has only ${String(index)} bytes`;
  return files.some(({ name }) => name.startsWith('chunks/')) ? null : 'it has no chunks';
}
