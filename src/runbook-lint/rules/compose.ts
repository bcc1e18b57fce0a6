import type { Rule } from '../rule.ts';
import type { Place } from '../rule.ts';
import type { Command } from '../shell/command.ts';
import { pipedInto } from '../shell/command.ts';
import { callHas, dockerCall } from '../shell/docker.ts';
import { compose, docker, has, named, services } from './looks.ts';

const composeFile = /(?:docker-)?compose[\w.-]*\.ya?ml|(?:^|[\s/])\.env\b|memory limit|port bindings/iu;
/** What Compose calls services in most stacks of this kind: as names of containers they are a guess. */
const usual = /^(?:prometheus|grafana|alertmanager|node[-_]exporter|cadvisor|trading-bot(?:-app)?)$/u;

/** What a runbook tells Docker and Compose. */
export const composed: readonly Rule[] = [
  {
    id: 'G03',
    kind: 'MISLEADING',
    why: 'docker-compose is the first Compose: unmaintained since July 2023, and missing where Docker is new.',
    instead: 'Write docker compose.',
    command: (command) => compose(command)?.first === true,
  },
  {
    id: 'G03',
    kind: 'MISLEADING',
    why: 'Without --all, a container that has ended is left out: the one that is looked for.',
    instead: 'Write docker compose ps --all.',
    command: (command) => {
      const call = compose(command, 'ps');
      return call !== null && !callHas(call, '-a', '--all', '-q', '--status', '--filter', '--services');
    },
  },
  {
    id: 'G03',
    kind: 'CANNOT_WORK',
    why: 'restart keeps the container as it was made: changes of the Compose file or of .env do not reach it.',
    instead: 'Write docker compose up -d SERVICE, which makes it anew where something has changed.',
    command: (command, place) => compose(command, 'restart') !== null && changesCompose(command, place),
  },
  {
    id: 'G07',
    kind: 'DANGEROUS',
    why: 'All the data is gone without a backup, and it is refused (volume is in use) while the stopped container exists.',
    instead:
      'Back the volume up with tar and check it, remove the container, and put the damaged blocks aside only.',
    command: (command, { earlier }) => {
      const volumes = named(docker(command, 'volume rm', 'volume remove'));
      return volumes.some((volume) => !earlier().some((before) => backsUp(before, volume)));
    },
  },
  {
    id: 'G26',
    kind: 'DANGEROUS',
    why: 'down takes every service of the project away, the application too, and leaves anonymous volumes without an owner.',
    instead:
      'Name the services, or docker compose stop SERVICE; to repair a network, disconnect and connect the container.',
    command: (command) => {
      const call = compose(command, 'down');
      return call !== null && (call.operands.length === 0 || callHas(call, '-v', '--volumes'));
    },
  },
  {
    id: 'G26',
    kind: 'DANGEROUS',
    why: 'It removes every network without a running container, those of other projects too.',
    instead: 'Remove the one network by its name, or add --filter label=com.docker.compose.project=NAME.',
    command: (command) => {
      const call = docker(command, 'network prune');
      return call !== null && !call.values.has('--filter');
    },
  },
  {
    id: 'G27',
    kind: 'DANGEROUS',
    why: 'It deletes what belongs to every stopped container of the machine, and with it what would show why it stopped.',
    instead: 'Find out with docker system df -v what takes the space, and remove that by name.',
    command: (command) => docker(command, 'system prune', 'prune') !== null,
  },
  {
    id: 'G27',
    kind: 'DANGEROUS',
    why: 'Before API 1.42 (Docker 23) pruning volumes takes those with a name too: the data of every stopped service.',
    instead:
      'Never prune volumes: list them with docker volume ls --filter dangling=true, and remove by name.',
    versions: { of: 'docker-engine', below: '23' },
    command: (command) =>
      docker(command, 'volume prune') !== null || callHas(docker(command, 'system prune'), '--volumes'),
  },
  {
    id: 'G31',
    kind: 'DANGEROUS',
    why: 'Without the name of a service it takes all of them, the application too, and interrupts what that is doing.',
    instead: 'Name the one service that is ill.',
    command: (command) =>
      compose(command, 'restart', 'stop', 'kill')?.operands.length === 0 ||
      named(docker(command, 'restart', 'stop', 'kill')).some((name) => /^\$\(docker ps\b/u.test(name)),
  },
  {
    id: 'G31',
    kind: 'DANGEROUS',
    why: 'It interrupts the trading application, for the sake of its metrics.',
    instead: 'Leave it alone until whoever trades has agreed; see first whether its /metrics answers.',
    command: (command) =>
      named(
        compose(command, 'restart', 'stop', 'kill', 'rm') ?? docker(command, 'restart', 'stop', 'kill', 'rm'),
      ).some((name) => services.application.test(name)),
  },
  {
    id: 'G38',
    kind: 'MISLEADING',
    why: 'The name begins with that of the Compose project, which is another one wherever the folder is called otherwise.',
    instead: 'Find it by its label: --filter label=com.docker.compose.project=NAME.',
    command: (command) => {
      const verbs = ['inspect', 'rm', 'connect', 'disconnect'];
      const call = docker(command, ...verbs.flatMap((verb) => [`network ${verb}`, `volume ${verb}`]));
      return named(call)
        .slice(0, call?.verb.endsWith('connect') === true ? 1 : undefined)
        .some((name) => /^[\w-]+_[\w-]+$/u.test(name));
    },
  },
  {
    id: 'G38',
    kind: 'MISLEADING',
    why: 'It guesses a part of a name: nothing is found where the project is called otherwise.',
    instead: 'Ask by label: --filter label=com.docker.compose.project=NAME.',
    command: (command) => {
      const [next] = pipedInto(command);
      const listed = docker(command, 'network ls', 'volume ls') !== null;
      return listed && next?.name === 'grep' && !next.words.some(({ expands }) => expands);
    },
  },
  {
    id: 'G38',
    kind: 'MISLEADING',
    why: 'That is the name of a service; the container is called otherwise unless container_name says so.',
    instead: 'Write "$(docker compose ps -q SERVICE)" in its place, or docker compose COMMAND SERVICE.',
    command: (command, { mentions }) => {
      const verbs = ['stats', 'logs', 'inspect', 'restart', 'stop', 'start', 'kill', 'rm', 'top', 'port'];
      const call = docker(command, ...verbs) ?? docker(command, 'exec');
      const names = call?.verb === 'exec' ? named(call).slice(0, 1) : named(call);
      return !mentions('container_name') && names.some((name) => usual.test(name));
    },
  },
];

/** Whether a comment above says that the Compose file is changed, or a command before it does. */
function changesCompose({ comment }: Command, { earlier }: Place): boolean {
  return (
    composeFile.test(comment) ||
    earlier().some(({ writes, name, words }) => {
      const changed = /^(?:sed|vi|vim|nano|\$EDITOR|cp|tee)$/u.test(name) ? words : [];
      return [...writes.map(({ to }) => to), ...changed].some(({ text }) => composeFile.test(text));
    })
  );
}

function backsUp(command: Command, volume: string): boolean {
  const makes = command.name === 'tar' || (dockerCall(command)?.verb === 'run' && has(command, /^tar$/u));
  return makes && command.text.includes(volume);
}
