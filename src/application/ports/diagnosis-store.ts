import type { Diagnosis, DiagnosisStatus } from '../../domain/diagnosis/diagnosis.ts';
import type { Verification } from '../../domain/diagnosis/verification.ts';
import type { Stretch } from './stretch.ts';

/** Which diagnoses: every field given must match, a list matches any of its values, an empty list nothing. */
export interface DiagnosisFilter {
  readonly stackId?: string;
  readonly serviceIds?: readonly string[];
  /** Names of problems. */
  readonly problems?: readonly string[];
  readonly statuses?: readonly DiagnosisStatus[];
  /** Begun at or after this time. */
  readonly since?: Date;
  /** Begun before this time. */
  readonly until?: Date;
}

/**
 * Reads the diagnoses and verifications that the log wrote, and forgets with its entries. What runs still is kept in
 * memory beside.
 */
export interface DiagnosisStore {
  diagnosis(id: string): Promise<Diagnosis | null>;
  /** The newest of each of these services, by the service's id. */
  latest(serviceIds: readonly string[]): Promise<ReadonlyMap<string, Diagnosis>>;
  /** Newest first, whichever end the stretch is taken from. */
  diagnoses(filter: DiagnosisFilter, stretch: Stretch): Promise<readonly Diagnosis[]>;
  countDiagnoses(filter: DiagnosisFilter): Promise<number>;
  verification(id: string): Promise<Verification | null>;
  verifications(stackId: string, stretch: Stretch): Promise<readonly Verification[]>;
  countVerifications(stackId: string): Promise<number>;
  /** Those that a server which ended left behind as running. */
  unfinished(): Promise<{
    readonly diagnoses: readonly Diagnosis[];
    readonly verifications: readonly Verification[];
  }>;
}
