import { EventEmitter, once } from 'node:events';
import type { Role } from '../../src/domain/access/role.ts';
import type { Viewer } from '../../src/domain/access/token.ts';
import type { Event } from '../../src/domain/event/event.ts';
import type { EventFilter } from '../../src/domain/event/filter.ts';
import { matches } from '../../src/domain/event/filter.ts';
import type { ServedApp } from '../../src/http/served-app.ts';

/** The log says that it does not reach back so far. */
class CursorExpired extends Error {
  override readonly name = 'CursorExpired';
}

/** As much of the application as the transport needs: a log in memory, and three tokens, one of each role. */
export class HttpApp implements ServedApp {
  readonly #events: Event[] = [];
  readonly #bell = new EventEmitter().setMaxListeners(0);
  readonly #viewers = new Map<string, Viewer>(
    (['VIEWER', 'OPERATOR', 'ADMIN'] as const).map((role) => [role.toLowerCase(), viewerOf(role)]),
  );
  /** The oldest sequence after which the log can be followed. */
  oldest = 0;
  /** How many follow the log now. */
  followers = 0;

  readonly log = {
    identity: 'log',
    head: (): number => this.#events.length,
    oldest: (): number => this.oldest,
  };

  authenticate(secret: string): Viewer | null {
    return this.#viewers.get(secret) ?? null;
  }

  admits(viewer: Viewer): boolean {
    return this.#viewers.get(viewer.actor.name) === viewer;
  }

  /** The token of a role is good no more. */
  revoke(secret: string): void {
    this.#viewers.delete(secret);
  }

  append(...summaries: readonly string[]): void {
    for (const summary of summaries) this.#events.push(eventOf(this.#events.length + 1, summary));
    this.#bell.emit('appended');
  }

  async *followEvents(after: number | null, filter: EventFilter, signal: AbortSignal): AsyncIterable<Event> {
    let position = after ?? this.#events.length;
    this.followers += 1;
    try {
      while (!signal.aborted) {
        if (position < this.oldest) throw new CursorExpired('The log does not reach back so far.');
        const event = this.#events[position];
        if (!event) {
          await once(this.#bell, 'appended', { signal }).catch(() => undefined);
          continue;
        }
        position = event.sequence;
        if (matches(event, filter)) yield event;
      }
    } finally {
      this.followers -= 1;
    }
  }
}

function viewerOf(role: Role): Viewer {
  const name = role.toLowerCase();
  return { actor: { kind: 'TOKEN', name, role }, role, tokenId: `tok_${name}` };
}

function eventOf(sequence: number, summary: string): Event {
  return {
    sequence,
    hash: '',
    at: new Date(Date.UTC(2026, 10, 23) + sequence),
    summary,
    actor: null,
    subject: null,
    stackId: null,
    services: [],
    audit: false,
    detail: { type: 'SERVER_STARTED', version: '1' },
  };
}
