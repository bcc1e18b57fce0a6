import type { WebSocket } from 'ws';
import type { ServedApp } from '../served-app.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { Viewer } from '../../domain/access/token.ts';

/** How often viewers of open sockets are asked for again, in milliseconds; promised are 5 s. */
const sweepEveryMs = 1_000;

/** The close code of the graphql-transport-ws protocol for who is not, or no more, known. */
export const unauthorizedCode = 4401;
const expelled = 'The token was revoked, has expired or has another role now.';

/** The sockets of signed-in clients; each is closed soon after its viewer may not come in any more. */
export class OpenSockets {
  readonly #viewers = new Map<WebSocket, Viewer>();
  readonly #app: Pick<ServedApp, 'admits'>;

  constructor(app: Pick<ServedApp, 'admits'>) {
    this.#app = app;
  }

  get size(): number {
    return this.#viewers.size;
  }

  /** The most bytes that wait for one client. */
  get pendingBytes(): number {
    return Math.max(0, ...[...this.#viewers.keys()].map((socket) => socket.bufferedAmount));
  }

  /** Who is on a socket; null when nobody is, or may be any more. */
  viewerOf(socket: WebSocket): Viewer | null {
    const viewer = this.#viewers.get(socket);
    return viewer && this.#app.admits(viewer) ? viewer : null;
  }

  add(socket: WebSocket, viewer: Viewer): void {
    this.#viewers.set(socket, viewer);
    socket.once('close', () => this.#viewers.delete(socket));
  }

  /** Closes a socket whose viewer may not come in any more. */
  expel(socket: WebSocket): void {
    this.#viewers.delete(socket);
    socket.close(unauthorizedCode, expelled);
  }

  /** Asks for every viewer again, every second until the signal aborts. */
  async sweep(clock: Clock, signal: AbortSignal): Promise<void> {
    for (;;) {
      await clock.sleep(sweepEveryMs, signal);
      if (signal.aborted) return;
      for (const [socket, viewer] of this.#viewers) if (!this.#app.admits(viewer)) this.expel(socket);
    }
  }
}
