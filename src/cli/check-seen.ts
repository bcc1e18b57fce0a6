/** A check as the server tells of it. */
export interface CheckSeen {
  readonly name: string;
  readonly reference: string | null;
  readonly status: 'PASS' | 'WARN' | 'FAIL' | 'UNKNOWN' | 'SKIPPED';
  readonly summary: string;
  readonly cause: string | null;
  readonly observedAt: string;
  readonly durationMs: number;
  readonly observed: unknown;
  readonly threshold: unknown;
}
