/** What is used of the package, which brings no types. */
declare module 'tar-stream' {
  import type { Readable, Writable } from 'node:stream';

  export interface Header {
    readonly name: string;
    /** Null for what the package does not know. */
    readonly type: string | null;
    readonly mode: number;
    readonly uid: number;
    readonly gid: number;
    readonly size: number;
    readonly mtime: Date;
  }

  export interface Extract extends Writable {
    /** `next` is called when an entry's content was read to its end. */
    on(
      event: 'entry',
      take: (header: Header, content: Readable, next: (error?: unknown) => void) => void,
    ): this;
    on(event: string, listener: (...args: never[]) => void): this;
  }

  /** For tests. */
  export interface Pack extends Readable {
    entry(
      header: Partial<Header> & { readonly name: string; readonly linkname?: string },
      content?: string | Buffer,
    ): void;
    finalize(): void;
  }

  export function extract(): Extract;
  export function pack(): Pack;
}
