import type { Clock } from '../../application/ports/clock.ts';
import type { Clients } from './durable-sqlite.ts';
import type { Link } from './event-rows.ts';
import type { LogMemory } from './log-memory.ts';
import type { WriterLane } from './writer-lane.ts';

interface Deps {
  readonly clients: Clients;
  readonly lane: WriterLane;
  readonly memory: LogMemory;
  readonly clock: Clock;
}

/** Rows to a transaction, so that appends get their turn in between. */
const chunk = 500;

/**
 * Forgets entries from the beginning of the log up to the first that is not from before this time; answers how
 * many. The sequence and the hash of the last one forgotten become the anchor of the chain.
 */
export async function trim(deps: Deps, before: Date): Promise<number> {
  let forgotten = 0;
  for (;;) {
    const some = await deps.lane.run(() => trimSome(deps, before));
    forgotten += some;
    if (some < chunk) break;
  }
  await deps.lane.run(() => trimDiagnoses(deps, before));
  await deps.lane.run(() => trimAlerts(deps, before));
  return forgotten;
}

/** Diagnoses and verifications go with the entries that tell of them. */
async function trimDiagnoses({ clients, lane, clock }: Deps, before: Date): Promise<void> {
  const where = { startedAt: { lt: before } };
  const isLeft = async (client: Clients['reader']): Promise<boolean> =>
    (await client.diagnosis.findFirst({ where })) !== null ||
    (await client.verification.findFirst({ where })) !== null;
  if (!(await isLeft(clients.reader))) return;
  await lane.commit({
    since: clock.monotonicMs(),
    statements: (client) => [
      client.diagnosis.deleteMany({ where }),
      client.verification.deleteMany({ where }),
    ],
    landed: async (client) => !(await isLeft(client)),
  });
}

/** Alerts that are over go with the last entry that tells of them. */
async function trimAlerts({ clients, lane, clock }: Deps, before: Date): Promise<void> {
  const where = { state: 'RESOLVED', updatedAt: { lt: before } };
  const isLeft = async (client: Clients['reader']): Promise<boolean> =>
    (await client.alert.findFirst({ where })) !== null;
  if (!(await isLeft(clients.reader))) return;
  await lane.commit({
    since: clock.monotonicMs(),
    statements: (client) => [client.alert.deleteMany({ where })],
    landed: async (client) => !(await isLeft(client)),
  });
}

async function trimSome({ clients, lane, memory, clock }: Deps, before: Date): Promise<number> {
  const old = await oldestFrom(clients, memory.anchor.sequence);
  const kept = old.findIndex(({ at }) => at >= before);
  const count = kept === -1 ? old.length : kept;
  const last = old[count - 1];
  if (!last) return 0;
  const anchor: Link = { sequence: Number(last.sequence), hash: last.hash };
  const anchorBefore = memory.anchor;
  // First in memory: a follower that reads while the rows go must not take what is left for all there was.
  memory.anchorAt(anchor);
  try {
    await lane.commit({
      since: clock.monotonicMs(),
      statements: (client) => [
        client.$executeRaw`DELETE FROM "Event" WHERE "sequence" <= ${anchor.sequence}`,
        client.$executeRaw`
          UPDATE "Log" SET "anchorSequence" = ${anchor.sequence}, "anchorHash" = ${anchor.hash},
                           "trimmedAt" = ${clock.now().getTime()}`,
      ],
      landed: async (client) =>
        (await client.log.findFirstOrThrow()).anchorSequence === BigInt(anchor.sequence),
    });
  } catch (error) {
    memory.anchorAt(anchorBefore);
    throw error;
  }
  return count;
}

function oldestFrom({ reader }: Clients, anchor: number) {
  return reader.event.findMany({
    where: { sequence: { gt: anchor } },
    select: { sequence: true, at: true, hash: true },
    orderBy: { sequence: 'asc' },
    take: chunk,
  });
}
