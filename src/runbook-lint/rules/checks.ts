import type { Rule } from '../rule.ts';
import { argumentsOf, pipedInto, writtenTo } from '../shell/command.ts';
import { callHas } from '../shell/docker.ts';
import { addressesOf, asks, failsOnRefusal } from './requests.ts';
import { compose, docker, has, runs } from './looks.ts';

const looking = /\b(?:check|verif|inspect|show|view|status|diagnos|look|monitor|test)/iu;
const changing = /\b(?:re)?(?:start|load|creat|boot)|\bup\b|\bstop|\brecover|\bfix/iu;

/** What a runbook does to see how things are. */
export const checks: readonly Rule[] = [
  {
    id: 'G01',
    kind: 'MISLEADING',
    why: 'curl ends well on any answer, a 503 too, so what follows it says that all is well when it is not.',
    instead: 'Add -f (curl -fsS) or compare the status code, and ask a path that can say no.',
    command: (command) =>
      command.name === 'curl' &&
      command.pipeline.judged &&
      pipedInto(command).length === 0 &&
      !failsOnRefusal(command),
  },
  {
    id: 'G01',
    kind: 'MISLEADING',
    why: 'A pipeline ends as its last command does, and head ends well even when the connection was refused.',
    instead: 'Ask with curl -fsS -o /dev/null and judge that, or set -o pipefail before.',
    command: (command, { mentions }) =>
      addressesOf(command).length > 0 &&
      command.pipeline.judged &&
      !mentions('pipefail') &&
      /^(?:head|tail|cat|wc|tee|sort|sed|tr|cut)$/u.test(pipedInto(command).at(-1)?.name ?? ''),
  },
  {
    id: 'G01',
    kind: 'MISLEADING',
    why: 'This path answers 200 for as long as the process runs, whatever state it is in.',
    instead: 'Ask /-/ready of Prometheus, and /api/v2/status of Alertmanager.',
    command: (command) =>
      addressesOf(command).some(({ path }) => /\/-\/healthy$/u.test(path)) ||
      asks(command, 'alertmanager', /\/-\/ready$/u),
  },
  {
    id: 'G02',
    kind: 'MISLEADING',
    why: 'The comment says that this looks, and it starts or restarts something.',
    instead:
      'Look with custos verify --service NAME, which changes nothing, and say in the comment what is started.',
    command: (command) =>
      looking.test(command.comment) &&
      !changing.test(command.comment) &&
      (/^(?:re)?start[_-]/u.test(command.name) ||
        compose(command, 'up', 'start', 'restart') !== null ||
        docker(command, 'start', 'restart') !== null ||
        (command.name === 'systemctl' && has(command, /^(?:re)?start$/u))),
  },
  {
    id: 'G28',
    kind: 'CANNOT_WORK',
    why: 'It asks for no lines at all, so it always counts zero, however large the logs are.',
    instead:
      'Look at the size of the file that docker inspect --format "{{.LogPath}}" names, as root on the host.',
    command: (command) => {
      const call = compose(command, 'logs') ?? docker(command, 'logs');
      const lines = call?.values.get('--tail') ?? call?.values.get('-n');
      return lines === '0' && !callHas(call, '-f', '--follow');
    },
  },
  {
    id: 'G40',
    kind: 'MISLEADING',
    why: 'grep finds its own line in the list of processes, so there is always one.',
    instead: 'Use pgrep -x NAME, or look at the container: docker compose ps --all.',
    command: (command) => {
      const [next, ...others] = pipedInto(command);
      if (command.name !== 'ps' || next?.name !== 'grep') return false;
      return (
        !has(next, /\[.\]|^-[a-z]*v/u) &&
        !others.some((other) => other.name === 'grep' && has(other, /^-[a-z]*v/u))
      );
    },
  },
  {
    id: 'G40',
    kind: 'MISLEADING',
    why: 'The node exporter answers 200 on paths that it does not have, so this says nothing about its metrics.',
    instead: 'Ask for /metrics, and look for node_exporter_build_info in the answer.',
    command: (command) => asks(command, 'nodeExporter', /^\/(?!metrics$)./u),
  },
  {
    id: 'G41',
    kind: 'MISLEADING',
    why: 'docker stats leaves inactive file cache out of the memory it shows, so it is not what the limit is held to.',
    instead:
      'Compare memory.current with memory.max in the container’s cgroup, and look at State.OOMKilled in docker inspect.',
    command: (command) => {
      const call = docker(command, 'stats') ?? compose(command, 'stats');
      const format = call?.values.get('--format');
      return call !== null && (format === undefined || /mem/iu.test(format));
    },
  },
  {
    id: 'G42',
    kind: 'DANGEROUS',
    why: 'Every user of the machine can read this file, and what is written to it may have passwords and tokens in it.',
    instead:
      'Say umask 077 first, write into a folder from mktemp -d, and take secrets out before it is handed on.',
    command: (command, { mentions }) => {
      const telling =
        (compose(command, 'logs', 'config') ?? docker(command, 'logs', 'inspect')) !== null ||
        /^(?:env|printenv|journalctl)$/u.test(command.name);
      return (
        telling &&
        !mentions('umask 077', 'umask 0077', 'umask 77') &&
        writtenTo(command).some(({ to }) => /^\/(?:var\/)?tmp\//u.test(to.text))
      );
    },
  },
  {
    id: 'G43',
    kind: 'DANGEROUS',
    why: 'What this script prints as JSON has credentials in it, and its exit code is a count of failures.',
    instead: 'Use custos verify --json: it has no secrets in it, and exit codes that mean something.',
    command: (command) =>
      (/^verify_monitoring_stack/u.test(command.name) && argumentsOf(command).includes('--json')) ||
      (/^(?:ba)?sh$/u.test(command.name) &&
        has(command, /verify_monitoring_stack/u) &&
        runs(command, command.name) &&
        argumentsOf(command).includes('--json')),
  },
];
