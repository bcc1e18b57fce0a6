import { Command, InvalidArgumentError } from 'commander';

import { knownKinds } from '../runbook-lint/known-kinds.ts';
import type { Versions } from '../runbook-lint/versions.ts';
import { asking } from './asking.ts';
import type { LintOptions } from './runbook.ts';
import { lint } from './runbook.ts';
import type { World } from './world.ts';

/** `custos runbook`: for those who write down what to do. */
export function runbookCommand(
  { ended }: { readonly ended: (code: number) => void },
  commands: { world(): World },
): Command {
  const runbook = new Command('runbook').description('hold a runbook to what runs (docs/runbook-lint.md)');
  asking(runbook.command('lint <file>'))
    .description('say line by line what cannot work, what is dangerous, and what to do instead')
    .option('--json', 'print JSON (schemaVersion 1)')
    .option(
      '--assume <kind=version>',
      'hold it to this version, such as prometheus=2.42.0; may be given several times',
      assumed,
    )
    .addHelpText(
      'after',
      `
Without --assume the running Custos is asked for the versions of its services; where none answers, every rule applies.
Exit codes: 0 nothing to remark, 1 something misleads, 2 something is dangerous or cannot work, 4 usage.`,
    )
    .action(async (file: string, options: LintOptions) => ended(await lint(commands.world(), file, options)));
  return runbook;
}

/** @throws InvalidArgumentError when no rule asks for that kind, or it is no version */
function assumed(text: string, before: Versions = {}): Versions {
  const [, given = '', version = ''] = /^([^=]*)=(.*)$/u.exec(text) ?? [];
  const kind = given === 'docker' ? 'docker-engine' : given;
  if (!knownKinds.includes(kind))
    throw new InvalidArgumentError(
      `No rule asks for that: give ${knownKinds.join(', ')}, such as grafana=12.1.0.`,
    );
  if (!/^v?\d+(?:\.\d+){0,3}(?:[-+~][\w.+~-]*)?$/u.test(version))
    throw new InvalidArgumentError(`Give a version after ${given}=, such as ${given}=2.42.0.`);
  return { ...before, [kind]: [...(before[kind] ?? []), version] };
}
