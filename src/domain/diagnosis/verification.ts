import type { Actor } from '../access/actor.ts';
import type { CheckStatus } from '../health/check.ts';
import type { DiagnosedCheck } from './diagnosis.ts';
import type { Finding } from './finding.ts';

/** What a verification knows of one service, beside its checks. */
export interface VerifiedService {
  readonly serviceId: string;
  /** Its version at that time; null when it did not say. */
  readonly version: string | null;
  /** Docker's id of its container at that time; null when it had none. */
  readonly containerId: string | null;
}

/** The proof that a stack is right, or where it is not. */
export interface Verification {
  readonly id: string;
  readonly stackId: string;
  /** Whether it runs still. */
  readonly running: boolean;
  readonly detailed: boolean;
  readonly requestedBy: Actor;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** The newest sequence of the log when it began: what it recorded comes after. */
  readonly after: number;
  /** How many checks there are, as far as is known. */
  readonly checksTotal: number;
  /** By the name of the service. */
  readonly services: readonly VerifiedService[];
  /** By service and name. */
  readonly checks: readonly DiagnosedCheck[];
  /** Causes first; none unless it was detailed. */
  readonly findings: readonly Finding[];
  /** Ids of the deepest failing services. */
  readonly rootCauses: readonly string[];
  /** Whether Docker, which should have been asked, did not answer. */
  readonly dockerUnreachable: boolean;
}

const worstFirst: readonly CheckStatus[] = ['FAIL', 'UNKNOWN', 'WARN', 'PASS', 'SKIPPED'];

/** The worst of these checks; what could not be found out is worse than a warning. UNKNOWN when there are none. */
export function worstOf(checks: readonly { readonly status: CheckStatus }[]): CheckStatus {
  return worstFirst.find((status) => checks.some((check) => check.status === status)) ?? 'UNKNOWN';
}

/** The exit code of `custos verify` (runbook §8): 0, 1 (strict only), 2, 3 or 5. */
export function exitCodeOf(verification: Verification, strict: boolean): number {
  const { checks, dockerUnreachable } = verification;
  const has = (status: CheckStatus): boolean => checks.some((check) => check.status === status);
  if (dockerUnreachable && !checks.some(({ status }) => status === 'PASS')) return 5;
  if (has('FAIL')) return 2;
  if (verification.running || checks.length === 0 || has('UNKNOWN')) return 3;
  return strict && has('WARN') ? 1 : 0;
}
