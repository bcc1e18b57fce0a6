import type { App } from '../application/app.ts';
import { toCursor } from '../domain/event/cursor.ts';
import type { Event, EventDetail, EventType } from '../domain/event/event.ts';

/** An event as the API shows it: the fields of its detail beside those that all events have. */
export type EventView = Omit<Event, 'detail' | 'subject' | 'services'> &
  Omit<EventDetail, 'type'> & {
    readonly id: string;
    readonly cursor: string;
    readonly type: EventType;
    readonly subjectId: string | null;
    readonly serviceIds: readonly string[];
  };

const prefix = 'evt_';

/** Shows an event. */
export function viewEvent({ log }: Pick<App, 'log'>, event: Event): EventView {
  const { detail, subject, services, ...common } = event;
  const cursor = toCursor(log.identity, event.sequence);
  return { ...detail, ...common, id: `${prefix}${cursor}`, cursor, subjectId: subject, serviceIds: services };
}

/** The cursor in an event's id; null when the id is not an event's. */
export function cursorOfEventId(id: string): string | null {
  return id.startsWith(prefix) ? id.slice(prefix.length) : null;
}
