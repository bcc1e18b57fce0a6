import { worstOf } from '../domain/diagnosis/verification.ts';
import type { Clock } from './ports/clock.ts';
import type { DiagnosisStore } from './ports/diagnosis-store.ts';
import type { EventLog } from './ports/event-log.ts';
import type { StateChange } from './ports/state.ts';

interface Deps {
  readonly store: DiagnosisStore;
  readonly log: EventLog;
  readonly clock: Clock;
}

/** Ends what a server left behind that ended while it ran: nobody runs it any more. */
export async function endUnfinished({ store, log, clock }: Deps): Promise<void> {
  const { diagnoses, verifications } = await store.unfinished();
  const at = clock.now();
  const verdict = 'Custos ended while this ran: what it would have come to is not known. Ask for it again.';
  const changes: StateChange[] = [
    ...diagnoses.map((diagnosis) => ({
      kind: 'diagnosis-saved' as const,
      diagnosis: { ...diagnosis, status: 'FAILED' as const, partial: true, finishedAt: at, verdict },
    })),
    ...verifications.map((verification) => ({
      kind: 'verification-saved' as const,
      verification: { ...verification, running: false, finishedAt: at },
    })),
  ];
  if (changes.length === 0) return;
  const drafts = [
    ...diagnoses.map(({ id, stackId, serviceId, checksTotal }) => ({
      ...{ at, actor: null, subject: id, stackId, services: [serviceId], audit: false },
      summary: `A diagnosis ended: ${verdict}`,
      detail: {
        type: 'DIAGNOSIS_FINISHED' as const,
        ...{ diagnosisId: id, serviceId, checksFinished: 0, checksTotal, checkKey: null, findingId: null },
      },
    })),
    ...verifications.map(({ id, stackId, services, checks }) => ({
      ...{ at, actor: null, subject: id, stackId, audit: false },
      services: services.map(({ serviceId }) => serviceId),
      summary: `A verification ended ${worstOf(checks)}: Custos ended while it ran.`,
      detail: {
        type: 'VERIFICATION_FINISHED' as const,
        ...{ verificationId: id, checksFinished: 0, checksTotal: 0, checkKey: null },
      },
    })),
  ];
  await log.append(drafts, changes);
}
