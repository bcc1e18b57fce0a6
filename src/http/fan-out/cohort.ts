import type { ServedApp } from '../served-app.ts';
import type { Event } from '../../domain/event/event.ts';
import type { EventFilter } from '../../domain/event/filter.ts';
import type { Member } from './member.ts';
import { isBehind, sendAtItsPace, sendTo } from './member.ts';
import type { Render } from './rendering.ts';
import { renderOnce } from './rendering.ts';

/** What a cohort needs of the world. */
export interface CohortDeps {
  readonly app: Pick<ServedApp, 'admits' | 'followEvents' | 'log'>;
  readonly filter: EventFilter;
  readonly render: Render;
  /** Whether nothing comes after an event: then its members have got everything. */
  readonly isLast: (event: Event) => boolean;
  /** Called for a member whose source failed. */
  readonly fail: (member: Member, error: unknown) => void;
  /** Called once for each event sent to a member. */
  readonly delivered: () => void;
}

/** How many members are served in a row before other work gets a turn; 256 sends take 3 ms. */
const burst = 256;

/**
 * All who follow the same: the same operation with the same variables in the same role.
 *
 * Those at the head of the log share one follower, and are served in one loop with one rendering. Whoever
 * comes with an older cursor, or does not take what it is sent, follows the log on its own, at its own pace,
 * until it has caught up with the others. Either way a member gets every event once, in order: its position
 * says what it has, and it changes sides only where both sides are at the same event.
 */
export class Cohort {
  readonly #deps: CohortDeps;
  readonly #render: Render;
  readonly #stop = new AbortController();
  readonly #atHead = new Set<Member>();
  readonly #members = new Set<Member>();
  /** Every event that the filter passes, up to this sequence, was given to those at the head. */
  #served: number;

  constructor(deps: CohortDeps) {
    this.#deps = deps;
    this.#render = renderOnce(deps.render);
    this.#served = deps.app.log.head();
    void this.#serveHead();
  }

  get size(): number {
    return this.#members.size;
  }

  /** Serves a member everything after its position, until it leaves. */
  join(member: Member): void {
    this.#members.add(member);
    this.#place(member);
  }

  leave(member: Member): void {
    this.#atHead.delete(member);
    this.#members.delete(member);
    if (this.#members.size === 0) this.#stop.abort();
  }

  #place(member: Member): void {
    if (member.position >= this.#served) this.#atHead.add(member);
    else void this.#catchUp(member);
  }

  async #serveHead(): Promise<void> {
    const { app, filter } = this.#deps;
    try {
      for await (const event of app.followEvents(this.#served, filter, this.#stop.signal)) {
        const body = await this.#render(event);
        this.#served = event.sequence;
        if (body !== null) await this.#broadcast(event, body);
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      for (const member of [...this.#members]) this.#deps.fail(member, error);
    }
  }

  async #broadcast(event: Event, body: string): Promise<void> {
    let sent = 0;
    for (const member of this.#atHead) {
      if (member.position < event.sequence) this.#serve(member, event, body);
      sent += 1;
      if (sent % burst === 0) await new Promise(setImmediate);
    }
  }

  #serve(member: Member, event: Event, body: string): void {
    if (!this.#admits(member)) return;
    if (isBehind(member.socket)) {
      this.#atHead.delete(member);
      void this.#catchUp(member);
      return;
    }
    member.position = event.sequence;
    sendTo(member, body);
    this.#deps.delivered();
    if (this.#deps.isLast(event)) member.end(null);
  }

  async #catchUp(member: Member): Promise<void> {
    const { app, filter } = this.#deps;
    try {
      for await (const event of app.followEvents(member.position, filter, member.signal)) {
        const body = await this.#render(event);
        if (!this.#stays(member)) return;
        if (body !== null) await this.#deliver(member, body);
        if (body !== null && this.#deps.isLast(event)) {
          member.end(null);
          return;
        }
        member.position = event.sequence;
        if (member.position < this.#served) continue;
        if (this.#members.has(member)) this.#atHead.add(member);
        return;
      }
    } catch (error) {
      if (!member.signal.aborted) this.#deps.fail(member, error);
    }
  }

  async #deliver(member: Member, body: string): Promise<void> {
    await sendAtItsPace(member, body);
    this.#deps.delivered();
  }

  #stays(member: Member): boolean {
    return !member.signal.aborted && this.#admits(member);
  }

  #admits(member: Member): boolean {
    if (this.#deps.app.admits(member.viewer)) return true;
    member.expel();
    return false;
  }
}
