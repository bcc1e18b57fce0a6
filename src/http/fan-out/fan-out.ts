import type { GraphQLError, GraphQLSchema } from 'graphql';
import { execute } from 'graphql';
import type { WebSocket } from 'ws';
import type { ServedApp } from '../served-app.ts';
import type { Journal } from '../../application/ports/journal.ts';
import type { Event } from '../../domain/event/event.ts';
import type { Viewer } from '../../domain/access/token.ts';
import type { Admission } from '../gate/judge.ts';
import { presentErrors, presentThrown } from '../gate/present-errors.ts';
import { Cohort } from './cohort.ts';
import { endlessIterator } from './endless-iterator.ts';
import type { Member } from './member.ts';
import { framePrefix } from './member.ts';
import type { Reading } from '../../graphql/reading.ts';
import { cohortKey } from './reading.ts';

export interface FanOutDeps {
  readonly app: ServedApp;
  readonly schema: GraphQLSchema;
  readonly journal: Journal;
  /** What resolvers are given: a new one for each event. */
  readonly contextFor: (viewer: Viewer) => object;
  readonly newRequestId: () => string;
  /** Closes the socket of somebody who may not come in any more. */
  readonly expel: (socket: WebSocket) => void;
  readonly delivered: () => void;
}

/** Whom a subscription is for. */
export interface Subscriber {
  readonly socket: WebSocket;
  /** The id that the client gave to the operation. */
  readonly id: string;
  readonly requestId: string;
}

/**
 * Delivers the log to subscriptions. Frames go straight to the sockets; the iterator that each subscription
 * is for graphql-ws yields nothing: it ends when the source does, and its `return` ends the source.
 */
export class FanOut {
  readonly #deps: FanOutDeps;
  readonly #cohorts = new Map<string, Cohort>();

  constructor(deps: FanOutDeps) {
    this.#deps = deps;
  }

  /** How many subscriptions are open. */
  get size(): number {
    return [...this.#cohorts.values()].reduce((sum, cohort) => sum + cohort.size, 0);
  }

  subscribe(admission: Admission, reading: Reading, subscriber: Subscriber): AsyncIterableIterator<never> {
    const position = reading.after ?? this.#deps.app.log.head();
    return endlessIterator((end) => {
      const key = cohortKey(admission);
      const cohort = this.#cohorts.get(key) ?? this.#found(key, admission, reading);
      const left = new AbortController();
      const member: Member = {
        socket: subscriber.socket,
        viewer: admission.viewer,
        prefix: framePrefix(subscriber.id),
        signal: left.signal,
        position,
        end,
        expel: () => {
          this.#deps.expel(subscriber.socket);
          end(null);
        },
      };
      cohort.join(member);
      return () => {
        left.abort();
        cohort.leave(member);
        if (cohort.size === 0 && this.#cohorts.get(key) === cohort) this.#cohorts.delete(key);
      };
    });
  }

  #found(key: string, admission: Admission, reading: Reading): Cohort {
    const { app, delivered } = this.#deps;
    const cohort = new Cohort({
      app,
      filter: reading.filter,
      render: (event) => this.#render(admission, reading, event),
      isLast: (event) => reading.isLast?.(event) ?? false,
      fail: (member, error) => {
        member.end(this.#presented(error));
      },
      delivered,
    });
    this.#cohorts.set(key, cohort);
    return cohort;
  }

  async #render(admission: Admission, reading: Reading, event: Event): Promise<string | null> {
    if (!reading.passes(event)) return null;
    const { schema, journal, contextFor, newRequestId } = this.#deps;
    const { data, errors } = await execute({
      schema,
      document: admission.read.document,
      operationName: admission.operation.name?.value,
      variableValues: admission.variables,
      contextValue: contextFor(admission.viewer),
      rootValue: event,
    });
    if (!errors) return JSON.stringify({ data });
    return JSON.stringify({ errors: presentErrors(errors, { requestId: newRequestId(), journal }), data });
  }

  #presented(error: unknown): GraphQLError {
    return presentThrown(error, { requestId: this.#deps.newRequestId(), journal: this.#deps.journal });
  }
}
