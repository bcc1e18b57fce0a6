import type { Worker } from 'node:worker_threads';

/** What is watched: a worker, with what it says of itself. */
export interface Weighed {
  readonly worker: Pick<Worker, 'performance'>;
  /** In memory that the worker writes: the bytes that it holds, in its heap and in buffers. */
  readonly said: Float64Array;
  end(failure: string): Promise<unknown>;
}

/** A worker may hold this much: four times what the largest answer that a plugin reads has needed. */
const heldMegabytes = 256;

/**
 * And while a worker is too busy to say what it holds, the process may grow by this much: more than all the others
 * gain by working in that time.
 */
const silentMegabytes = 512;

/** A loop fills about 2 GB of buffers in a second: looked at this often, it gets 200 MB further. */
const lookMs = 100;
const megabyte = 1024 * 1024;

/** How a worker was when it was last seen idle. */
interface Seen {
  readonly idleMs: number;
  /** Of the whole process. */
  readonly bytes: number;
}

/**
 * Ends workers that hold too much memory. A worker's own limit is none to rely on: buffers do not count there, and where
 * one large piece passes it, the whole process ends. A worker says what it holds as often as it comes to it. Of one
 * that never rests only the memory of the process tells: it is held to account for what that grew by since it was last
 * seen idle, which is seen without asking it.
 */
export class MemoryWatch {
  readonly #watched = new Map<Weighed, Seen>();
  #timer: NodeJS.Timeout | null = null;

  /** Watches a worker; answers how to stop. */
  add(weighed: Weighed): () => void {
    this.#watched.set(weighed, { idleMs: 0, bytes: process.memoryUsage.rss() });
    // Memory fills in real time, whatever a clock says.
    this.#timer ??= setInterval(() => this.#look(), lookMs).unref();
    return () => {
      this.#watched.delete(weighed);
      if (this.#watched.size > 0 || !this.#timer) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  }

  #look(): void {
    const bytes = process.memoryUsage.rss();
    let suspect: { readonly weighed: Weighed; readonly grown: number } | null = null;
    for (const [weighed, last] of this.#watched) {
      const held = toMegabytes(weighed.said[0] ?? 0);
      if (held > heldMegabytes) {
        this.#end(weighed, `It held ${held} MB of memory; ${heldMegabytes} are allowed.`);
        continue;
      }
      const idleMs = weighed.worker.performance.eventLoopUtilization().idle;
      if (idleMs > last.idleMs) this.#watched.set(weighed, { idleMs, bytes });
      const grown = toMegabytes(bytes - last.bytes);
      // Of several, the one that became busy last: it did when the memory began to grow, the others had been before.
      if (idleMs === last.idleMs && grown > silentMegabytes && grown < (suspect?.grown ?? Infinity))
        suspect = { weighed, grown };
    }
    if (!suspect) return;
    const failure = `It did not let anything else run, and meanwhile memory grew by ${suspect.grown} MB; ${silentMegabytes} are allowed.`;
    this.#end(suspect.weighed, failure);
  }

  #end(weighed: Weighed, failure: string): void {
    void weighed.end(failure).then(() => this.#forgive());
    // Until the memory of this one is back, nobody else is held to account for it.
    this.#forgive(Infinity);
  }

  /** What grew until now was another's. */
  #forgive(bytes = process.memoryUsage.rss()): void {
    for (const [weighed, { idleMs }] of this.#watched) this.#watched.set(weighed, { idleMs, bytes });
  }
}

function toMegabytes(bytes: number): number {
  return Math.round(bytes / megabyte);
}
