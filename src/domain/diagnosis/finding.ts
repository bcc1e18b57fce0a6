import type { Remedy } from '../recovery/action.ts';
import type { Evidence } from './evidence.ts';

/** The worst first. */
export const severities = ['CRITICAL', 'WARNING', 'INFO'] as const;
export type Severity = (typeof severities)[number];

/** The surest first. */
export const certainties = ['CONFIRMED', 'LIKELY', 'POSSIBLE'] as const;
export type Certainty = (typeof certainties)[number];

/** Names a check of a diagnosis: two services of a stack may have one of the same name. */
export interface CheckKey {
  readonly serviceId: string;
  readonly name: string;
}

/** Something that is wrong, told apart from everything else that could be. */
export interface Finding {
  readonly id: string;
  /** Such as `F16`. */
  readonly code: string;
  readonly title: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** What is wrong and what to do, in a sentence. */
  readonly explanation: string;
  /** The service that it is about. */
  readonly serviceId: string;
  /** What of the service it is about; null: all of it. */
  readonly aspect: string | null;
  readonly foundAt: Date;
  /** The checks that show it. */
  readonly checks: readonly CheckKey[];
  readonly evidence: readonly Evidence[];
  /** Best first. */
  readonly remedies: readonly Remedy[];
  /** Id of the deeper finding of the same diagnosis that explains it; null when none does. */
  readonly suppressedBy: string | null;
  /** Codes of findings that would explain it; `*`: any that is no symptom itself. Empty: it is no symptom. */
  readonly symptomOf: readonly string[];
}
