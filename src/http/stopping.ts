import type { FastifyInstance } from 'fastify';
import type { Clock } from '../application/ports/clock.ts';
import type { SocketServer } from './sockets/socket-server.ts';

/** How long requests in flight may take to end, in milliseconds; with the rest, less than the 8 s promised. */
const requestGraceMs = 5_000;
/** How long clients may take to answer that a socket closes, in milliseconds. */
const socketGraceMs = 2_000;

/** The end of a server: once, in order, and in bounded time. */
export class Stopping {
  readonly #clock: Clock;
  #ended: Promise<void> | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get begun(): boolean {
    return this.#ended !== null;
  }

  stop(end: () => Promise<void>): Promise<void> {
    this.#ended ??= Promise.resolve().then(end);
    return this.#ended;
  }

  /** Accepts nothing more and lets what is in flight end; what does not is cut off. */
  closeHttp(server: FastifyInstance): Promise<void> {
    return this.#orAfter(requestGraceMs, server.close(), () => {
      server.server.closeAllConnections();
    });
  }

  /** Closes each socket with 1001; what does not answer is cut off. */
  closeSockets(sockets: SocketServer): Promise<void> {
    return this.#orAfter(socketGraceMs, sockets.close(), () => {
      sockets.terminate();
    });
  }

  async #orAfter(graceMs: number, ended: Promise<unknown>, force: () => void): Promise<void> {
    const over = new AbortController();
    void this.#clock.sleep(graceMs, over.signal).then(() => {
      if (!over.signal.aborted) force();
    });
    try {
      await ended;
    } finally {
      over.abort();
    }
  }
}
