import type { Command } from '../shell/command.ts';
import { argumentsOf } from '../shell/command.ts';
import type { DockerCall } from '../shell/docker.ts';
import { dockerCall } from '../shell/docker.ts';

/** Whether a command is this one, and its first arguments are these. */
export function runs(command: Command, name: string, ...first: readonly string[]): boolean {
  return command.name === name && first.every((word, index) => command.words[index]?.text === word);
}

/** Whether one of the arguments is like that. */
export function has(command: Command, pattern: RegExp): boolean {
  return argumentsOf(command).some((word) => pattern.test(word));
}

/** A call of Compose with one of these verbs; null when it is none. */
export function compose(command: Command, ...verbs: readonly string[]): DockerCall | null {
  const call = command.run?.as === 'exec' ? null : dockerCall(command);
  return call?.tool === 'compose' && (verbs.length === 0 || verbs.includes(call.verb)) ? call : null;
}

/** A call of Docker itself with one of these verbs; null when it is none. */
export function docker(command: Command, ...verbs: readonly string[]): DockerCall | null {
  const call = command.run?.as === 'exec' ? null : dockerCall(command);
  return call?.tool === 'docker' && verbs.includes(call.verb) ? call : null;
}

/** The services or containers that a call names. */
export function named(call: DockerCall | null): readonly string[] {
  return call?.operands.map(({ text }) => text) ?? [];
}

/** Whether a command runs in a container of this service, going by its name. */
export function inside(command: Command, service: RegExp): boolean {
  return command.inside !== null && service.test(command.inside);
}

/** The service that is called so, or a container that Compose named after it. */
export const services = {
  prometheus: /(?:^|[-_])prometheus(?:[-_]?\d*)$/u,
  alertmanager: /(?:^|[-_])alert-?manager(?:[-_]?\d*)$/u,
  grafana: /(?:^|[-_])grafana(?:[-_]?\d*)$/u,
  nodeExporter: /node[-_]exporter(?:[-_]?\d*)$/u,
  application: /trading|(?:^|[-_])bot(?:[-_]|$)/iu,
} as const;
