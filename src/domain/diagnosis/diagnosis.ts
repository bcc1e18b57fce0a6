import type { Actor } from '../access/actor.ts';
import type { CheckResult } from '../health/check.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { Problem } from './problem.ts';

export const diagnosisStatuses = ['RUNNING', 'FINISHED', 'FAILED'] as const;
/** RUNNING: checks are being run. FINISHED: all have ended. FAILED: none could be run. */
export type DiagnosisStatus = (typeof diagnosisStatuses)[number];

/** A check of a diagnosis: of which service, with what shows it. */
export interface DiagnosedCheck extends CheckResult {
  readonly serviceId: string;
  readonly evidence: readonly Evidence[];
  /** Names of the problems that it helps to tell apart. */
  readonly problems: readonly string[];
}

/** The search for the cause of one service's illness. */
export interface Diagnosis {
  readonly id: string;
  readonly stackId: string;
  readonly serviceId: string;
  /** Null: all that apply. As it was declared then. */
  readonly problem: Problem | null;
  readonly status: DiagnosisStatus;
  /** Whether some check could not be run. */
  readonly partial: boolean;
  readonly requestedBy: Actor;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** The newest sequence of the log when it began: what it recorded comes after. */
  readonly after: number;
  /** How many checks there are. */
  readonly checksTotal: number;
  /** Those that have ended, by name. */
  readonly checks: readonly DiagnosedCheck[];
  /** Causes first. */
  readonly findings: readonly Finding[];
  /** What it comes to, in a paragraph. */
  readonly verdict: string;
}
