import type { Diagnosis } from '../domain/diagnosis/diagnosis.ts';
import { ownerOf } from '../domain/diagnosis/identity.ts';
import type { Finding } from '../domain/diagnosis/finding.ts';
import type { Verification } from '../domain/diagnosis/verification.ts';
import type { DiagnosisStore } from './ports/diagnosis-store.ts';

/** Something that runs: how it is now, and when it has ended. */
interface Running<T> {
  current: T;
  readonly ended: Promise<T>;
}

/** Diagnoses and verifications: those that run, from memory, and those that have ended, from the store. */
export class Diagnoses {
  readonly #store: DiagnosisStore;
  readonly #diagnoses = new Map<string, Running<Diagnosis>>();
  readonly #verifications = new Map<string, Running<Verification>>();
  readonly #stopping = new AbortController();

  constructor(store: DiagnosisStore) {
    this.#store = store;
  }

  /** Aborts when the server stops. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** The diagnosis of a service that runs now and looks for the same problem; null when none does. */
  like(serviceId: string, problem: string | null): Running<Diagnosis> | null {
    return (
      [...this.#diagnoses.values()].find(
        ({ current }) => current.serviceId === serviceId && (current.problem?.name ?? null) === problem,
      ) ?? null
    );
  }

  /** Keeps a diagnosis as it is while it runs, until it has ended. */
  run(diagnosis: Diagnosis, ended: Promise<Diagnosis>): void {
    this.#diagnoses.set(diagnosis.id, { current: diagnosis, ended });
    const forget = (): unknown => this.#diagnoses.delete(diagnosis.id);
    ended.then(forget, forget);
  }

  /** Takes over how a running diagnosis is since. */
  progress(diagnosis: Diagnosis): void {
    const running = this.#diagnoses.get(diagnosis.id);
    if (running) running.current = diagnosis;
  }

  runVerification(verification: Verification, ended: Promise<Verification>): void {
    this.#verifications.set(verification.id, { current: verification, ended });
    const forget = (): unknown => this.#verifications.delete(verification.id);
    ended.then(forget, forget);
  }

  progressVerification(verification: Verification): void {
    const running = this.#verifications.get(verification.id);
    if (running) running.current = verification;
  }

  async find(id: string): Promise<Diagnosis | null> {
    return this.#diagnoses.get(id)?.current ?? (await this.#store.diagnosis(id));
  }

  async findVerification(id: string): Promise<Verification | null> {
    return this.#verifications.get(id)?.current ?? (await this.#store.verification(id));
  }

  /** How a diagnosis out of the store is now. */
  current(diagnosis: Diagnosis): Diagnosis {
    return this.#diagnoses.get(diagnosis.id)?.current ?? diagnosis;
  }

  currentVerification(verification: Verification): Verification {
    return this.#verifications.get(verification.id)?.current ?? verification;
  }

  /** The finding of this id, of the diagnosis or verification in which it was made. */
  async finding(id: string): Promise<(Finding & { readonly in: Diagnosis | Verification }) | null> {
    const owner = ownerOf(id);
    if (!owner) return null;
    const found = owner.startsWith('dgn_') ? await this.find(owner) : await this.findVerification(owner);
    const finding = found?.findings.find((candidate) => candidate.id === id);
    return finding && found ? { ...finding, in: found } : null;
  }

  /** The newest of each of these services, in their order; null for each that has none. */
  async latest(serviceIds: readonly string[]): Promise<readonly (Diagnosis | null)[]> {
    const found = await this.#store.latest(serviceIds);
    return serviceIds.map((id) => {
      const newest = found.get(id);
      return newest ? this.current(newest) : null;
    });
  }

  /** Calls off what runs, and waits for its end. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const running = [...this.#diagnoses.values(), ...this.#verifications.values()];
    await Promise.allSettled<unknown>(running.map(({ ended }) => ended));
  }
}
