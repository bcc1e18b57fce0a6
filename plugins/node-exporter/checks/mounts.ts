import type { CheckDefinition, Checked, ContainerFacts, Finding, MountFacts } from 'custos/plugin-sdk';
import { evidence, pass, skipped, warn } from 'custos/plugin-sdk';

const rootFlag = /^--path\.rootfs(?:=(.*))?$/;

/** Does it see its host from inside its container, or only the container itself? */
export const mounts: CheckDefinition = {
  name: 'mounts',
  title: 'Does it see the file systems and processes of its host from inside its container?',
  reference: 'C32',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It runs in no container, and so sees all of its host.');
    return outcomeOf(facts, { root: rootOf(facts), path: pathOf(facts) });
  },
};

interface Seen {
  /** The mount that holds the root of the host. */
  readonly root: MountFacts | null;
  /** What `--path.rootfs` says. */
  readonly path: string | null;
}

function outcomeOf(facts: ContainerFacts, { root, path }: Seen): Checked {
  const observed = {
    root: root?.destination ?? null,
    pathRootfs: path,
    hostPid: facts.pidMode === 'host',
    propagation: root?.propagation ?? null,
  };
  const threshold = { root: '/host', pathRootfs: '/host', hostPid: true, propagation: 'rslave' };
  const shown = [evidence('INSPECT', `container ${facts.name}`, JSON.stringify(observed))];
  const finding = mismatch(root, path);
  if (finding)
    return warn(finding.explanation, { observed, threshold, findings: [{ ...finding, evidence: shown }] });
  const partial = missingOf(facts, root);
  if (partial === null) return pass('It sees all of its host.', { observed, threshold });
  return pass(partial, {
    ...{ observed, threshold },
    findings: [
      {
        code: 'NodeExporterSeesContainer',
        certainty: 'CONFIRMED',
        explanation: partial,
        evidence: shown,
        remedies: [recreate],
      },
    ],
  });
}

const recreate = {
  action: 'recreate',
  why: 'With / of the host mounted at /host (ro,rslave), its process namespace (pid: host) and --path.rootfs=/host.',
};

/** The flag and the mount must name one place, or the file systems are wrong: that is a fault and no choice. */
function mismatch(root: MountFacts | null, path: string | null): Finding | null {
  const because =
    path !== null && !root
      ? `--path.rootfs is ${path}, but / of the host is not mounted there: no file system of the host is told`
      : root && path === null
        ? `/ of the host is mounted at ${root.destination}, but --path.rootfs is not given: file systems are told with wrong paths`
        : root && root.destination !== path
          ? `/ of the host is mounted at ${root.destination}, but --path.rootfs says ${path ?? ''}: no file system of the host is told`
          : null;
  if (because === null) return null;
  return {
    code: 'NodeExporterRootfsWrong',
    certainty: 'CONFIRMED',
    explanation: `${because}. Mount / and give --path.rootfs alike, as /host.`,
    remedies: [recreate],
  };
}

/** What it does not see of its host, in a sentence; null when nothing is missing. */
function missingOf({ pidMode }: ContainerFacts, root: MountFacts | null): string | null {
  if (!root)
    return 'Memory, load and processors are those of the host, but the file systems that it tells are those of its container: mount / of the host at /host (ro,rslave) and give --path.rootfs=/host.';
  if (pidMode !== 'host') return 'It does not share the processes of its host: recreate it with pid: host.';
  if (!/slave|shared/.test(root.propagation))
    return `It does not see what is mounted on its host after it was started: mount / with rslave at ${root.destination}.`;
  return null;
}

function rootOf({ mounts: all }: ContainerFacts): MountFacts | null {
  return all.find(({ type, source }) => type === 'bind' && source === '/') ?? null;
}

function pathOf({ command }: ContainerFacts): string | null {
  const index = command.findIndex((argument) => rootFlag.test(argument));
  const found = rootFlag.exec(command[index] ?? '');
  const path = found ? (found[1] ?? command[index + 1] ?? '') : null;
  return path === null || path === '/' ? null : path.replace(/\/+$/, '');
}
