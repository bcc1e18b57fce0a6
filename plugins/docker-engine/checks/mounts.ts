import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

interface Refusal {
  readonly code: string;
  readonly pattern: RegExp;
  readonly explain: (what: string) => string;
}

/** Why Docker could not start a container, by its own words (20.10 to 28). */
const refusals: readonly Refusal[] = [
  {
    code: 'MountFailed',
    pattern:
      /(error mounting "[^"]*" to rootfs at "[^"]*"|error mounting [^:]*|bind source path does not exist: \S+|mounted volume is marked read-only|read-only file system)/iu,
    explain: (what) =>
      `What should be mounted cannot be (${what}): the path is not there, or is a folder where a file is wanted; Docker makes a folder of what it does not find. Put the file there, and recreate the container.`,
  },
  {
    code: 'EntrypointFailed',
    pattern:
      /(exec: "[^"]*": [^:]*(?:no such file or directory|permission denied|executable file not found in \$PATH)|exec: "[^"]*": stat [^:]*: no such file or directory|unable to find user [^:]*: no matching entries in passwd file)/iu,
    explain: (what) =>
      `The program of the container cannot be started (${what}): correct its entry point or user, or its image.`,
  },
];

/** Could Docker mount and start what it was told to? */
export const mounts: CheckDefinition = {
  name: 'mounts',
  title: 'Could Docker mount and start what it was told to?',
  of: 'containers',
  covers: ['C01'],
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const { error, exitCode, status } = facts.state;
    const mounted = facts.mounts.map(({ source, destination }) => `${source}:${destination}`);
    const found = status === 'running' ? undefined : refusals.find(({ pattern }) => pattern.test(error));
    if (!found)
      return pass(`What it was told to mount is mounted (${String(mounted.length)}).`, { observed: mounted });
    const what = found.pattern.exec(error)?.[1] ?? error;
    const finding: Finding = {
      code: found.code,
      certainty: 'CONFIRMED',
      explanation: found.explain(what),
      evidence: [evidence('INSPECT', 'State.Error', [`exit code ${String(exitCode)}`, error])],
      remedies: [remedy('recreate', 'It is made anew with what is right.')],
    };
    return fail(finding.explanation, { observed: mounted, findings: [finding] });
  },
};
