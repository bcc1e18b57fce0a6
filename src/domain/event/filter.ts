import type { Event, EventType } from './event.ts';

/** Which events: every field given must match, a list matches any of its values, an empty list nothing. */
export interface EventFilter {
  readonly stackIds?: readonly string[];
  readonly types?: readonly EventType[];
  /** Ids of what it happened to. */
  readonly subjects?: readonly string[];
  readonly serviceIds?: readonly string[];
  /** Names of actors. */
  readonly actors?: readonly string[];
  readonly audit?: boolean;
  /** At or after this time. */
  readonly since?: Date;
  /** Before this time. */
  readonly until?: Date;
}

/** Whether an event is one of those that the filter asks for; the store's own queries must agree with this. */
export function matches(event: Event, filter: EventFilter): boolean {
  return (
    has(filter.types, event.detail.type) &&
    has(filter.subjects, event.subject) &&
    has(filter.stackIds, event.stackId) &&
    has(filter.actors, event.actor?.name ?? null) &&
    (filter.serviceIds === undefined || filter.serviceIds.some((id) => event.services.includes(id))) &&
    (filter.audit === undefined || filter.audit === event.audit) &&
    isWithin(event.at, filter)
  );
}

function isWithin(at: Date, { since, until }: EventFilter): boolean {
  return (since === undefined || at >= since) && (until === undefined || at < until);
}

function has<T>(allowed: readonly T[] | undefined, value: T | null): boolean {
  return allowed === undefined || (value !== null && allowed.includes(value));
}
