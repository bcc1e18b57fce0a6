import type { Command } from '../shell/command.ts';
import { argumentsOf } from '../shell/command.ts';
import { hasOption } from '../shell/options.ts';

/** An address in a command. */
export interface Address {
  readonly host: string;
  readonly port: string;
  /** Without the query. */
  readonly path: string;
}

const address =
  /^["']?(?:https?:\/\/)?(?:[^/@\s]*@)?([\w.-]+|\$\{?\w+\}?|\[[\d:]+\])(?::(\d+|\$\{?\w+\}?))?(\/[^?#\s"']*)?/u;

/** What is asked over HTTP by curl, wget or httpie; nothing of another command. */
export function addressesOf(command: Command): readonly Address[] {
  if (!/^(?:curl|wget|http|https)$/u.test(command.name)) return [];
  return argumentsOf(command)
    .filter((word) => /^https?:\/\//u.test(word) || /^[\w.${}-]+:\d+(?:\/|$)/u.test(word))
    .flatMap((word) => {
      const [, host = '', port = '', path = '/'] = address.exec(word) ?? [];
      return host === '' ? [] : [{ host, port, path }];
    });
}

const places = {
  prometheus: [/prometheus|\bprom\b/iu, /^9090$/u],
  alertmanager: [/alert-?manager/iu, /^9093$/u],
  grafana: [/grafana/iu, /^300[0-2]$/u],
  nodeExporter: [/node[-_]?exporter/iu, /^9100$/u],
  engine: [/dockerd?$/iu, /^9323$/u],
} as const;

/** Whether a command asks this component at such a path, going by its host name, else its usual port. */
export function asks(command: Command, component: keyof typeof places, path: RegExp): boolean {
  const [host, port] = places[component];
  const known = Object.values(places).map(([name]) => name);
  return addressesOf(command).some(
    (one) =>
      path.test(one.path) &&
      (host.test(one.host) || (!known.some((name) => name.test(one.host)) && port.test(one.port))),
  );
}

/** Whether an answer such as 503 makes the command fail. */
export function failsOnRefusal(command: Command): boolean {
  if (command.name !== 'curl') return true;
  const options = argumentsOf(command).filter((word) => word.startsWith('-'));
  // The letters after one that takes a value are the value.
  const clusters = options.map((option) => option.replace(/^(-[A-Za-z]*?[XdHouAebmwxT]).*/u, '$1'));
  return (
    hasOption(clusters, '-f', '--fail', '--fail-with-body') ||
    options.some((option) => /^(?:-w|--write-out)/u.test(option))
  );
}
