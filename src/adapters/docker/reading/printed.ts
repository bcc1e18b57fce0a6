import { framesOf } from '../frames.ts';

/** So much is kept of the beginning of an output, and of its end. */
const keptBytes = 32 * 1024;

/** What a command printed, as far as it is kept: the beginning and the end. */
export class Printed {
  readonly #beginning: Buffer[] = [];
  #room = keptBytes;
  #end: Buffer = Buffer.alloc(0);
  #left = 0;

  /** Takes both streams in their order, to their end. */
  async follow(output: AsyncIterable<Buffer>): Promise<void> {
    for await (const { bytes } of framesOf(output)) this.#take(bytes);
  }

  text(): string {
    const [beginning, end] = [Buffer.concat(this.#beginning), this.#end];
    if (this.#left === 0) return Buffer.concat([beginning, end]).toString();
    return `${beginning.toString()}\n… ${this.#left} bytes are left out here …\n${end.toString()}`;
  }

  #take(bytes: Buffer): void {
    const first = bytes.subarray(0, this.#room);
    this.#room -= first.length;
    if (first.length > 0) this.#beginning.push(Buffer.from(first));
    if (first.length === bytes.length) return;
    const rest = Buffer.concat([this.#end, bytes.subarray(first.length)]);
    const kept = rest.subarray(Math.max(0, rest.length - keptBytes));
    this.#left += rest.length - kept.length;
    // A copy: a piece of a large buffer would keep all of it.
    this.#end = Buffer.from(kept);
  }
}
