/** A frame of Docker's holds one line, or what was written at once: what claims to be longer is no frame. */
const longestFrame = 128 * 1024;

/** What was written at once to one of the streams of a process. */
export interface Frame {
  readonly stream: 'STDOUT' | 'STDERR';
  readonly bytes: Buffer;
}

/**
 * Takes the output of a process without a terminal apart. It comes in frames: a byte that says which stream, three
 * that say nothing, the length in four. What is cut off at the end is left out.
 *
 * @throws Error for what does not come in frames.
 */
export async function* framesOf(output: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of output) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 8 && rest.length >= 8 + rest.readUInt32BE(4)) {
      const end = 8 + rest.readUInt32BE(4);
      yield { stream: rest[0] === 2 ? 'STDERR' : 'STDOUT', bytes: rest.subarray(8, end) };
      rest = rest.subarray(end);
    }
    if (rest.length > longestFrame) throw new Error('These are no frames.');
  }
}
