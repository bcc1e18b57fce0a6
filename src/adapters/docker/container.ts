import {
  type Container,
  type ContainerHealth,
  type ContainerState,
  containerHealths,
  containerStates,
  type Mount,
  mountKinds,
} from '../../domain/container/container.ts';
import { portBindings } from './ports.ts';
import type { Inspection, ListedContainer } from './reply.ts';
import { withoutSecrets } from './reading/secrets.ts';

/** What one container's description is made of. */
export interface Seen {
  readonly listed: ListedContainer;
  readonly inspected: Inspection;
  /** Digests of its image in the registries it came from, `name@sha256:...`. */
  readonly digests: readonly string[];
}

/** Describes a container from its line in the listing and its inspection. */
export function describeContainer({ listed, inspected, digests }: Seen): Container {
  const { State: state, Config: config, NetworkSettings: network } = inspected;
  const is = stateOf(state.Status);
  const runs = isAlive(is);
  return {
    id: inspected.Id,
    name: inspected.Name.replace(/^\//u, ''),
    image: config.Image,
    imageDigest: digestOf(config.Image, digests),
    state: is,
    // The words of another moment would belie the state.
    status: listed.State === state.Status ? listed.Status : state.Status,
    // The verdict of a container that ended or stands still is Docker's leftover, not a result.
    health: is === 'RUNNING' ? healthOf(state.Health?.Status) : null,
    restartCount: inspected.RestartCount ?? 0,
    restartPolicy: named(inspected.HostConfig.RestartPolicy?.Name),
    exitCode: exitCodeOf(is, state.ExitCode),
    // Docker keeps the flag of the last death while the container runs again.
    oomKilled: !runs && state.OOMKilled === true,
    createdAt: new Date(inspected.Created),
    startedAt: timeOf(state.StartedAt),
    finishedAt: timeOf(state.FinishedAt),
    ...labelled(config.Labels),
    ports: portBindings(inspected, runs),
    mounts: inspected.Mounts.map(mountOf),
    networks: Object.keys(network.Networks).sort(),
    addresses: runs ? addressesOf(network.Networks) : {},
    command: [inspected.Path ?? '', ...inspected.Args].filter((word) => word !== ''),
    environment: environmentOf(config.Env),
  };
}

/**
 * Describes a container from its line in the listing alone, for when its inspection got no answer: the rest
 * is as it was `known`, or empty.
 */
export function describeListed(listed: ListedContainer, known: Container | null): Container {
  const state = stateOf(listed.State);
  return {
    ...(known?.id === listed.Id ? known : unseen),
    id: listed.Id,
    name: nameOf(listed),
    image: listed.Image,
    state,
    status: listed.Status,
    health: state === 'RUNNING' ? healthIn(listed.Status) : null,
    exitCode: exitCodeOf(state, Number(/\((\d+)\)/u.exec(listed.Status)?.[1] ?? 0)),
    createdAt: new Date(listed.Created * 1000),
    ...labelled(listed.Labels),
  };
}

/** A container's own name: the listing also gives the names that links gave it, with a slash inside. */
export function nameOf(listed: ListedContainer): string {
  const names = listed.Names.map((name) => name.replace(/^\//u, ''));
  return names.find((name) => !name.includes('/')) ?? names[0] ?? listed.Id.slice(0, 12);
}

/** Docker's word for a health, `none` and what is not known being no health. */
export function healthOf(word: string | null | undefined): ContainerHealth | null {
  return containerHealths.find((health) => health === word?.toUpperCase()) ?? null;
}

const unseen = {
  imageDigest: null,
  restartCount: 0,
  restartPolicy: null,
  oomKilled: false,
  startedAt: null,
  finishedAt: null,
  ports: [],
  mounts: [],
  networks: [],
  addresses: {},
  command: [],
  environment: {},
};

/** `NAME=value`, as Docker gives them; a name without a value is a variable that is not there. */
function environmentOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

function stateOf(word: string): ContainerState {
  return containerStates.find((state) => state === word.toUpperCase()) ?? 'UNKNOWN';
}

function isAlive(state: ContainerState): boolean {
  return state === 'RUNNING' || state === 'PAUSED';
}

/** A container that was never started has no exit code, but the 0 that Docker gives it, unless starting it failed. */
function exitCodeOf(state: ContainerState, code: number | null | undefined): number | null {
  if (isAlive(state)) return null;
  return state === 'CREATED' && code === 0 ? null : (code ?? null);
}

/** Docker's "never" is the first day of the year 1. */
function timeOf(text: string | null | undefined): Date | null {
  if (!text || text.startsWith('0001-01-01')) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time;
}

function labelled(labels: Readonly<Record<string, string>>) {
  return {
    labels: withoutSecrets(labels),
    composeProject: named(labels['com.docker.compose.project']),
    composeService: named(labels['com.docker.compose.service']),
  };
}

function named(text: string | null | undefined): string | null {
  return text === undefined || text === null || text === '' ? null : text;
}

function healthIn(status: string): ContainerHealth | null {
  return healthOf(/\((?:health: )?(starting|healthy|unhealthy)\)/u.exec(status)?.[1]);
}

/** Of several digests, that of the repository which the image was named after. */
function digestOf(image: string, digests: readonly string[]): string | null {
  const repository = image.replace(/@.*$/u, '').replace(/:[^:/]*$/u, '');
  const found = digests.find((digest) => digest.startsWith(`${repository}@`)) ?? digests[0];
  return found?.split('@')[1] ?? null;
}

function mountOf(mount: Inspection['Mounts'][number]): Mount {
  const kind = mountKinds.find((known) => known === mount.Type?.toUpperCase()) ?? 'OTHER';
  return {
    kind,
    source: named(kind === 'VOLUME' ? (mount.Name ?? mount.Source) : mount.Source),
    destination: mount.Destination,
    readOnly: mount.RW === false,
  };
}

function addressesOf(networks: Inspection['NetworkSettings']['Networks']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(networks)
      .map(([name, end]) => [name, named(end?.IPAddress) ?? named(end?.GlobalIPv6Address)] as const)
      .filter((pair): pair is [string, string] => pair[1] !== null),
  );
}
