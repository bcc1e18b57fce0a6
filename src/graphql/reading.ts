import type { App } from '../application/app.ts';
import type { ServiceFilter as ServiceQuery } from '../application/filters.ts';
import { sequenceOf } from '../domain/diagnosis/identity.ts';
import type { Event } from '../domain/event/event.ts';
import { diagnosisEventTypes } from '../domain/event/event.ts';
import type { EventFilter as EventQueryFilter } from '../domain/event/filter.ts';
import type { AlertFilter } from './alert.type.ts';
import type { Context } from './context.ts';
import { argumentError } from './errors.ts';
import type { EventFilter } from './event.type.ts';
import { logPosition } from './log-page.ts';
import { given } from './given.ts';
import type { ServiceFilter } from './service-input.type.ts';
import type { TargetFilter } from './target.type.ts';

/** What a subscription reads of the log; its transport shares the work between those that read the same. */
export interface Reading {
  /** From where; null: from now. */
  readonly after: number | null;
  readonly filter: EventQueryFilter;
  /** What the filter cannot say. */
  readonly passes: (event: Event) => boolean;
  /** Whether an event that passes is the last one: the subscription completes with it. Omitted: there is none. */
  readonly isLast?: (event: Event) => boolean;
}

interface Followed<F> {
  readonly filter?: F | null;
  readonly after?: string | null;
}

/** What `healthChanged` reads. @throws GraphQLError CURSOR_INVALID, CURSOR_EXPIRED; Refusal INVALID_MATCHER */
export function readHealth({ filter, after }: Followed<ServiceFilter>, app: App): Reading {
  return {
    after: after == null ? null : logPosition(app, after),
    filter: { types: ['HEALTH_CHANGED'] },
    passes: filter ? app.concerns(serviceQuery(filter)) : () => true,
  };
}

/** What `targetChanged` reads. @throws GraphQLError CURSOR_INVALID, CURSOR_EXPIRED; Refusal INVALID_MATCHER */
export function readTargets({ filter, after }: Followed<TargetFilter>, app: App): Reading {
  return {
    after: after == null ? null : logPosition(app, after),
    filter: { types: ['TARGET_CHANGED'] },
    passes: filter ? app.concernsTargets(given(filter)) : () => true,
  };
}

/** What `alertChanged` reads. @throws GraphQLError CURSOR_INVALID, CURSOR_EXPIRED; Refusal INVALID_MATCHER */
export function readAlerts({ filter, after }: Followed<AlertFilter>, app: App): Reading {
  return {
    after: after == null ? null : logPosition(app, after),
    filter: { types: ['ALERT_CHANGED'] },
    passes: filter ? app.concernsAlerts(given(filter)) : () => true,
  };
}

/**
 * What `diagnosisProgressed` reads: from the place in the log that the diagnosis's id names.
 * @throws GraphQLError BAD_USER_INPUT, CURSOR_INVALID, CURSOR_EXPIRED
 */
export function readDiagnosis(
  { diagnosisId, after }: { readonly diagnosisId: string; readonly after?: string | null },
  app: App,
): Reading {
  const began = sequenceOf(diagnosisId);
  if (began === null) throw argumentError('BAD_USER_INPUT', 'There is no diagnosis of this id.');
  if (after == null && began < app.log.oldest())
    throw argumentError('CURSOR_EXPIRED', 'The log does not reach back to the beginning of this diagnosis.');
  const isOf = ({ subject }: Event): boolean => subject === diagnosisId;
  return {
    after: after == null ? began : logPosition(app, after),
    filter: { types: diagnosisEventTypes },
    passes: isOf,
    isLast: ({ detail }) => detail.type === 'DIAGNOSIS_FINISHED',
  };
}

/** What `events` reads. @throws GraphQLError CURSOR_INVALID, CURSOR_EXPIRED */
export function readEvents({ filter, after }: Followed<EventFilter>, app: App): Reading {
  return {
    after: after == null ? null : logPosition(app, after),
    filter: eventQuery(filter ?? {}, app),
    passes: () => true,
  };
}

/** A filter of services as the application takes it: null means not given. */
export function serviceQuery(filter: ServiceFilter): ServiceQuery {
  return given(filter);
}

/** A filter of events as the log takes it: ids for names; a name that nothing has matches nothing. */
export function eventQuery({ stack, services, ...rest }: EventFilter, app: App): EventQueryFilter {
  return {
    ...given({ ...rest }),
    ...(stack == null ? {} : { stackIds: [app.stackNamed(stack)?.id].filter((id) => id !== undefined) }),
    ...(services == null ? {} : { serviceIds: app.serviceIdsNamed(services) }),
  };
}

/**
 * A reading as an iterable that a waiting reader can leave: a generator's own `return()` would queue behind
 * the `next()` that waits. Whoever leaves is forgotten by the log, also between two items.
 */
export function follow(
  { after, filter, passes, isLast = () => false }: Reading,
  { app }: Context,
): AsyncIterableIterator<Event> {
  const leaving = new AbortController();
  const events = app.followEvents(after, filter, leaving.signal)[Symbol.asyncIterator]();
  const done = { done: true, value: undefined } as const;
  let isOver = false;
  const nextThatPasses = async (): Promise<IteratorResult<Event>> => {
    while (!isOver) {
      const item = await events.next();
      if (item.done === true || leaving.signal.aborted) return done;
      if (!passes(item.value)) continue;
      isOver = isLast(item.value);
      return item;
    }
    leaving.abort();
    return done;
  };
  return {
    next: () =>
      nextThatPasses().catch((error: unknown) => {
        if (leaving.signal.aborted) return done;
        throw error;
      }),
    return: () => {
      leaving.abort();
      // Not waited for: it ends when the log has noticed, and has nothing to tell who left.
      events.return?.().catch(() => undefined);
      return Promise.resolve(done);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
