import type { HealthStatus } from './health.ts';

/** How a check ended. UNKNOWN never counts as PASS. */
export const checkStatuses = ['PASS', 'WARN', 'FAIL', 'UNKNOWN', 'SKIPPED'] as const;
export type CheckStatus = (typeof checkStatuses)[number];

/** Why nothing right could be got from what was looked at. */
export const checkCauses = [
  'REFUSED',
  'RESET',
  'TIMED_OUT',
  'UNROUTABLE',
  'NAME_UNRESOLVED',
  'TLS_FAILED',
  'UNAUTHORIZED',
  'WRONG_SERVICE',
  'WRONG_ANSWER',
  'TOO_LARGE',
  'PLUGIN_FAILED',
] as const;
export type CheckCause = (typeof checkCauses)[number];

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One thing that was looked at, and how it was. */
export interface CheckResult {
  readonly name: string;
  /** A row of the runbook, such as `C09`. */
  readonly reference: string | null;
  readonly aspect: string | null;
  readonly status: CheckStatus;
  readonly summary: string;
  readonly cause: CheckCause | null;
  readonly observedAt: Date;
  readonly durationMs: number;
  readonly observed: Json;
  readonly threshold: Json;
}

/**
 * The health that a probe's checks amount to: one FAIL is DOWN, else one WARN is DEGRADED, else one
 * PASS is HEALTHY. When nothing could be found out it is UNKNOWN, never HEALTHY.
 */
export function statusOf(checks: readonly Pick<CheckResult, 'status'>[]): HealthStatus {
  const ended = new Set(checks.map((check) => check.status));
  if (ended.has('FAIL')) return 'DOWN';
  if (ended.has('WARN')) return 'DEGRADED';
  if (ended.has('UNKNOWN')) return 'UNKNOWN';
  return ended.has('PASS') ? 'HEALTHY' : 'UNKNOWN';
}
