import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { Json } from './json.ts';

/** Why nothing right could be got from what was looked at. */
export type CheckCause =
  | 'REFUSED'
  | 'RESET'
  | 'TIMED_OUT'
  | 'UNROUTABLE'
  | 'NAME_UNRESOLVED'
  | 'TLS_FAILED'
  | 'UNAUTHORIZED'
  | 'WRONG_SERVICE'
  | 'WRONG_ANSWER'
  | 'TOO_LARGE'
  | 'PLUGIN_FAILED';

/** How a check ended. FAIL makes the service DOWN, WARN makes it DEGRADED, UNKNOWN never counts as PASS. */
export interface Outcome {
  readonly status: 'PASS' | 'WARN' | 'FAIL' | 'UNKNOWN' | 'SKIPPED';
  /** What was seen, or why it could not be seen, in a sentence. */
  readonly summary: string;
  readonly cause?: CheckCause;
  /** What was measured. */
  readonly observed?: Json;
  /** What it was measured against. */
  readonly threshold?: Json;
}

/** How a check of a diagnosis ended: an outcome, what shows it, and what it found. */
export interface Checked extends Outcome {
  readonly evidence?: readonly Evidence[];
  readonly findings?: readonly Finding[];
}

type More = Omit<Checked, 'status' | 'summary'>;

/** As it should be. */
export const pass = (summary: string, more: More = {}): Checked => ({ status: 'PASS', summary, ...more });
/** Not as it should be, but bearable. */
export const warn = (summary: string, more: More = {}): Checked => ({ status: 'WARN', summary, ...more });
/** Not as it should be. */
export const fail = (summary: string, more: More = {}): Checked => ({ status: 'FAIL', summary, ...more });
/** Could not be found out. */
export const unknown = (summary: string, more: More = {}): Checked => ({
  status: 'UNKNOWN',
  summary,
  ...more,
});
/** Does not apply, as the summary says. */
export const skipped = (summary: string, more: More = {}): Checked => ({
  status: 'SKIPPED',
  summary,
  ...more,
});
