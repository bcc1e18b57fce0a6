/** What is watched: a worker, with what it says of itself. */
export interface Weighed {
  /** In memory that the worker writes: the bytes that it holds outside of its heap, and how often it said so. */
  readonly said: Float64Array;
  end(failure: string): Promise<unknown>;
}

/** A worker may hold this much outside of its heap, in buffers: the heap's own limit does not count them. */
const heldMegabytes = 256;

/**
 * And while a worker is too busy to say what it holds, the process may grow by this much: more than all the others,
 * each with a heap of 64 MB, gain by working in that time.
 */
const silentMegabytes = 512;

/** A loop fills about 2 GB of buffers in a second: looked at this often, it gets 200 MB further. */
const lookMs = 100;
const megabyte = 1024 * 1024;

/**
 * Ends workers that hold too much memory outside of their heaps, which their own limits do not count. A worker says
 * what it holds as often as it comes to it. Of one that does not, because it is busy, only the memory of the whole
 * process tells: it is held to account for what that grew by since it was last heard of.
 */
export class MemoryWatch {
  readonly #watched = new Map<Weighed, { heard: number; bytes: number }>();
  #timer: NodeJS.Timeout | null = null;

  /** Watches a worker; answers how to stop. */
  add(worker: Weighed): () => void {
    this.#watched.set(worker, { heard: 0, bytes: Infinity });
    // Memory fills in real time, whatever a clock says.
    this.#timer ??= setInterval(() => this.#look(), lookMs).unref();
    return () => {
      this.#watched.delete(worker);
      if (this.#watched.size > 0 || !this.#timer) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  }

  #look(): void {
    const bytes = process.memoryUsage.rss();
    for (const [worker, last] of this.#watched) {
      const [held = 0, heard = 0] = worker.said;
      if (heard !== last.heard) this.#watched.set(worker, { heard, bytes });
      const failure = failureOf(held, heard === last.heard ? bytes - last.bytes : 0);
      if (failure === null) continue;
      void worker.end(failure).then(() => this.#forgive());
      // The next one is looked at when the memory of this one is back.
      for (const other of this.#watched.values()) other.bytes = Infinity;
      return;
    }
  }

  /** What grew until now was another's. */
  #forgive(): void {
    const bytes = process.memoryUsage.rss();
    for (const last of this.#watched.values()) last.bytes = bytes;
  }
}

function failureOf(held: number, grown: number): string | null {
  const [heldMb, grownMb] = [Math.round(held / megabyte), Math.round(grown / megabyte)];
  if (heldMb > heldMegabytes)
    return `It held ${heldMb} MB outside of its heap; ${heldMegabytes} are allowed.`;
  if (grownMb > silentMegabytes)
    return `It did not let anything else run, and meanwhile memory grew by ${grownMb} MB; ${silentMegabytes} are allowed.`;
  return null;
}
