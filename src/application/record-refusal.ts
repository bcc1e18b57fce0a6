import type { Viewer } from '../domain/access/token.ts';
import type { EventDraft, RequestRefused } from '../domain/event/event.ts';
import type { UserError } from '../domain/refusal.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';

interface Deps {
  readonly log: EventLog;
  readonly clock: Clock;
}

/** What makes a record of itself impossible is not recorded. */
const unrecordable = new Set(['LOG_UNWRITABLE', 'STORAGE_FULL']);

/** Records that a mutation was refused: a refusal is as much part of the audit as a deed. */
export const recordRefusal =
  ({ log, clock }: Deps) =>
  async (viewer: Viewer, mutation: string, userErrors: readonly UserError[]): Promise<void> => {
    if (userErrors.some((error) => unrecordable.has(error.code))) return;
    const draft: EventDraft<RequestRefused> = {
      at: clock.now(),
      summary: `${mutation} was refused to ${viewer.actor.name}: ${userErrors.map((error) => error.message).join(' ')}`,
      actor: viewer.actor,
      subject: null,
      stackId: null,
      services: [],
      audit: true,
      detail: { type: 'REQUEST_REFUSED', mutation, userErrors },
    };
    await log.append([draft]);
  };
