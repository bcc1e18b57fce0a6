import type {
  CheckContext,
  CheckDefinition,
  CommandDefinition,
  DiskFacts,
  Finding,
  MountFacts,
  Severity,
} from 'custos/plugin-sdk';
import { evidence, fail, pass, ReadFailure, skipped, warn } from 'custos/plugin-sdk';
import { dataMounts } from '../container/data-mounts.ts';
import { remedy } from '../container/remedies.ts';

/** Of the room, and of the places for files (runbook C06). */
const [much, tooMuch] = [0.8, 0.9];
/** Where so much is left, a large disk is no reason to get up at night. */
const plentyBytes = 20 * 1024 ** 3;

const path = { path: '/[A-Za-z0-9_./-]*' };
/** Asked of the container itself where its host cannot be looked at. */
export const diskCommands: readonly CommandDefinition[] = [
  { name: 'disk-room', argv: ['df', '-P', '-k', '{path}'], parts: path },
  { name: 'disk-files', argv: ['df', '-P', '-i', '{path}'], parts: path },
];

/** Is there room for its data? */
export const dataFree: CheckDefinition = {
  name: 'data-free',
  title: 'Is there room for its data?',
  reference: 'C06',
  covers: ['X12'],
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const mounts = dataMounts(facts);
    if (mounts.length === 0) return skipped('It keeps nothing in a volume or folder of its own.');
    const running = facts.state.status === 'running';
    const seen = await Promise.all(
      mounts.map(async (mount) => ({ mount, disk: await diskOf(context, mount, running) })),
    );
    const judged = seen.map(({ mount, disk }) => ({ mount, disk, ...shares(disk) }));
    const worst = [...judged].sort((a, b) => b.worst - a.worst)[0];
    const observed = Object.fromEntries(
      judged.map(({ mount, room, files }) => [mount.destination, { room, files }]),
    );
    if (!worst || worst.worst < much)
      return pass('There is room for its data.', { observed, threshold: { warn: much, fail: tooMuch } });
    const finding = findingOf(worst);
    const more = { observed, threshold: { warn: much, fail: tooMuch }, findings: [finding] };
    return worst.worst >= tooMuch ? fail(finding.explanation, more) : warn(finding.explanation, more);
  },
};

/** From the host where Custos runs on it, else from inside, else from a container beside it. */
async function diskOf(
  { host, container }: CheckContext,
  { hostPath, destination }: MountFacts,
  running: boolean,
): Promise<DiskFacts> {
  if (hostPath !== null) {
    const disk = await host.disk(hostPath).catch(() => null);
    if (disk) return disk;
  }
  const run = (command: string) =>
    running
      ? container.exec(command, { path: destination })
      : container.helper(command, { path: destination });
  const [room, files] = await Promise.all([run('disk-room'), run('disk-files')]);
  const [bytes, availableBytes] = rowOf(room.output);
  const [inodes, availableInodes] = rowOf(files.output);
  return { bytes: bytes * 1024, availableBytes: availableBytes * 1024, inodes, availableInodes };
}

/** What there is, and what is left, of the last row of `df -P`. @throws ReadFailure */
function rowOf(output: string): readonly [number, number] {
  const [, total, , left] = /\s(\d+)\s+(\d+)\s+(\d+)\s+\d+%[^\n]*\s*$/u.exec(output.trim()) ?? [];
  if (total === undefined || left === undefined) throw new ReadFailure('df did not say how much is left.');
  return [Number(total), Number(left)];
}

interface Shares {
  readonly room: number;
  readonly files: number;
  readonly worst: number;
}

interface Judged extends Shares {
  readonly mount: MountFacts;
  readonly disk: DiskFacts;
}

function shares({ bytes, availableBytes, inodes, availableInodes }: DiskFacts): Shares {
  const room = bytes > 0 ? 1 - availableBytes / bytes : 0;
  // Some file systems have no such bound and say 0.
  const files = inodes > 0 ? 1 - availableInodes / inodes : 0;
  return { room, files, worst: Math.max(room, files) };
}

function findingOf({ mount, disk, room, files, worst }: Judged): Finding {
  const isFiles = files > room;
  const percent = `${String(Math.floor(worst * 100))} %`;
  const what = isFiles ? `${percent} of the places for files are taken` : `${percent} of the disk is used`;
  const isFull = worst >= tooMuch;
  const isSpacious = !isFiles && disk.availableBytes > plentyBytes;
  return {
    code: 'F10',
    certainty: worst > 0.995 ? 'CONFIRMED' : 'LIKELY',
    severity: severityOf(isFull, isSpacious),
    explanation: `Where its data lies (${mount.destination}), ${what}: make room, or keep less${isFull && !isSpacious ? '; what is written next may be lost' : ''}.`,
    evidence: [evidence('FILE', mount.hostPath ?? mount.destination, what)],
    remedies: [remedy('reclaim-space', 'Dangling images and build cache are the safest to give up.')],
  };
}

function severityOf(isFull: boolean, isSpacious: boolean): Severity {
  if (isFull) return isSpacious ? 'WARNING' : 'CRITICAL';
  return isSpacious ? 'INFO' : 'WARNING';
}
