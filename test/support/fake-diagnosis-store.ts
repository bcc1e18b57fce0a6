import type { DiagnosisStore } from '../../src/application/ports/diagnosis-store.ts';
import type { StateChange } from '../../src/application/ports/state.ts';
import type { Stretch } from '../../src/application/ports/stretch.ts';
import type { Diagnosis } from '../../src/domain/diagnosis/diagnosis.ts';
import type { Verification } from '../../src/domain/diagnosis/verification.ts';

/** Diagnoses in memory: those that the changes it is told of saved. */
export class FakeDiagnosisStore implements DiagnosisStore {
  readonly #diagnoses = new Map<string, Diagnosis>();
  readonly #verifications = new Map<string, Verification>();

  apply(changes: readonly StateChange[]): void {
    for (const change of changes) {
      if (change.kind === 'diagnosis-saved') this.#diagnoses.set(change.diagnosis.id, change.diagnosis);
      if (change.kind === 'verification-saved')
        this.#verifications.set(change.verification.id, change.verification);
    }
  }

  diagnosis(id: string): Promise<Diagnosis | null> {
    return Promise.resolve(this.#diagnoses.get(id) ?? null);
  }

  latest(serviceIds: readonly string[]): Promise<ReadonlyMap<string, Diagnosis>> {
    const all = [...this.#diagnoses.values()].filter(({ serviceId }) => serviceIds.includes(serviceId));
    return Promise.resolve(new Map(all.map((diagnosis) => [diagnosis.serviceId, diagnosis])));
  }

  diagnoses(_filter: object, { limit }: Stretch): Promise<readonly Diagnosis[]> {
    return Promise.resolve([...this.#diagnoses.values()].reverse().slice(0, limit));
  }

  countDiagnoses(): Promise<number> {
    return Promise.resolve(this.#diagnoses.size);
  }

  verification(id: string): Promise<Verification | null> {
    return Promise.resolve(this.#verifications.get(id) ?? null);
  }

  verifications(_stackId: string, { limit }: Stretch): Promise<readonly Verification[]> {
    return Promise.resolve([...this.#verifications.values()].reverse().slice(0, limit));
  }

  countVerifications(): Promise<number> {
    return Promise.resolve(this.#verifications.size);
  }

  unfinished(): ReturnType<DiagnosisStore['unfinished']> {
    return Promise.resolve({ diagnoses: [], verifications: [] });
  }
}
