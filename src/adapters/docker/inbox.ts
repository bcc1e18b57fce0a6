import type { Clock } from '../../application/ports/clock.ts';
import type { Said } from './notice.ts';

/** More events than this are not kept for a slow reader: a listing says the same in less. */
const limit = 1000;

/** Where events wait for their reader. It never holds more than a thousand. */
export class Inbox {
  #waiting: Said[] = [];
  #end: { readonly error: unknown } | null = null;
  #wake: () => void = () => undefined;
  #missed = false;

  push(said: Said): void {
    if (this.#waiting.length >= limit) {
      this.#waiting = [];
      this.#missed = true;
    } else {
      this.#waiting.push(said);
    }
    this.#wake();
  }

  /** Something was said that was not understood or not kept: only a listing knows now. */
  miss(): void {
    this.#missed = true;
    this.#wake();
  }

  /** Whether something was missed since this was last asked. */
  hasMissed(): boolean {
    const missed = this.#missed;
    this.#missed = false;
    return missed;
  }

  /** Nothing more will come. */
  end(error: unknown): void {
    this.#end ??= { error };
    this.#wake();
  }

  /**
   * The next event; null when none waits.
   * @throws what ended the stream, when everything before the end was taken.
   */
  take(): Said | null {
    const said = this.#waiting.shift();
    if (!said && this.#end) throw this.#end.error;
    return said ?? null;
  }

  /** Waits until there is something to take or to know, the time is over, or the signal aborts. */
  async wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    if (this.#waiting.length > 0 || this.#end || this.#missed || signal.aborted) return;
    const pause = new AbortController();
    const wake = (): void => pause.abort();
    this.#wake = wake;
    signal.addEventListener('abort', wake, { once: true });
    await clock.sleep(ms, pause.signal);
    signal.removeEventListener('abort', wake);
    this.#wake = () => undefined;
  }
}
