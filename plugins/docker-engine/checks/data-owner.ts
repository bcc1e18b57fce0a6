import type { CheckContext, CheckDefinition, ContainerFacts, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, unknown } from 'custos/plugin-sdk';
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
    if (readOnly) return blamed(facts, `${readOnly.destination} is mounted read-only`, readOnly.destination);
    const user = await userOf(context, facts);
    if (user === null) return unknown('Who it runs as could not be found out.');
    if (user.uid === 0) return pass('It runs as root, who may write everything.', { observed: { ...user } });
    for (const { destination } of mounts.filter((mount) => !mount.readOnly)) {
      const folder = (await context.container.archive(destination)).find(
        ({ path }) => path.replace(/\/+$/u, '') === destination.replace(/\/+$/u, ''),
      );
      if (!folder) return unknown(`${destination} could not be looked at.`);
      if (!mayWrite(folder, user)) {
        const mode = folder.mode.toString(8);
        const why = `${destination} belongs to ${String(folder.uid)}:${String(folder.gid)} (mode ${mode}), and it runs as ${String(user.uid)}:${String(user.gid)}`;
        return blamed(facts, why, destination);
      }
    }
    return pass('It may write its data.', { observed: { ...user } });
  },
};

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
  if (/^\d+$/u.test(name)) return { uid: Number(name), gid: Number(/^\d+$/u.test(group) ? group : 0) };
  const [passwd] = await container.archive('/etc/passwd').catch(() => []);
  return named(passwd?.text ?? '', name);
}

function named(passwd: string, name: string): User | null {
  const line = passwd.split('\n').find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

function blamed({ state }: ContainerFacts, why: string, destination: string) {
  const finding: Finding = {
    code: 'F05',
    // One that runs has its files open already, and falls when it makes a new one.
    certainty: state.status === 'running' ? 'LIKELY' : 'CONFIRMED',
    explanation: `It may not write its data: ${why}. Give the folder to the user that it runs as.`,
    evidence: [evidence('FILE', destination, why)],
    remedies: [remedy('fix-ownership', 'The folder is given to the user that it runs as.')],
  };
  return fail(finding.explanation, { observed: why, findings: [finding] });
}
