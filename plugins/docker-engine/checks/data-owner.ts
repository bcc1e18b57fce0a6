import type { CheckContext, CheckDefinition, ContainerFacts, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, ReadFailure, skipped, unknown, warn } from 'custos/plugin-sdk';
import { dataMounts } from '../container/data-mounts.ts';
import { remedy } from '../container/remedies.ts';

/** May it write its data? */
export const dataOwner: CheckDefinition = {
  name: 'data-owner',
  title: 'May it write its data?',
  reference: 'C07',
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const mounts = dataMounts(facts);
    if (mounts.length === 0) return skipped('It keeps nothing in a volume or folder of its own.');
    const readOnly = mounts.find((mount) => mount.readOnly && mount.type === 'volume');
    if (readOnly)
      return blamed(
        facts,
        { why: `${readOnly.destination} is mounted read-only`, isAll: true },
        readOnly.destination,
      );
    const user = await userOf(context, facts);
    if (user === null) return unknown('Who it runs as could not be found out.');
    if (user.uid === 0) return pass('It runs as root, who may write everything.', { observed: { ...user } });
    for (const mount of mounts.filter(
      ({ readOnly: isReadOnly, type }) => !isReadOnly && (type === 'volume' || crashed(facts)),
    )) {
      const denied = await deniedIn(context, mount.destination, { user, deep: crashed(facts) });
      if (denied) return blamed(facts, denied, mount.destination);
    }
    return pass('It may write its data.', { observed: { ...user } });
  },
};

/** 0, and what the signals of a stop leave behind: then it did not fall over its data. */
const endedOnPurpose = new Set([0, 130, 137, 143]);

function crashed({ state: { status, exitCode } }: ContainerFacts): boolean {
  return status === 'restarting' || (status === 'exited' && !endedOnPurpose.has(exitCode));
}

/** What it may not write of a folder and, where it fell, of what lies in it; null: nothing. @throws ReadFailure */
async function deniedIn(
  { container }: CheckContext,
  destination: string,
  { user, deep }: { readonly user: User; readonly deep: boolean },
): Promise<Denied | null> {
  const bare = destination.replace(/\/+$/u, '');
  const found = await container.archive(destination);
  const folder = found.find(({ path }) => path.replace(/\/+$/u, '') === bare);
  if (!folder) throw new ReadFailure(`${destination} could not be looked at.`);
  if (folder.type !== 'directory') return null;
  // A disk that is mounted has a folder of root's for what a repair of it finds.
  const inside = deep
    ? found.filter(({ path, type }) => type !== 'link' && !path.includes('/lost+found'))
    : [];
  const denied = [folder, ...inside].find((one) => !mayWrite(one, user));
  if (!denied) return null;
  const { path, uid, gid, mode } = denied;
  const why = `${path} belongs to ${String(uid)}:${String(gid)} (mode ${mode.toString(8)}), and it runs as ${String(user.uid)}:${String(user.gid)}`;
  return { why, isAll: denied === folder };
}

interface Denied {
  readonly why: string;
  /** Whether the folder itself may not be written, rather than something in it. */
  readonly isAll: boolean;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

const root: User = { uid: 0, gid: 0 };

function mayWrite(folder: User & { readonly mode: number }, { uid, gid }: User): boolean {
  const bits = folder.uid === uid ? 0o200 : folder.gid === gid ? 0o020 : 0o002;
  return (folder.mode & bits) !== 0;
}

/** By number, or as the image's own list of users has the name. */
async function userOf(
  { container }: CheckContext,
  { user, imageUser }: ContainerFacts,
): Promise<User | null> {
  const [name = '', group = ''] = (user === '' ? imageUser : user).split(':');
  if (['', 'root', '0'].includes(name)) return root;
  const [passwd] = await container.archive('/etc/passwd').catch(() => []);
  const known = listed(passwd?.text ?? '', name);
  if (!/^\d+$/u.test(name)) return known;
  return { uid: Number(name), gid: /^\d+$/u.test(group) ? Number(group) : (known?.gid ?? 0) };
}

/** By name or number, as Docker looks it up. */
function listed(passwd: string, wanted: string): User | null {
  const rows = passwd.split('\n').map((row) => row.split(':'));
  const [, , uid, gid] = rows.find(([name, , number]) => name === wanted || number === wanted) ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

function blamed(facts: ContainerFacts, { why, isAll }: Denied, destination: string) {
  const fell = crashed(facts);
  const finding: Finding = {
    code: 'F05',
    // One that did not fall over it has its files open, and fails when it makes a new one; a file of others may be none
    // of its own.
    certainty: fell && isAll ? 'CONFIRMED' : 'LIKELY',
    ...(!fell && { severity: 'WARNING' as const }),
    explanation: `It may not write its data: ${why}. Give the folder to the user that it runs as.`,
    evidence: [evidence('FILE', destination, why)],
    remedies: [remedy('fix-ownership', 'The folder is given to the user that it runs as.')],
  };
  return (fell ? fail : warn)(finding.explanation, { observed: why, findings: [finding] });
}
