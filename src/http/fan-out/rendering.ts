import { LRUCache } from 'lru-cache';
import type { Event } from '../../domain/event/event.ts';

/** What an event looks like to a cohort: a serialised result, or null when it is not for it. */
export type Render = (event: Event) => Promise<string | null>;

interface Rendered {
  readonly body: Promise<string | null>;
  readonly size: number;
}

/** How much of what was rendered is kept for members that are a little behind: events, and characters. */
const kept = { max: 512, maxSize: 1_000_000 };

/** Renders each event once, as long as it is kept: a thousand members cost one execution. */
export function renderOnce(render: Render): Render {
  const cache = new LRUCache<number, Rendered>({ ...kept, sizeCalculation: ({ size }) => size });
  return (event) => {
    const known = cache.get(event.sequence);
    if (known) return known.body;
    const body = render(event);
    cache.set(event.sequence, { body, size: 1 });
    void body.then(
      (text) => cache.set(event.sequence, { body, size: (text?.length ?? 0) + 1 }),
      () => cache.delete(event.sequence),
    );
    return body;
  };
}
