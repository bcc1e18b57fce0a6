import type { Command } from './command.ts';
import { hasOption, sortArguments } from './options.ts';
import type { Word } from './word.ts';

/** What Docker or Compose is told to do. */
export interface DockerCall {
  readonly tool: 'docker' | 'compose';
  /** Whether it is the Compose that was a program of its own. */
  readonly first: boolean;
  /** Such as `ps` or `volume rm`; `container ps` is `ps`. */
  readonly verb: string;
  readonly options: readonly string[];
  readonly values: ReadonlyMap<string, string>;
  /** Services, containers, volumes; of `exec` the one, and then what runs in it. */
  readonly operands: readonly Word[];
}

const globals = {
  compose: [
    ...[
      '-f',
      '--file',
      '-p',
      '--project-name',
      '--profile',
      '--env-file',
      '--project-directory',
      '--parallel',
    ],
    ...['--progress', '--ansi', '-H', '--host', '-c', '--context'],
  ],
  docker: ['-H', '--host', '-c', '--context', '--config', '-l', '--log-level'],
};
const groups = ['container', 'volume', 'network', 'system', 'image', 'builder', 'service', 'stack'];
const inside = ['-u', '--user', '-e', '--env', '-w', '--workdir', '--index', '--env-file', '--detach-keys'];
const created = [...inside, '--name', '-v', '--volume', '-p', '--publish', '--entrypoint', '-l', '--label'];
const network = [
  '--network',
  '--mount',
  '-m',
  '--memory',
  '--cpus',
  '--hostname',
  '--restart',
  '--volumes-from',
];
const others = [
  ...['-t', '--time', '--timeout', '--tail', '-n', '--since', '--until', '--format', '--filter', '--status'],
  ...['--rmi', '-s', '--signal', '--scale', '--pull', '--wait-timeout', '--exit-code-from'],
];
/** Where `-f` is a filter or a format, and not "force" or "follow". */
const filtering = /(?:^|\s)(?:ps|ls|inspect|images)$/u;

/** Null when it is no call of Docker. */
export function dockerCall(command: Command): DockerCall | null {
  if (command.name === 'docker-compose') return composeCall(command.words, true);
  if (command.name !== 'docker') return null;
  const { operands } = sortArguments(command.words, { valued: globals.docker, untilOperand: true });
  const words = operands.map(({ text }) => text);
  if (words[0] === 'compose') return composeCall(operands.slice(1), false);
  const length = groups.includes(words[0] ?? '') ? 2 : 1;
  const verb = words
    .slice(0, length)
    .join(' ')
    .replace(/^container /u, '');
  return { tool: 'docker', first: false, verb, ...sorted(verb, operands.slice(length)) };
}

function composeCall(words: readonly Word[], first: boolean): DockerCall {
  const { operands } = sortArguments(words, { valued: globals.compose, untilOperand: true });
  const verb = operands[0]?.text ?? '';
  return { tool: 'compose', first, verb, ...sorted(verb, operands.slice(1)) };
}

function sorted(verb: string, words: readonly Word[]) {
  if (verb === 'exec') return sortArguments(words, { valued: inside, untilOperand: true });
  if (verb === 'run' || verb === 'create')
    return sortArguments(words, { valued: [...created, ...network], untilOperand: true });
  return sortArguments(words, { valued: filtering.test(verb) ? [...others, '-f'] : others });
}

/** Whether a call has one of these options. */
export function callHas(call: DockerCall | null, ...options: readonly string[]): boolean {
  return call !== null && hasOption(call.options, ...options);
}
