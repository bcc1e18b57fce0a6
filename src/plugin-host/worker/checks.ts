import type { Check, Checked } from '../../plugin-sdk/index.ts';
import { settle } from '../../plugin-sdk/settle.ts';
import type { ReportedCheck } from '../protocol.ts';
import { clip } from './message-of.ts';

interface Ended extends Omit<ReportedCheck, 'endedAgoMs'> {
  readonly endedAt: number;
}

/** The checks of one probe. */
export interface Checks {
  readonly check: Check;
  /** Those that have ended, in the order in which they were begun. */
  ended(): readonly ReportedCheck[];
}

/** Keeps the checks that one probe runs. */
export function openChecks(): Checks {
  const slots: (Ended | null)[] = [];
  return {
    check: async (name, run, more = {}) => {
      const slot = slots.push(null) - 1;
      const startedAt = performance.now();
      const ended = await settle(run);
      // What has no JSON cannot travel.
      const outcome = await settle(() => travelling(ended));
      const endedAt = performance.now();
      slots[slot] = {
        name,
        reference: more.reference ?? null,
        aspect: more.aspect ?? null,
        status: outcome.status,
        summary: clip(outcome.summary),
        cause: outcome.cause ?? null,
        observed: outcome.observed ?? null,
        threshold: outcome.threshold ?? null,
        // Whole milliseconds, as the API tells them.
        durationMs: Math.round(endedAt - startedAt),
        endedAt,
      };
      return outcome;
    },
    ended: () => {
      const now = performance.now();
      return slots
        .filter((slot) => slot !== null)
        .map(({ endedAt, ...check }) => ({ ...check, endedAgoMs: now - endedAt }));
    },
  };
}

/** A copy as it travels. @throws Error when something in it has no JSON */
function travelling(outcome: Checked): Checked {
  return JSON.parse(JSON.stringify(outcome)) as Checked;
}
