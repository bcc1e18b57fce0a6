import type { DiagnosisFilter, DiagnosisStore } from '../../application/ports/diagnosis-store.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import type { Verification } from '../../domain/diagnosis/verification.ts';
import type { Clients } from './durable-sqlite.ts';
import type { Prisma } from './generated/client.ts';
import { revive } from './revive.ts';
import { between, inOrder, part } from './stretch.ts';

interface Bodied {
  readonly body: string;
}

const oldestFirst = [{ startedAt: 'asc' as const }, { id: 'asc' as const }];

/** Diagnoses and verifications in the database: seek pagination, an index for every filter. */
export function openDiagnosisStore({ reader }: Pick<Clients, 'reader'>): DiagnosisStore {
  return {
    diagnosis: async (id) => first(await reader.diagnosis.findMany({ where: { id } }), asDiagnosis),
    latest: async (serviceIds) => {
      const where = { serviceId: { in: [...serviceIds] } };
      const newest = await reader.diagnosis.groupBy({ by: ['serviceId'], where, _max: { startedAt: true } });
      const places = newest.flatMap(({ serviceId, _max: { startedAt } }) =>
        startedAt ? [{ serviceId, startedAt }] : [],
      );
      const rows = await reader.diagnosis.findMany({ where: { OR: places }, orderBy: oldestFirst });
      return new Map(rows.map((row) => [row.serviceId, asDiagnosis(row)]));
    },
    diagnoses: async (filter, stretch) => {
      const where = { AND: [whereOf(filter), between('startedAt', stretch)] };
      const rows = await reader.diagnosis.findMany({ where, ...part('startedAt', stretch) });
      return inOrder(rows, stretch).map(asDiagnosis);
    },
    countDiagnoses: (filter) => reader.diagnosis.count({ where: whereOf(filter) }),
    verification: async (id) => first(await reader.verification.findMany({ where: { id } }), asVerification),
    verifications: async (stackId, stretch) => {
      const where = { AND: [{ stackId }, between('startedAt', stretch)] };
      const rows = await reader.verification.findMany({ where, ...part('startedAt', stretch) });
      return inOrder(rows, stretch).map(asVerification);
    },
    countVerifications: (stackId) => reader.verification.count({ where: { stackId } }),
    unfinished: async () => ({
      diagnoses: (await reader.diagnosis.findMany({ where: { status: 'RUNNING' } })).map(asDiagnosis),
      verifications: (await reader.verification.findMany({ where: { status: 'RUNNING' } })).map(
        asVerification,
      ),
    }),
  };
}

function whereOf(filter: DiagnosisFilter): Prisma.DiagnosisWhereInput {
  const { stackId, serviceIds, problems, statuses, since, until } = filter;
  return {
    ...(stackId !== undefined && { stackId }),
    ...(serviceIds !== undefined && { serviceId: { in: [...serviceIds] } }),
    ...(problems !== undefined && { problem: { in: [...problems] } }),
    ...(statuses !== undefined && { status: { in: [...statuses] } }),
    startedAt: { ...(since && { gte: since }), ...(until && { lt: until }) },
  };
}

function first<T>(rows: readonly Bodied[], read: (row: Bodied) => T): T | null {
  return rows[0] ? read(rows[0]) : null;
}

function asDiagnosis({ body }: Bodied): Diagnosis {
  return revive(body) as Diagnosis;
}

function asVerification({ body }: Bodied): Verification {
  return revive(body) as Verification;
}
