import type { Check, CheckCause, Json, Outcome } from '../../plugin-sdk/index.ts';
import { HttpFailure } from '../../plugin-sdk/index.ts';
import type { ReportedCheck } from '../protocol.ts';
import { clip, messageOf } from './message-of.ts';

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
      const outcome = await settle(run);
      const endedAt = performance.now();
      slots[slot] = {
        name,
        reference: more.reference ?? null,
        aspect: more.aspect ?? null,
        status: outcome.status,
        summary: outcome.summary,
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

async function settle(run: () => Promise<Outcome> | Outcome): Promise<Outcome> {
  try {
    return asOutcome(await run());
  } catch (error) {
    const reason = reasonOf(error);
    return reason
      ? { status: 'FAIL', summary: messageOf(error), cause: reason }
      : { status: 'UNKNOWN', summary: `The check threw: ${messageOf(error)}`, cause: 'PLUGIN_FAILED' };
  }
}

/** By name, not by class: a plugin may come with a copy of the SDK of its own. */
function reasonOf(error: unknown): CheckCause | null {
  if (error instanceof HttpFailure) return error.reason;
  const named = error instanceof Error && error.name === 'HttpFailure' && 'reason' in error;
  return named && typeof error.reason === 'string' ? (error.reason as CheckCause) : null;
}

const statuses: readonly unknown[] = [
  'PASS',
  'WARN',
  'FAIL',
  'UNKNOWN',
  'SKIPPED',
] satisfies Outcome['status'][];

/** A copy of what a check answered. @throws Error when that is no outcome: not every plugin has types. */
function asOutcome(answered: Partial<Outcome> | null | undefined): Outcome {
  const { status, summary, cause } = answered ?? {};
  if (!statuses.includes(status) || typeof summary !== 'string')
    throw new Error('it answered something that is no outcome');
  return {
    status: status as Outcome['status'],
    summary: clip(summary),
    ...(cause === undefined ? {} : { cause }),
    observed: asJson(answered?.observed),
    threshold: asJson(answered?.threshold),
  };
}

function asJson(value: Json | undefined): Json {
  return value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json);
}
