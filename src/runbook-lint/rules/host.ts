import type { Rule } from '../rule.ts';
import type { Command } from '../shell/command.ts';
import { argumentsOf, pipedInto } from '../shell/command.ts';
import { hasOption } from '../shell/options.ts';
import { has } from './looks.ts';
import { asks } from './requests.ts';

const perContainer = /\bcontainer_[a-z]+_[a-z_]+/u;
/** What answers anybody who asks: Prometheus, Alertmanager, exporters, the engine. */
const openPorts = /^(?:9090|9091|9093|9094|9100|9323|8082)$/u;

/** What a runbook does on the host, and what it believes of its ports. */
export const host: readonly Rule[] = [
  {
    id: 'G23',
    kind: 'DANGEROUS',
    why: 'It ends everybody who has to do with this port, clients too, such as Grafana or docker-proxy, without a last word.',
    instead:
      'Find the one that listens: lsof -nP -i TCP:9090 -sTCP:LISTEN; if it is a container stop that, else send TERM.',
    command: (command) =>
      (killsWhatLsofFinds(command) &&
        (hasOption(argumentsOf(command), '-9', '-KILL', '-SIGKILL') || !listenersOnly(command))) ||
      (command.name === 'fuser' && hasOption(argumentsOf(command), '-k', '--kill')),
  },
  {
    id: 'G24',
    kind: 'CANNOT_WORK',
    why: 'Only the first :port belongs to -i: lsof takes the others for names of files.',
    instead: 'Write lsof -nP -i TCP:9090,3001,9093,9100 -sTCP:LISTEN.',
    command: (command) =>
      command.name === 'lsof' &&
      command.words.some(
        ({ text }, index) =>
          /^:\d+$/u.test(text) && !/^-[a-zA-Z]*i$/u.test(command.words[index - 1]?.text ?? ''),
      ),
  },
  {
    id: 'G29',
    kind: 'MISLEADING',
    why: 'Docker forwards ports before these rules are asked: they name the port inside the container, and ufw is passed by.',
    instead: 'Look at the address in docker ps (0.0.0.0 or 127.0.0.1), and try it from another machine.',
    command: (command, { mentions }) =>
      (mentions('docker') && command.name === 'ufw' && has(command, /^status$/u)) ||
      (/^ip6?tables$/u.test(command.name) &&
        listsRules(command) &&
        pipedInto(command).some(
          ({ name, words }) => /grep$/u.test(name) && words.some(({ text }) => /\d{4}/u.test(text)),
        )),
  },
  {
    id: 'G29',
    kind: 'DANGEROUS',
    why: 'Everybody can then reach a service that asks nobody for a password.',
    instead: 'Publish it on 127.0.0.1 alone, and put a proxy that asks who comes, or a VPN, before it.',
    command: (command) =>
      command.name === 'ufw' &&
      has(command, /^allow$/u) &&
      !has(command, /^from$/u) &&
      has(command, /^(?:9090|9091|9093|9094|9100|9323|8082|300[0-2])(?:\/|$)/u),
    line: ({ what, path, text }) => what === 'yaml' && /(?:^|\/)ports$/u.test(path) && isOpen(text),
  },
  {
    id: 'G30',
    kind: 'DANGEROUS',
    why: 'Every container of the machine stops with the daemon, unless live-restore is on.',
    instead:
      'See with docker info what is wrong; for a changed daemon.json, systemctl reload docker is often enough.',
    command: (command, { mentions }) =>
      !mentions('live-restore') &&
      ((command.name === 'systemctl' &&
        has(command, /^(?:re)?(?:start|stop)$|^try-restart$/u) &&
        !has(command, /^start$/u) &&
        has(command, /^docker(?:\.service)?$|^containerd(?:\.service)?$/u)) ||
        (command.name === 'service' && has(command, /^docker$/u) && has(command, /^(?:restart|stop)$/u))),
  },
  {
    id: 'G39',
    kind: 'MISLEADING',
    why: 'Port 9323 is that of the Docker daemon’s own metrics (engine_daemon_*): it has none of single containers.',
    instead: 'For container_* scrape cAdvisor; keep 9323 for what the daemon says of itself.',
    command: (command) =>
      asks(command, 'engine', /\/metrics$/u) &&
      pipedInto(command).some((next) => has(next, /container_(?!states|actions)/u)),
    line: ({ what, text }) =>
      what === 'prose' &&
      /\b9323\b/u.test(text) &&
      /container/iu.test(text) &&
      !/engine|daemon|dockerd/iu.test(text),
  },
  {
    id: 'G39',
    kind: 'MISLEADING',
    why: 'Metrics that begin with container_ come from cAdvisor, of which this runbook says nothing.',
    instead:
      'Run cAdvisor and scrape it, or ask for what the services say of themselves: process_cpu_seconds_total.',
    command: ({ text }, { mentions }) => perContainer.test(text) && !mentions('cadvisor'),
    line: ({ what, text }, { mentions }) =>
      (what === 'yaml' || what === 'other') &&
      perContainer.test(text) &&
      !/container_name/u.test(text) &&
      !mentions('cadvisor'),
  },
];

function killsWhatLsofFinds(command: Command): boolean {
  if (!/^p?kill$/u.test(command.name)) return false;
  const source = lsofFor(command);
  return source !== '';
}

/** The call of lsof that says whom it ends: in `$(...)`, or before `xargs`. */
function lsofFor({ words, run }: Command): string {
  const substituted = words.flatMap(({ inner }) => inner).find(({ text }) => /\blsof\b/u.test(text))?.text;
  const piped =
    run?.by.name === 'xargs' ? run.by.pipeline.commands.find(({ name }) => name === 'lsof')?.text : undefined;
  return substituted ?? piped ?? '';
}

function listenersOnly(command: Command): boolean {
  return /-s\s*TCP:LISTEN/iu.test(lsofFor(command));
}

function listsRules(command: Command): boolean {
  return (
    argumentsOf(command).some((word) => /^-[a-zA-Z]*[LS]|^--list/u.test(word)) && !has(command, /^nat$/u)
  );
}

/** Whether an entry of `ports:` publishes such a port on every address of the machine. */
function isOpen(entry: string): boolean {
  const [, published = ''] =
    /^-\s*["']?(?:(?:0\.0\.0\.0|\[?::\]?):)?(\d+):\d+(?:\/tcp)?["']?\s*(?:#.*)?$/u.exec(entry) ?? [];
  return openPorts.test(published);
}
