import type { Place, Rule } from '../rule.ts';
import type { Command } from '../shell/command.ts';
import { argumentsOf, writtenTo } from '../shell/command.ts';
import { callHas, dockerCall } from '../shell/docker.ts';
import { compose, docker, has, inside, named, services } from './looks.ts';

/** What a section says whose container does not run. */
const notRunning =
  /\b(?:not|never|fails? to|won['’]?t|doesn['’]?t|cannot) start|exits? (?:immediately|at once)|crash(?:es|ing|ed)?[ -]?loop|restart loop|["“]Restarting["”]/iu;
/** What images without a shell have nonetheless. */
const ownPrograms = /^(?:prometheus|promtool|alertmanager|amtool)$/u;
const configured = /(?:prometheus|alertmanager|grafana)[\w.-]*\.(?:ya?ml|ini)$/u;

/** What a runbook does in containers. */
export const contained: readonly Rule[] = [
  {
    id: 'G04',
    kind: 'CANNOT_WORK',
    why: 'exec is refused (409) while the container does not run, and it was stopped just before.',
    instead:
      'Do it while the container runs, or read files with docker compose cp, which works on a stopped one.',
    command: (command, place) =>
      executes(command) && writtenTo(command).length === 0 && stoppedBefore(command, place),
  },
  {
    id: 'G04',
    kind: 'CANNOT_WORK',
    why: 'exec is refused (409) while the container does not run, which is what this section is about.',
    instead:
      'Read the file with docker compose cp, and check it with docker compose run --rm --no-deps --entrypoint.',
    command: (command, { snippet }) => executes(command) && notRunning.test(snippet.section),
  },
  {
    id: 'G05',
    kind: 'MISLEADING',
    why: 'The distroless images of Prometheus, published since 3.10, have no shell and none of its tools.',
    instead: 'Copy files out with docker compose cp, and ask from a small container in the same network.',
    versions: { of: 'prometheus', from: '3.10' },
    command: (command) => inside(command, services.prometheus) && usesTools(command),
  },
  {
    id: 'G05',
    kind: 'MISLEADING',
    why: 'The distroless images of Alertmanager, published after 0.34, have no shell and none of its tools.',
    instead: 'Copy files out with docker compose cp, and ask from a small container in the same network.',
    versions: { of: 'alertmanager', from: '0.35' },
    command: (command) => inside(command, services.alertmanager) && usesTools(command),
  },
  {
    id: 'G06',
    kind: 'MISLEADING',
    why: 'The image of Prometheus keeps its data in /prometheus, a volume: this path is that of distributions’ packages.',
    instead:
      'Ask docker inspect for the Mounts of the container, and docker system df -v for the size of the volume.',
    command: (command) => has(command, /^(?:\.\/)?\/var\/lib\/prometheus(?:\/|$)/u),
  },
  {
    id: 'G08',
    kind: 'CANNOT_WORK',
    why: 'These images do not run as root, so that is answered with Operation not permitted; Grafana has no group grafana.',
    instead:
      'docker compose exec -u 0 SERVICE chown with the numbers that the image runs as: 65534:65534, of Grafana 472:0.',
    command: (command) => {
      const user = userOf(command);
      if (command.name !== 'chown' && command.name !== 'chgrp') return false;
      return command.run?.as === 'exec' && !/^(?:0|root)(?::|$)/u.test(user);
    },
  },
  {
    id: 'G08',
    kind: 'CANNOT_WORK',
    why: 'The image of Grafana runs with group 0, and has no group that is called grafana.',
    instead: 'Write chown -R 472:0.',
    command: (command) => command.name === 'chown' && has(command, /^\w+:grafana$/u) && inside(command, /./u),
  },
  {
    id: 'G13',
    kind: 'CANNOT_WORK',
    why: 'sed -i puts a new file in the old one’s place, and a mounted file cannot be replaced: resource busy.',
    instead: 'Edit the file on the host, check it with promtool or amtool, and reload.',
    command: (command) => inPlace(command) && command.inside !== null,
  },
  {
    id: 'G13',
    kind: 'MISLEADING',
    why: 'A file that is mounted alone keeps its old content in the container when sed -i or mv replaces it on the host.',
    instead:
      'Mount the folder, or write into the same file (cp), and compare what the container has with cat.',
    command: (command) => inPlace(command) && command.inside === null && has(command, configured),
  },
  {
    id: 'G25',
    kind: 'CANNOT_WORK',
    why: 'ping is not permitted to the image’s user, never ends without -c, and says nothing about a port.',
    instead: 'Ask the port itself: wget -qO- -T 5 http://HOST:PORT/ from a container in the same network.',
    command: (command) => isPing(command) && command.inside !== null,
  },
  {
    id: 'G25',
    kind: 'MISLEADING',
    why: 'Without -c, ping never ends.',
    instead: 'Write ping -c 3, and ask the port as well: an answer to ping says nothing about it.',
    command: (command) =>
      isPing(command) &&
      command.inside === null &&
      !argumentsOf(command).some((word) => /^-[a-z]*[cw]/u.test(word)),
  },
];

function executes(command: Command): boolean {
  return (compose(command, 'exec') ?? docker(command, 'exec')) !== null;
}

function usesTools(command: Command): boolean {
  return command.run?.as === 'exec' && !ownPrograms.test(command.name);
}

function inPlace(command: Command): boolean {
  return (
    command.name === 'sed' && argumentsOf(command).some((word) => /^(?:-[a-zA-Z]*i|--in-place)/u.test(word))
  );
}

function isPing({ name }: Command): boolean {
  return name === 'ping' || name === 'ping6';
}

/** As whom it is run in its container; empty: as the image says. */
function userOf({ run }: Command): string {
  const call = run === null ? null : dockerCall(run.by);
  return call?.values.get('-u') ?? call?.values.get('--user') ?? (callHas(call, '-u') ? 'unknown' : '');
}

/** Whether the container in which it runs was stopped by a command before it, and not started again. */
export function stoppedBefore(command: Command, { earlier }: Place): boolean {
  const [container] = named(compose(command, 'exec') ?? docker(command, 'exec'));
  for (const before of earlier()) {
    const changed =
      compose(before, 'stop', 'down', 'kill', 'rm', 'up', 'start', 'restart') ??
      docker(before, 'stop', 'kill', 'rm', 'start', 'restart');
    if (changed === null) continue;
    const services = named(changed);
    if (services.length > 0 && !services.includes(container ?? '')) continue;
    return /^(?:stop|down|kill|rm)$/u.test(changed.verb);
  }
  return false;
}
